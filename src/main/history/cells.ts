import { cleanLine } from '@shared/domain/clean-line.ts';

/** Characters of a line: more than any name or number that is kept. */
const MAX_LINE = 4_096;
/** What begins a formula: with the forms that a spreadsheet in an East Asian language takes for the same. */
const FORMULA = '=+\\-@|%＝＋－＠﹦﹢﹣﹫−';
/** What may part two cells, or two lines, in a reader that was told, or guessed, another separator. */
const SEPARATOR = ',;\\t|:\\r\\n"';
/** Nothing to see: spaces, controls, marks of direction, characters without a width. */
const UNSEEN = '\\s\\p{Cc}\\p{Cf}\\u115F\\u1160\\u2800\\u3164\\uFFA0';
const RISKY = new RegExp(`(^|[${SEPARATOR}])([${UNSEEN}]*)(?=[${FORMULA}])`, 'gu');

/**
 * Text of strangers for a cell of a CSV file: an apostrophe stands before what a spreadsheet would take
 * for a formula (OWASP, CSV injection), wherever the file may be split into cells.
 */
export const safeCell = (text: string): string =>
  text
    .split('\n')
    .map((line) => cleanLine(line, MAX_LINE))
    .join('\n')
    .replace(RISKY, "$1$2'");
