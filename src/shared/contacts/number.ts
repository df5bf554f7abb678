/**
 * When two ways of writing a number are the same number. A PBX shows callers as the trunk sends
 * them, contacts are written as people do: `+49 30 1234567`, `0049301234567`, `030 1234567`.
 */

/** Fewest digits by which a national and an international number are taken for one. */
const SUFFIX_DIGITS = 7;

/**
 * The normal form: `+` and digits for an international number (`+` or `00` in front), the digits
 * alone for any other, and for what is no number (a SIP user) its lower case. '' for nothing.
 */
export function normalForm(number: string): string {
  const bare = number
    .normalize('NFKC')
    .trim()
    .replace(/^(\+\d{1,3}[\s-]*)\(0\)/, '$1')
    .replace(/[\s()/.\u2010-\u2015-]/g, '');
  const international = /^(?:\+|00)([1-9]\d{3,})$/.exec(bare)?.[1];
  if (international !== undefined) return `+${international}`;
  return /^\+?[\d*#]+$/.test(bare) ? bare : number.trim().toLowerCase();
}

/** The digits that a national and an international way of writing share: without `+` or trunk zero. */
const significant = (normal: string): string =>
  /^\+?\d+$/.test(normal) ? normal.replace(/^(?:\+|0)/, '') : '';

/** What all ways of writing a number end with; '' for one too short to be told by its end. */
export function tailOf(normal: string): string {
  const digits = significant(normal);
  return digits.length < SUFFIX_DIGITS ? '' : digits.slice(-SUFFIX_DIGITS);
}

/**
 * Whether two normal forms may be one number: the same digits, or the shorter one, written
 * nationally, is the end of the other. Two international numbers that differ are two.
 */
export function maySame(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = significant(a).length <= significant(b).length ? [a, b] : [b, a];
  const [end, whole] = [significant(short), significant(long)];
  if (end.length < SUFFIX_DIGITS) return false;
  return end === whole || (!short.startsWith('+') && whole.endsWith(end));
}
