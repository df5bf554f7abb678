import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Framer } from '../../src/main/pbx/esl/framing.ts';
import { headersOfJson, OF_DESTROY, WANTED } from '../../src/main/pbx/esl/headers.ts';
import { readCapture } from '../support/captures.ts';

/** What JSON.parse has of the wanted headers: the peer to compare with. */
function parsed(body: Buffer): Record<string, string> {
  const all = JSON.parse(body.toString()) as Record<string, string | string[]>;
  return Object.fromEntries(
    Object.entries(all)
      .filter(([key]) => WANTED.includes(key))
      .map(([key, value]) => [key, Array.isArray(value) ? (value[0] ?? '') : value]),
  );
}

/** All that the scanner found of them. */
function scanned(body: Buffer) {
  const headers = headersOfJson(body);
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
    for (const { dir, bytes } of readCapture(name)) {
      if (dir !== '<') continue;
      for (const { headers, body } of framer.push(bytes)) {
        if (headers.get('Content-Type') !== 'text/event-json') continue;
        events += 1;
        const all = parsed(body);
        const found = scanned(body);
        if (all['Event-Name'] !== 'CHANNEL_DESTROY') expect(found).toEqual(all);
        else for (const header of OF_DESTROY) expect(found[header]).toBe(all[header]);
      }
    }
    expect(events).toBeGreaterThan(50);
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
        expect(scanned(body)).toEqual(parsed(body));
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
