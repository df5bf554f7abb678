import type { Columns, Use } from './columns/columns.ts';
import type { Found } from './found.ts';

/** A spreadsheet's apostrophe in front of text (our own export writes it before a `+`). */
const plain = (cell: string | undefined): string => (cell ?? '').trim().replace(/^'(?=[+=@-])/, '');

/** Scripts that write a name without a space between its halves. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]+$/u;

/** The contact of a line of a table. */
export function contactIn(cells: readonly string[], columns: Columns, line: number): Found {
  const numbers = numbersIn(cells, columns);
  if (numbers.length === 0) return { line, reason: 'There is no number.' };
  return { line, name: nameIn(cells, columns), numbers };
}

function nameIn(cells: readonly string[], { uses, familyFirst }: Columns): string {
  const of = (use: Use): string[] =>
    uses.flatMap((found, i) => (found === use ? [plain(cells[i])] : [])).filter(Boolean);
  const whole = of('name')[0];
  if (whole !== undefined) return whole;
  const given = [...of('first'), ...of('middle')];
  const parts = familyFirst ? [...of('last'), ...given] : [...given, ...of('last')];
  const isUnspaced = familyFirst && parts.every((part) => UNSPACED.test(part));
  return parts.join(isUnspaced ? '' : ' ') || (of('firm')[0] ?? '');
}

function numbersIn(cells: readonly string[], { uses, headings }: Columns): string[] {
  const numbers: string[] = [];
  for (const [i, use] of uses.entries()) {
    const cell = plain(cells[i]);
    if (cell === '') continue;
    const last = numbers.at(-1);
    if (use === 'extension' && last !== undefined && /^\d{1,10}$/.test(cell))
      numbers[numbers.length - 1] = `${last} x${cell}`;
    // Google puts several numbers of one kind into a cell.
    else if (use === 'number' && !isFax(cells, headings, i))
      numbers.push(...cell.split(' ::: ').filter((number) => number.trim() !== ''));
  }
  return numbers;
}

/** Google says in a column before what a number is: `Phone 1 - Label`, `Phone 1 - Type`. */
function isFax(cells: readonly string[], headings: readonly string[], at: number): boolean {
  const which = /^(.+) - Value$/.exec(headings[at] ?? '')?.[1];
  if (which === undefined) return false;
  const label = headings.findIndex(
    (other) => other === `${which} - Label` || other === `${which} - Type`,
  );
  return /\bfax\b|pager/i.test(cells[label] ?? '');
}
