import { digitsIn, plain, unwrapped } from '@shared/numbers/plain.ts';

/** Fewest and most digits of a cell that may be a number to call: an extension, E.164 with `00`. */
const FEWEST = 3;
const MOST = 20;
const DATE = /^\d{1,4}([-./])\d{1,2}\1\d{1,4}(?:[\sT]|$)/;
const TIME = /^\d{1,3}(?::\d{2}){1,2}$/;

/** Whether a cell looks like a number to call: no date, no time, no price. */
export function looksLikeNumber(cell: string): boolean {
  if (cell.length > 200 || !/\p{Nd}/u.test(cell)) return false;
  const text = unwrapped(plain(cell));
  if (!/^[+(\d*#][\d\s()+./*#,;:-]*(?:\s*(?:x|ext\.?)\s*\d+)?$/i.test(text)) return false;
  if (DATE.test(text) || TIME.test(text) || /^\d+[.,]\d{1,3}$/.test(text)) return false;
  const digits = digitsIn(text);
  return digits >= FEWEST && (digits <= MOST || /[,;:/]|\s\+/.test(text));
}

/** Whether a cell looks like what a person or a firm is called. */
export const looksLikeName = (cell: string): boolean =>
  cell.length <= 60 &&
  /^(?:\p{Lu}|\p{Lo})[\p{L}\p{M}.'’&-]*(?:\s[\p{L}\p{M}.'’&-]+){0,4}$/u.test(cell.trim());
