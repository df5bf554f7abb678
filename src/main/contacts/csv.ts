import Papa from 'papaparse';
import type { Columns, Use } from './columns/columns.ts';
import { columnsOf } from './columns/columns.ts';
import type { Unused } from './columns/unused.ts';
import { breaksIn, type Batch, type Found } from './found.ts';
import { contactIn } from './row.ts';

/** Characters taken in at once: some 200 lines, about 20 ms with what the database does. */
const SLICE = 8 * 1024;
/** Characters by which the delimiter and the columns are told, and lines of them. */
const HEAD = 64 * 1024;
const HEAD_LINES = 200;
/** Longest line; a quote that is never closed makes one of all the rest. */
const MAX_LINE = 128 * 1024;
const DELIMITERS = [',', ';', '\t', '|'];

/** A table of contacts: comma, semicolon or tab; quoted cells may hold line breaks. */
export class CsvFile {
  readonly columns: Columns;
  /** The first lines below the headings. */
  readonly sample: readonly (readonly string[])[];
  readonly #text: string;
  readonly #delimiter: string;
  readonly #firstLine: number;

  /** @param content with `\n` for line breaks */
  constructor(content: string) {
    // Excel's own way to say which delimiter follows.
    const said = /^sep=(.)\n/i.exec(content);
    this.#text = content.slice(said?.[0].length ?? 0);
    this.#firstLine = said ? 2 : 1;
    const head = Papa.parse<string[]>(this.#text.slice(0, HEAD), {
      preview: HEAD_LINES,
      skipEmptyLines: 'greedy',
      ...(said ? { delimiter: said[1] } : { delimitersToGuess: DELIMITERS }),
    });
    this.#delimiter = head.meta.delimiter;
    this.columns = columnsOf(head.data);
    this.sample = head.data.slice(this.columns.headed ? 1 : 0);
  }

  /**
   * The contacts, piece by piece.
   * @param uses what each column is, as found or as the person said
   * @param unused told of every line; undefined where nobody asks
   */
  *batches(uses: readonly Use[], unused?: Unused): Generator<Batch> {
    const text = this.#text;
    const parser = new Papa.Parser({ delimiter: this.#delimiter, newline: '\n' });
    const columns = { ...this.columns, uses };
    let at = 0;
    let line = this.#firstLine;
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
        else if (!isEmpty) {
          unused?.look(cells);
          found.push(contactIn(cells, columns, line));
        }
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
}

interface Parsed {
  readonly data: string[][];
  readonly errors: { code: string; row?: number }[];
  readonly meta: { cursor: number };
}
