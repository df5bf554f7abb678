import { safeCell } from '../history/cells.ts';

/** A CSV file that no spreadsheet takes for formulas: names are strangers' text. */
export async function csvOf(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<string> {
  const { default: Papa } = await import('papaparse');
  const safe = rows.map((cells) => cells.map(safeCell));
  return `\ufeff${Papa.unparse([[...headings], ...safe])}\r\n`;
}
