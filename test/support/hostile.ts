import fc from 'fast-check';

/** What ends a command, opens an argument, expands a variable or walks a path (docs/protocol). */
const PARTS = [
  '\n\napi hupall',
  '\r\n\r\nbgapi system id',
  '\n',
  '\r',
  '\0',
  ' ',
  '\t',
  '\u00a0',
  '\u2028',
  '\uff0c',
  '\uff09',
  '${system(id)}',
  '%{uuid}',
  ')',
  ',',
  '}',
  ']',
  '>',
  "'",
  '"',
  '\\',
  '\\n',
  '&park()',
  '%0a%0aapi hupall',
  '|',
  ';',
  '^^:',
  '/../domain/pbx.example.test',
  '?x=1',
  '#',
  'all',
  '../',
  'user/202',
  'XML default evil 1',
  '@evil.example',
];
const ORDINARY = ['201', '+4930123456', '3e0f9839-3dac-4dc8-bdb4-ee36ca8f39c1', 'default', ''];

/** A text that would do harm, were it pasted into a command, a path or a body. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(...ORDINARY),
      fc.constantFrom(...PARTS),
      fc.oneof(fc.constantFrom(...ORDINARY, ...PARTS), fc.string({ maxLength: 12 })),
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .constantFrom(...ORDINARY)
    .chain((text) =>
      fc
        .tuple(fc.nat({ max: text.length }), fc.integer({ min: 0, max: 0xffff }))
        .map(([at, code]) => text.slice(0, at) + String.fromCharCode(code) + text.slice(at)),
    ),
);
