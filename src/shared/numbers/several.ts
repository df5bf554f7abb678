import { phoneOf } from './library.ts';
import { digitsIn } from './plain.ts';
import { withoutTrunk } from './trunk.ts';

const WORDS =
  'or|and|oder|und|ou|et|o|y|e|или|и|або|та|lub|i|of|en|eller|och|og|veya|ve|vagy|és|nebo|a';
/** What stands between numbers and never in one. */
const BETWEEN = new RegExp(`\\s*(?:\\n|\\r|\\||:::|&|•|·|、|،|\\s(?:${WORDS})\\s)\\s*`, 'iu');
/** Most digits of a number (E.164). */
const LONGEST = 15;
const MOST = 20;

/** The numbers that stand in a text, one after the other; one where it is one. */
export function partsOf(text: string, country: string): readonly string[] {
  for (const parts of [
    clean(text.split(BETWEEN)),
    clean(text.split(/\s*(?=\(?\+)/)),
    listed(text, country),
    slashed(text, country),
    spaced(text),
  ])
    if (parts.length > 1 && parts.length <= MOST && parts.every((part) => digitsIn(part) >= 3))
      return parts;
  return [text];
}

const clean = (parts: readonly string[]): string[] =>
  parts.map((part) => part.replace(/^[\s,;/-]+|[\s,;/-]+$/g, '')).filter((part) => part !== '');

const isPlan = (part: string, country: string): boolean =>
  (/^\s*\+/.test(part) || country !== '') &&
  (phoneOf(part.replace(/[^+\d]/g, ''), country)?.isValid ?? false);

/** Whether it starts as a whole number does, and has as many digits. */
const isWhole = (part: string): boolean =>
  /^\s*\(?(?:\+|0)/.test(part) && digitsIn(part) >= 7 && !/[*#]/.test(part);

/** Parted by `,` or `;`: a pause without a space behind it, unless another whole number follows. */
function listed(text: string, country: string): string[] {
  const parts = text.split(/[,;]/);
  const [first = '', ...others] = parts;
  const sameLength = others.every((part) => digitsIn(part) === digitsIn(first));
  const another = (part: string): boolean =>
    isWhole(part) ||
    (/^\s+\d[\d\s()./-]*$/.test(part) &&
      (isPlan(part, country) || digitsIn(part) >= 7 || sameLength));
  return others.length > 0 && others.every(another) ? clean(parts) : [text];
}

/** Parted by `/`, which stands behind area codes, too: what the numbering plan says decides. */
function slashed(text: string, country: string): string[] {
  const parts = clean(text.split('/'));
  const [first = '', second = '', ...more] = parts;
  const all = digitsIn(text);
  if (second === '' || /[*#\p{L}]/u.test(text)) return [text];
  if (more.length === 0 && digitsIn(first) >= 7 && digitsIn(second) <= 3)
    return ends(first, second);
  const areTooLong = all > LONGEST && parts.every((part) => digitsIn(part) >= 6);
  const onlyFirst = isPlan(first, country) && !isPlan(text, country) && digitsIn(second) >= 5;
  const extensions = /^\d{3,5}$/.test(first) && parts.every((part) => part.length === first.length);
  return areTooLong || onlyFirst || (extensions && !first.startsWith('0')) || isWhole(second)
    ? parts
    : [text];
}

/** `030 1234567/68`: the number, the one that ends so, and the one that goes on so. */
function ends(first: string, end: string): string[] {
  const digits = first.replace(/[^+\d()]/g, '');
  const short = end.replace(/\D/g, '');
  return [first, digits.slice(0, -short.length) + short, digits + short];
}

/** Parted by nothing but space: too long for one number, and another begins within. */
function spaced(text: string): string[] {
  if (digitsIn(text) <= LONGEST || /[*#\p{L},;]/u.test(text)) return [text];
  // With `00` and a trunk zero in brackets one number may be that long.
  if (isPlan(withoutTrunk(text.replace(/[./\s-]/g, '')), '')) return [text];
  for (const { index } of text.matchAll(/\s+-?\s*(?=\(?0)/g)) {
    const parts = clean([text.slice(0, index), text.slice(index)]);
    if (parts.every((part) => digitsIn(part) >= 7 && digitsIn(part) <= LONGEST)) return parts;
  }
  return [text];
}
