import fc from 'fast-check';
import { Framer } from '../../src/main/pbx/esl/framing.ts';
import { readCapture } from '../support/captures.ts';

/** Real traffic to start from: what a mutation breaks is nearer to what breaks a parser. */
const NAMES = [
  'inbound-answered-hold-unhold-hangup-json',
  'caller-names-hostile',
  'transfer-blind-park-record-dtmf',
  'eavesdrop-listen-whisper-barge',
  'originate-failures',
];

/** The first bytes of each capture, as FreeSWITCH sent them. */
export const STREAMS: readonly Buffer[] = NAMES.map((name) =>
  Buffer.concat(
    readCapture(name)
      .filter(({ dir }) => dir === '<')
      .map(({ bytes }) => bytes),
  ).subarray(0, 20_000),
);

const bodiesOf = (name: string, type: string): Buffer[] => {
  const framer = new Framer();
  return readCapture(name)
    .filter(({ dir }) => dir === '<')
    .flatMap(({ bytes }) => framer.push(bytes))
    .filter(({ headers }) => headers.get('Content-Type') === type)
    .map(({ body }) => Buffer.from(body));
};

/** Bodies of events, and of lists of a few channels. */
export const EVENTS: readonly Buffer[] = NAMES.flatMap((name) => bodiesOf(name, 'text/event-json'));
export const LISTS: readonly Buffer[] = NAMES.flatMap((name) =>
  bodiesOf(name, 'api/response'),
).filter((body) => body.length < 20_000 && body.toString().startsWith('{"row_count'));

/** Pieces that are at home in the formats, where they do most harm. */
const PIECES = [
  '"',
  '\\',
  '\\"',
  '\\u0000',
  '\\ud800',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\n',
  '\n\n',
  'null',
  'true',
  '-1e999',
  '[[[[[[[[',
  '{"a":',
  '"__proto__":',
  '"uuid":',
  '"Unique-ID":"x",',
  'Content-Length: 5\n',
  'Content-Length: 99999999999\n',
  'Content-Type: text/event-json\n',
  'é',
  '🍕',
  '\u2028',
];

interface Edit {
  readonly at: number;
  readonly cut: number;
  readonly put: Buffer;
}
const edit: fc.Arbitrary<Edit> = fc.record({
  /** Share of the length, so that it fits any text. */
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.oneof(fc.constantFrom(0, 0, 1, 2), fc.nat({ max: 400 })),
  put: fc.oneof(
    fc.constantFrom(...PIECES).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
  ),
});

/** One of `seeds`, with a few edits at random places. */
export const mutated = (seeds: readonly Buffer[]): fc.Arbitrary<Buffer> =>
  fc.tuple(fc.constantFrom(...seeds), fc.array(edit, { maxLength: 4 })).map(([seed, edits]) =>
    edits.reduce((bytes, { at, cut, put }) => {
      const from = Math.floor(at * bytes.length);
      return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + cut)]);
    }, seed),
  );
