import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Framer } from '../../src/main/pbx/esl/framing.ts';
import { headersOfJson, WANTED } from '../../src/main/pbx/esl/headers.ts';
import { readCapture } from '../support/captures.ts';
import { heldBytes } from '../support/memory.ts';

/** What JSON.parse has of the wanted headers: the peer to compare with. */
function parsed(body: Buffer): Record<string, string> {
  const all = JSON.parse(body.toString()) as Record<string, string | string[]>;
  return Object.fromEntries(
    Object.entries(all)
      .filter(([key]) => WANTED.includes(key))
      .map(([key, value]) => [key, Array.isArray(value) ? (value[0] ?? '') : value]),
  );
}

/** What may be left out of an event, because switch_core_sqldb does not take it from that one. */
const LEFT_OUT: Readonly<Record<string, RegExp>> = {
  CHANNEL_DESTROY: /^(Caller|Other)-|^variable_/,
  CHANNEL_EXECUTE: /^(Caller|Other)-/,
  CHANNEL_HOLD: /^(Caller|Other)-/,
  CHANNEL_STATE: /^(Caller|Other)-/,
  CHANNEL_UNHOLD: /^(Caller|Other)-/,
};

/** All that the scanner found of them. */
function scanned(body: Buffer, brief: boolean) {
  const headers = headersOfJson(body, brief);
  const found = WANTED.map((name) => [name, headers.get(name)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

describe('headers of an event', () => {
  it.each([
    'inbound-answered-hold-unhold-hangup-json',
    'caller-names-hostile',
    'eavesdrop-listen-whisper-barge',
    'transfer-blind-park-record-dtmf',
  ])('are those of JSON.parse for every event of %s', (name) => {
    const framer = new Framer();
    let events = 0;
    const skipped = new Set<string>();
    for (const { dir, bytes } of readCapture(name)) {
      if (dir !== '<') continue;
      for (const { headers, body } of framer.push(bytes)) {
        if (headers.get('Content-Type') !== 'text/event-json') continue;
        events += 1;
        const all = parsed(body);
        const name = all['Event-Name'] ?? '';
        expect(scanned(body, false)).toEqual(all);
        const brief = scanned(body, true);
        expect(all).toMatchObject(brief);
        const left = Object.keys(all).filter((header) => !(header in brief));
        expect(left.filter((header) => !(LEFT_OUT[name] ?? /^$/).test(header))).toEqual([]);
        if (left.length > 0) skipped.add(name);
      }
    }
    expect(events).toBeGreaterThan(50);
    expect([...skipped]).toContain('CHANNEL_STATE');
  });

  it('are those of JSON.parse for any flat object, whatever is in it', () => {
    const key = fc.oneof(fc.constantFrom(...WANTED), fc.string({ unit: 'binary' }));
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }),
    );
    // FreeSWITCH prints a leg's variables together.
    const isVariable = ([name]: [string, unknown]): boolean => name.startsWith('variable_');
    fc.assert(
      fc.property(fc.dictionary(key, value), fc.dictionary(key, value), (before, after) => {
        const all = Object.entries({ ...before, ...after });
        const rest = all.filter((entry) => !isVariable(entry));
        const middle = rest.length >> 1;
        const event = Object.fromEntries([
          ...rest.slice(0, middle),
          ...all.filter(isVariable),
          ...rest.slice(middle),
        ]);
        const body = Buffer.from(JSON.stringify(event));
        expect(scanned(body, true)).toEqual(parsed(body));
      }),
      { numRuns: 1000 },
    );
  });

  it('throws nothing but SyntaxError on what is no JSON', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          headersOfJson(Buffer.from(`{"${text}`));
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what is kept of an event', () => {
  it('does not keep the event: its uuid outlives the channel by far', async () => {
    const kept: string[] = [];
    const before = await heldBytes();
    for (let i = 0; i < 2_000; i += 1) {
      const uuid = `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
      const body = Buffer.from(`{"variable_x":"${'x'.repeat(20_000)}","Unique-ID":"${uuid}"}`);
      kept.push(headersOfJson(body).get('Unique-ID') ?? '');
    }
    // 2,000 uuids are some 0.1 MB; 2,000 events were 40.
    expect((await heldBytes()) - before).toBeLessThan(4_000_000);
    expect(kept).toHaveLength(2_000);
  });
});
