import Papa from 'papaparse';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { columnsOf, type Columns } from './columns.ts';
import { breaksIn, type Batch, type Found } from './found.ts';

/** Characters taken in at once: some 200 lines, about 20 ms with what the database does. */
const SLICE = 8 * 1024;
/** Characters by which the delimiter and the columns are told. */
const HEAD = 64 * 1024;
/** Longest line; a quote that is never closed makes one of all the rest. */
const MAX_LINE = 128 * 1024;
const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Reads contacts from a CSV file: comma, semicolon or tab; quoted cells may hold line breaks. Fails
 * when no column is known for a name and a number.
 */
export function csvContacts(content: string): Result<Iterable<Batch>> {
  const whole = content.replace(/\r\n?/g, '\n');
  // Excel's own way to say which delimiter follows.
  const said = /^sep=(.)\n/i.exec(whole);
  const text = whole.slice(said?.[0].length ?? 0);
  const head = Papa.parse<string[]>(text.slice(0, HEAD), {
    preview: 10,
    skipEmptyLines: 'greedy',
    ...(said ? { delimiter: said[1] } : { delimitersToGuess: DELIMITERS }),
  });
  const columns = columnsOf(head.data[0] ?? []);
  if (!columns)
    return fail(
      'bad-input',
      'No name and number were found. The first line should name the columns, as in: Name;Number',
    );
  const parser = new Papa.Parser({ delimiter: head.meta.delimiter, newline: '\n' });
  return ok(batches(text, parser, columns, said ? 2 : 1));
}

interface Parsed {
  readonly data: string[][];
  readonly errors: { code: string; row?: number }[];
  readonly meta: { cursor: number };
}

function* batches(
  text: string,
  parser: Papa.Parser,
  columns: Columns & { headed: boolean },
  firstLine: number,
): Generator<Batch> {
  let at = 0;
  let line = firstLine;
  let length = SLICE;
  let heading = columns.headed;
  while (at < text.length) {
    const slice = text.slice(at, at + length);
    const isLast = at + length >= text.length;
    let parsed = parser.parse(slice, 0, !isLast) as Parsed;
    let isOpen = parsed.errors.some(({ code }) => code === 'MissingQuotes');
    // Once more without the line that runs into the end of the file.
    if (isOpen) parsed = parser.parse(slice, 0, true) as Parsed;
    const { data, errors, meta } = parsed;
    if (data.length === 0 && !isLast) {
      if (length < MAX_LINE) {
        length *= 2;
        continue;
      }
      isOpen = true;
    }
    const found: Found[] = [];
    const wrong = new Set(errors.map(({ row }) => row));
    for (const [i, cells] of data.entries()) {
      const isEmpty = cells.every((cell) => cell.trim() === '');
      if (!isEmpty && heading) heading = false;
      else if (wrong.has(i)) found.push({ line, reason: 'A quote is out of place.' });
      else if (!isEmpty) found.push(...contactsIn(cells, columns, line));
      line += 1 + cells.reduce((sum, cell) => sum + breaksIn(cell), 0);
    }
    at = isLast && !isOpen ? text.length : at + meta.cursor;
    if (isOpen) {
      found.push({ line, reason: 'A quote is opened and never closed.' });
      // Go on behind that line: one bad quote must not take the rest of the file with it.
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end + 1;
      line += 1;
    }
    length = SLICE;
    yield { found, part: at / text.length };
  }
}

/** A spreadsheet's apostrophe in front of text (our own export writes it before a `+`). */
const plain = (cell: string | undefined): string => (cell ?? '').trim().replace(/^'(?=[+=@-])/, '');

function contactsIn(cells: readonly string[], columns: Columns, line: number): Found[] {
  const joined = (which: readonly number[]): string =>
    which
      .map((i) => plain(cells[i]))
      .filter(Boolean)
      .join(' ');
  const whole = columns.name.map((i) => plain(cells[i])).find((name) => name !== '');
  const name = whole ?? (joined(columns.parts) || joined(columns.firm));
  // Google puts several numbers of one kind into a cell.
  const numbers = columns.number
    .flatMap((i) => plain(cells[i]).split(' ::: '))
    .filter((number) => number.trim() !== '');
  if (numbers.length === 0) return [{ line, reason: 'There is no number.' }];
  return numbers.map((number) => ({ line, name, number }));
}
