import { describe, expect, it } from 'vitest';
import { bareTexts } from '../../scripts/lib/messages/bare.mjs';
import { faultsOf } from '../../scripts/lib/messages/faults.mjs';
import { PSEUDO, pseudoOf } from '../../scripts/lib/messages/pseudo.mjs';

const found = (source: string): string[] => bareTexts(source).map(({ text }) => text);
const counted = (match: Record<string, string>) =>
  [
    {
      declarations: ['input count', 'local form = count: plural', 'local n = count: number'],
      selectors: ['form'],
      match,
    },
  ] as [{ declarations: string[]; selectors: string[]; match: Record<string, string> }];

describe('words in a component', () => {
  it.each([
    ['<p>Not connected</p>', ['Not connected']],
    ['<button aria-label="Hang up {name}">×</button>', ['Hang up']],
    ['<input title="Ctrl+D" placeholder="Search" />', ['Ctrl+D', 'Search']],
    ['<Field label="Host" />', ['Host']],
    ["{#if on}{on ? 'Hold it' : m.resume()}{/if}", ['Hold it']],
    ['{#each all as one}<b>{`Call ${one} now`}</b>{:else}No calls{/each}', ['Call', 'No calls']],
    ["<script>const words = { held: 'On hold' };</script>", ['On hold']],
  ])('are found: %s', (source, texts) => expect(found(source)).toEqual(texts));

  it.each([
    '<p class="Some words">{m.app_done()} – 5 · {name}</p>',
    '<input type="search" name="Filter words" placeholder="https://crm.example.com/{x}" />',
    '{#if kind === "Not words"}…{/if}',
    "<script>import x from 'A File'; const id = 'call-line';</script>",
    '<style>p { content: "Some words"; }</style><!-- Some words -->',
    'Ringside FreeSWITCH',
  ])('are not what nobody reads: %s', (source) => expect(found(source)).toEqual([]));
});

describe('the catalogue', () => {
  const of = (en: Record<string, never | object | string>, de: Record<string, object | string>) =>
    faultsOf(
      'desk',
      new Map([
        ['en', en],
        ['de', de],
      ]) as Parameters<typeof faultsOf>[1],
    );

  it('is whole where languages have the same texts with the same placeholders', () =>
    expect(
      of(
        {
          desk_a: 'From {name}',
          desk_n: counted({ 'form=one': '{n} call', 'form=other': '{n} calls' }),
        },
        { desk_a: 'Von {name}', desk_n: counted({ 'form=other': '{n} Anrufe' }) },
      ),
    ).toEqual([]));

  it.each([
    [{ desk_a: 'A' }, {}, 'desk_a: is missing in de'],
    [{}, { desk_a: 'A' }, 'desk_a: is in de only'],
    [{ desk_a: '{name}' }, { desk_a: '{who}' }, 'desk_a: has {name}, in de {who}'],
    [{ desk_a: 'A' }, { desk_a: ' ' }, 'desk_a (de): is empty'],
    [
      { desk_n: counted({ 'form=other': '{n}' }) },
      { desk_n: counted({ 'form=one': '{n}' }) },
      'desk_n (de): has no text for the plural form “other”',
    ],
    [
      { desk_n: counted({ 'form=other': '{m}' }) },
      { desk_n: counted({ 'form=other': '{n}' }) },
      'desk_n (en): {m} is declared nowhere',
    ],
    [
      { tray_a: 'A' },
      { tray_a: 'A' },
      'tray_a: a key of desk.json begins with desk_ and is written a_b_c',
    ],
  ])('is not where a text is: %j, %j', (en, de, fault) => expect(of(en, de)).toEqual([fault]));

  it('has a pseudo-locale 40 % longer, its placeholders as they were', () => {
    const accented = pseudoOf('Connected to {where}', PSEUDO['en-XA']);
    expect(accented).toBe(
      '[Çöññéçţéḋ ţö {where} ~~~]'.replace('ţ', 'ť').replace('ţ', 'ť').replace('ḋ', 'ď'),
    );
    expect(pseudoOf('{n} calls', PSEUDO['ar-XB'])).toBe('{n} \u200f\u202ecalls\u202c\u200f');
  });

  it('has a pseudo-text for plural forms that English has not', () => {
    const [{ match }] = pseudoOf(
      counted({ 'form=one': 'call', 'form=other': 'calls' }),
      (text: string) => text.toUpperCase(),
    ) as ReturnType<typeof counted>;
    expect(match).toEqual({ 'form=one': 'CALL', 'form=other': 'CALLS', 'form=*': 'CALLS' });
  });
});
