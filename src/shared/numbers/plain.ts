/**
 * The plain form of text that has a number in it. Any digit of Unicode is its ASCII digit; what is
 * not seen goes; full-width and other compatible forms become the usual ones, but for superscripts
 * and circled numbers: a footnote's mark is no digit to dial.
 */
export function plain(text: string): string {
  let result = '';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) result += char;
    else if (/\p{Nd}/u.test(char)) result += digitOf(code);
    else if (!INVISIBLE.test(char)) result += /\p{No}/u.test(char) ? char : char.normalize('NFKC');
  }
  return result.replace(DASHES, '-').replace(/[^\S\n\r]/g, ' ');
}

/** Soft hyphens, zero-width and direction marks, and what makes a keycap of a digit. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\ufe00-\ufe0f]|\u20e3/;
const DASHES = /[\u2010-\u2015\u2212\u30fb\u30fc]/g;

/** Unicode gives each script ten digits in a row, 0 first, and a row only follows on another. */
function digitOf(code: number): string {
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

/** What spreadsheets put around a number: `="0301"`, `'0301`, and the fraction of `4930123456.0`. */
export function unwrapped(text: string): string {
  const bare = text
    .trim()
    .replace(/^=\s*"([^"]*)"$/, '$1')
    .replace(/^["'\u2018\u2019]+(?=[+=(\d*#])|(?<=\d)["']+$/g, '')
    .trim();
  return /^[+-]?\d{5,}[.,]0{1,2}$/.test(bare) ? bare.replace(/[.,]0+$/, '') : bare;
}

/** Whether a spreadsheet made `4.93012E+11` of it: the last digits are lost. */
export const isScientific = (text: string): boolean => /^\d[.,]\d+\s*[eE]\s*\+?\d{1,3}$/.test(text);

export const digitsIn = (text: string): number => text.replace(/\D/g, '').length;
