/** What a whole list means for one key of a table. */
export interface ListReader<K, V> {
  /**
   * A row of the list. `before` is what the table has, `written` the columns that events wrote since
   * the list was asked for: the list may be older than they are.
   */
  row(key: K, before: V | undefined, row: V, written: ReadonlySet<string> | undefined): void;
  /** The list does not have this one, and should: it is gone. */
  missing(key: K): void;
}

export interface SnapshotTableOptions {
  /** How many ended keys are remembered (20,000 unless said otherwise). */
  readonly tombstones?: number;
  /**
   * Whether an ended key may come back (a phone registers again), and a list that was asked for
   * afterwards may say so. Else it is gone for good, as the uuid of a channel is.
   */
  readonly returns?: boolean;
}

/** Enough for the ends of some minutes at a busy PBX. */
const TOMBSTONES = 20_000;

/**
 * What a PBX lists, kept up by its events: the list and the events come by two ways, and neither
 * may take back what the other knows better. Deterministic: no clock, no I/O.
 *
 * - **Epochs** count the lists asked for. A key born of an event since the last but one may miss in
 *   the list that comes.
 * - **Tombstones**: a key that ended stays known as ended, for a list (or an event) that lags.
 * - **Written columns**: while a list is under way, which columns of which key events wrote.
 *
 * It says nothing of what a row is or what changed: its owner does (calls/table.ts, row-table.ts).
 */
export class SnapshotTable<K, V> {
  readonly #rows = new Map<K, V>();
  /** Key → the epoch in which it ended. */
  readonly #ended = new Map<K, number>();
  /** Key → the epoch in which an event created it. */
  readonly #born = new Map<K, number>();
  readonly #most: number;
  readonly #returns: boolean;
  #epoch = 0;
  /** While a list is under way: key → columns that events wrote since it was asked for. */
  #written: Map<K, Set<string>> | undefined;

  constructor({ tombstones = TOMBSTONES, returns = false }: SnapshotTableOptions = {}) {
    this.#most = tombstones;
    this.#returns = returns;
  }

  get size(): number {
    return this.#rows.size;
  }
  get(key: K): V | undefined {
    return this.#rows.get(key);
  }
  keys(): IterableIterator<K> {
    return this.#rows.keys();
  }
  values(): IterableIterator<V> {
    return this.#rows.values();
  }
  /** Whether a key is known to have ended. */
  hasEnded(key: K): boolean {
    return this.#ended.has(key);
  }

  set(key: K, row: V): void {
    this.#rows.set(key, row);
  }

  /** An event says that a key exists from now on: the list under way may miss it. */
  born(key: K): void {
    this.#born.set(key, this.#epoch);
    if (this.#returns) this.#ended.delete(key);
  }

  /** An event wrote these columns; one that is undefined was not written. */
  wrote(key: K, ...writes: readonly (object | undefined)[]): void {
    if (!this.#written) return;
    let columns = this.#written.get(key);
    if (!columns) this.#written.set(key, (columns = new Set()));
    for (const written of writes)
      for (const [column, value] of Object.entries(written ?? {}))
        if (value !== undefined) columns.add(column);
  }

  /** A key is gone, and known to be. Returns whether it was there. */
  end(key: K): boolean {
    // Anew, so that the youngest stay.
    this.#ended.delete(key);
    this.#ended.set(key, this.#epoch);
    keepYoungest(this.#ended, this.#most);
    return this.delete(key);
  }

  /** Takes a key out without remembering it as ended. Returns whether it was there. */
  delete(key: K): boolean {
    this.#born.delete(key);
    return this.#rows.delete(key);
  }

  /** The whole list is asked for from now on. */
  listing(): void {
    this.#epoch += 1;
    this.#written = new Map();
  }

  /** The PBX is out of reach: nothing born before is too young to be missed by the next list. */
  lost(): void {
    this.#written = undefined;
    this.#epoch += 2;
  }

  /** The whole list came. `read` stores what is to be stored. */
  listed(rows: Iterable<V>, keyOf: (row: V) => K, read: ListReader<K, V>): void {
    const seen = new Set<K>();
    const written = this.#written;
    this.#written = undefined;
    for (const row of rows) {
      const key = keyOf(row);
      if (this.#isPast(key) || seen.has(key)) continue;
      seen.add(key);
      read.row(key, this.#rows.get(key), row, written?.get(key));
    }
    for (const key of [...this.#rows.keys()])
      if (!seen.has(key) && !this.#isYoung(this.#born.get(key))) read.missing(key);
  }

  /** Whether a list that has this key lags: it ended, for good or since the list was asked for. */
  #isPast(key: K): boolean {
    const ended = this.#ended.get(key);
    return ended !== undefined && (!this.#returns || this.#isYoung(ended));
  }

  /** Whether something happened since the last but one list was asked for. */
  #isYoung(epoch: number | undefined): boolean {
    return epoch !== undefined && epoch >= this.#epoch - 1;
  }
}

/** Drops the oldest of a set or map until at most `most` are left. */
export function keepYoungest<K>(set: Set<K> | Map<K, unknown>, most: number): void {
  for (const oldest of set.keys()) {
    if (set.size <= most) return;
    set.delete(oldest);
  }
}
