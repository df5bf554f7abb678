import { SnapshotTable } from './snapshot-table.ts';

type Row = Readonly<Record<string, string>>;

/** What became of a row; `after` is missing when it is gone. */
export interface RowChange {
  readonly key: string;
  readonly before?: Row;
  readonly after?: Row;
}

/**
 * Rows of text that a PBX lists and tells of, by key: agents, queues, members, registrations. Each
 * row is immutable and stays the same reference while nothing of it changed.
 */
export class RowTable {
  readonly #rows: SnapshotTable<string, Row>;
  readonly #keyOf: (row: Row) => string;
  readonly #most: number;

  /**
   * @param most rows taken, the rest are left out
   * @param returns whether an ended key may come back (SnapshotTable)
   */
  constructor(keyOf: (row: Row) => string, most: number, returns: boolean) {
    this.#keyOf = keyOf;
    this.#most = most;
    this.#rows = new SnapshotTable({ returns });
  }

  get size(): number {
    return this.#rows.size;
  }
  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }
  values(): IterableIterator<Row> {
    return this.#rows.values();
  }

  /** A row exists from now on, or is there already and has these columns. */
  born(row: Row): RowChange[] {
    const key = this.#keyOf(row);
    this.#rows.born(key);
    if (this.#rows.hasEnded(key)) return [];
    this.#rows.wrote(key, row);
    return this.#store(key, row);
  }

  patch(key: string, change: Row): RowChange[] {
    const before = this.#rows.get(key);
    if (!before) return [];
    this.#rows.wrote(key, change);
    return this.#store(key, merged(before, change));
  }

  end(key: string): RowChange[] {
    const before = this.#rows.get(key);
    this.#rows.end(key);
    return before ? [{ key, before }] : [];
  }

  listing(): void {
    this.#rows.listing();
  }
  lost(): void {
    this.#rows.lost();
  }

  listed(rows: readonly Row[]): RowChange[] {
    const changes: RowChange[] = [];
    this.#rows.listed(rows, this.#keyOf, {
      row: (key, before, row, written) =>
        changes.push(...this.#store(key, before ? merged(before, row, written) : row)),
      missing: (key) => {
        const before = this.#rows.get(key);
        this.#rows.delete(key);
        if (before) changes.push({ key, before });
      },
    });
    return changes;
  }

  #store(key: string, after: Row): RowChange[] {
    const before = this.#rows.get(key);
    if (after === before || (!before && this.#rows.size >= this.#most)) return [];
    this.#rows.set(key, after);
    return [before ? { key, before, after } : { key, after }];
  }
}

/** The same reference where nothing differs. @param but columns that stay as they are */
function merged(row: Row, change: Row, but?: ReadonlySet<string>): Row {
  let copy: Record<string, string> | undefined;
  for (const column in change) {
    const value = change[column];
    if (value === undefined || value === row[column] || but?.has(column)) continue;
    copy ??= { ...row };
    copy[column] = value;
  }
  return copy ?? row;
}
