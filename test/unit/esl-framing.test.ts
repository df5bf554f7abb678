import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Framer, FramingError, MAX_BODY_BYTES } from '../../src/main/pbx/esl/framing.ts';
import { readCapture } from '../support/captures.ts';
import { leastGrowth } from '../support/memory.ts';

const NAMES = [
  'inbound-answered-hold-unhold-hangup-json',
  'caller-names-hostile',
  'control-errors',
  'burst-40-calls',
];
const stream = (name: string): Buffer =>
  Buffer.concat(
    readCapture(name)
      .filter(({ dir }) => dir === '<')
      .map(({ bytes }) => bytes),
  );

/** Cuts a buffer at these places. */
function cut(data: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, i = 0; at < data.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    chunks.push(data.subarray(at, at + size));
    at += size;
  }
  return chunks;
}
const framesOf = (chunks: readonly Buffer[]) => {
  const framer = new Framer();
  return chunks
    .flatMap((chunk) => framer.push(chunk))
    .map(({ headers, body }) => [[...headers], body.toString('hex')]);
};

describe('framing', () => {
  it('takes a line break between two frames for none, wherever it is cut', () => {
    const frame = (text: string): string =>
      `Content-Type: api/response\nContent-Length: ${text.length}\n\n${text}`;
    const data = Buffer.from(`${frame('one')}\n${frame('two')}\n\n${frame('three')}\n`);
    const bodies = (sizes: readonly number[]) =>
      framesOf(cut(data, sizes)).map(([, body]) => Buffer.from(String(body), 'hex').toString());
    for (const size of [1, 2, 7, 45, data.length])
      expect(bodies([size])).toEqual(['one', 'two', 'three']);
  });

  it.each(NAMES)('gives the same frames for %s however it is cut', (name) => {
    const data = stream(name);
    const whole = framesOf([data]);
    expect(whole.length).toBeGreaterThan(3);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 20 }),
        (sizes) => {
          expect(framesOf(cut(data, sizes))).toEqual(whole);
        },
      ),
      { numRuns: name === 'control-errors' ? 50 : 5 },
    );
  });

  it('takes a frame byte by byte', () => {
    const data = stream('control-errors');
    expect(framesOf(cut(data, [1]))).toEqual(framesOf([data]));
  });

  it('holds a body that comes byte by byte in little more than its size', async () => {
    const framers: Framer[] = [];
    const grown = await leastGrowth(3, 4_000_000, () => {
      const framer = new Framer();
      framers.push(framer);
      framer.push(Buffer.from('Content-Length: 400000\n\n'));
      for (let i = 0; i < 300_000; i += 1) framer.push(Buffer.alloc(1, 65));
    });
    // A Buffer object for each byte were some 50 MB.
    expect(grown).toBeLessThan(4_000_000);
    expect(framers.every(({ pending }) => pending)).toBe(true);
  });

  it('counts Content-Length in bytes, not in characters', () => {
    const [frame] = new Framer().push(
      Buffer.from('Content-Type: api/response\nContent-Length: 3\n\n€'),
    );
    expect(frame?.body.toString()).toBe('€');
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.2p1\r\n'],
    ['HTML', '<html><body>\n'],
    ['a length that is none', 'Content-Length: -5\n\n'],
    ['a length in words', 'Content-Length: 12abc\n\n'],
    ['a body too large', `Content-Length: ${MAX_BODY_BYTES + 1}\n\n`],
    ['an endless header', `X: ${'a'.repeat(70_000)}`],
  ])('refuses %s', (_name, text) => {
    expect(() => new Framer().push(Buffer.from(text))).toThrow(FramingError);
  });

  it('does not crash or hang on any bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 10 }), (chunks) => {
        const framer = new Framer();
        try {
          for (const chunk of chunks) framer.push(Buffer.from(chunk));
        } catch (error) {
          expect(error).toBeInstanceOf(FramingError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
