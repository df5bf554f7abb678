import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Framer } from '../../src/main/pbx/esl/framing.ts';
import { headersOfJson } from '../../src/main/pbx/esl/headers.ts';
import { readCapture } from '../support/captures.ts';
import { leastGrowth } from '../support/memory.ts';

/** All headers of an event by JSON.parse: the peer to compare with. */
function parsed(body: Buffer): Record<string, string | undefined> {
  const all = JSON.parse(body.toString()) as Record<string, string | string[]>;
  return Object.fromEntries(
    Object.entries(all).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]),
  );
}

/** The same headers, each asked for by its name. */
function asked(body: Buffer, names: string[]) {
  const headers = headersOfJson(body);
  return Object.fromEntries(names.map((name) => [name, headers.get(name)]));
}

describe('headers of an event', () => {
  it.each([
    'inbound-answered-hold-unhold-hangup-json',
    'caller-names-hostile',
    'eavesdrop-listen-whisper-barge',
    'transfer-blind-park-record-dtmf',
  ])('are those of JSON.parse for every event of %s, asked for in any order', (name) => {
    const framer = new Framer();
    let events = 0;
    for (const { dir, bytes } of readCapture(name)) {
      if (dir !== '<') continue;
      for (const { headers, body } of framer.push(bytes)) {
        if (headers.get('Content-Type') !== 'text/event-json') continue;
        events += 1;
        const all = parsed(body);
        const names = Object.keys(all);
        expect(asked(body, names)).toEqual(all);
        expect(asked(body, names.toReversed())).toEqual(all);
        expect(asked(body, ['Nobody', 'Caller-Nobody', 'variable_nobody'])).toEqual({});
      }
    }
    expect(events).toBeGreaterThan(50);
  });

  it('are those of JSON.parse, whatever is in an event that is laid out as FreeSWITCH does', () => {
    const name = fc.string({ unit: 'binary' });
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }),
    );
    const part = (prefix: string, ...usual: string[]) =>
      fc.dictionary(
        fc.oneof(
          fc.constantFrom(...usual),
          name.map((rest) => prefix + rest),
        ),
        value,
      );
    fc.assert(
      fc.property(
        part('Channel-', 'Unique-ID', 'Event-Date-Timestamp', 'Direction'),
        part('Caller-', 'Caller-Channel-Created-Time', 'Other-Type'),
        part('variable_', 'variable_cc_queue', 'variable_accountcode'),
        part('Application-', 'Application', '_body'),
        (head, profiles, variables, tail) => {
          // Where there is a profile or a variable there is always a caller's, and first.
          const caller = { 'Caller-Direction': 'inbound', ...profiles };
          const body = Buffer.from(
            JSON.stringify({
              'Event-Name': 'CODEC',
              ...{ ...head, ...caller, ...variables, ...tail },
              last: '',
            }),
          );
          // Any name may stand there; those of headers we ask for are plain.
          const all = Object.entries(parsed(body)).filter(([key]) => /^[\w-]+$/.test(key));
          const names = all.map(([key]) => key);
          expect(asked(body, names)).toEqual(Object.fromEntries(all));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('are those of any other JSON object, the slow way', () => {
    expect(asked(Buffer.from('{ "Unique-ID": ["a", "b"], "n": 1 }'), ['Unique-ID', 'n'])).toEqual({
      'Unique-ID': 'a',
    });
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
    const grown = await leastGrowth(3, 4_000_000, () => {
      for (let i = 0; i < 2_000; i += 1) {
        const uuid = `00000000-0000-4000-8000-${String(kept.length).padStart(12, '0')}`;
        const body = Buffer.from(
          `{"Event-Name":"CODEC","Unique-ID":"${uuid}","variable_x":"${'x'.repeat(20_000)}"}`,
        );
        kept.push(headersOfJson(body).get('Unique-ID') ?? '');
      }
    });
    // 2,000 uuids are some 0.1 MB; 2,000 events were 40.
    expect(grown).toBeLessThan(4_000_000);
    expect(kept.length % 2_000).toBe(0);
    expect(new Set(kept).size).toBe(kept.length);
  });
});
