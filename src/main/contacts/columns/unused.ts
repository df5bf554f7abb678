import { looksLikeName, looksLikeNumber } from './cells.ts';
import type { Columns, Use } from './columns.ts';

/** Cells of a column that are looked at: enough to tell what it is. */
const ENOUGH = 500;

/** Finds columns that are not used although they look like numbers or names, so that none is lost in silence. */
export class Unused {
  readonly #columns: Columns;
  readonly #watched: { at: number; filled: number; numbers: number; names: number }[];

  /** @param uses what each column is taken for */
  constructor(columns: Columns, uses: readonly Use[]) {
    this.#columns = columns;
    this.#watched = columns.headings.flatMap((_, at) =>
      (uses[at] ?? '') === '' ? [{ at, filled: 0, numbers: 0, names: 0 }] : [],
    );
  }

  look(cells: readonly string[]): void {
    for (const column of this.#watched) {
      const cell = cells[column.at];
      if (!cell || column.filled >= ENOUGH || cell.trim() === '') continue;
      column.filled += 1;
      if (looksLikeNumber(cell)) column.numbers += 1;
      else if (looksLikeName(cell)) column.names += 1;
    }
  }

  /** Headings of those whose cells mostly look so. A city looks like a name, and its heading says that it is none. */
  headings(): string[] {
    return this.#watched.flatMap(({ at, filled, numbers, names }) => {
      const isNumber = numbers * 2 >= filled && numbers > 0;
      const isName = names * 2 >= filled && names > 0 && this.#columns.meanings[at] !== 'else';
      return isNumber || isName ? [this.#columns.headings[at] ?? ''] : [];
    });
  }
}
