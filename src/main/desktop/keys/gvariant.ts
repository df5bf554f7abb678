/** A string in GVariant's text form. */
export const variantString = (text: string): string =>
  `'${text.replace(/[\\']/g, (char) => `\\${char}`)}'`;

/** An array of strings in GVariant's text form; an empty one needs its type. */
export const variantStrings = (texts: readonly string[]): string =>
  texts.length === 0 ? '@as []' : `[${texts.map(variantString).join(', ')}]`;

const STRING = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g;
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/**
 * Reads an array of strings as `gsettings get` prints it.
 * @throws for any other text: what cannot be read is not to be written over
 */
export function readVariantStrings(text: string): string[] {
  const array = /^(?:@as )?\[(.*)\]$/s.exec(text.trim())?.[1];
  if (array === undefined || array.replace(STRING, '').replace(/[\s,]/g, '') !== '')
    throw new Error('the list of shortcuts could not be read');
  return [...array.matchAll(STRING)].map(([, single, double]) =>
    (single ?? double ?? '').replace(/\\(.)/gs, (_, char: string) => ESCAPED[char] ?? char),
  );
}
