import { RowTable, type RowChange } from '../tables/row-table.ts';
import type { BoardEvent } from './event.ts';
import { keyOf, MAX_ROWS, PARTS, type AnyRow, type Part } from './rows.ts';

/** A change, and of which part. */
export type BoardChange = RowChange & { readonly part: Part };

/** The uuid of a member is used once; all others may come back. */
const RETURNS: Readonly<Record<Part, boolean>> = {
  agents: true,
  queues: true,
  tiers: true,
  members: false,
  registrations: true,
};

/** Agents, queues, tiers, members and registrations of one PBX: the same truth as its channels. */
export class BoardTables {
  readonly #tables = Object.fromEntries(
    PARTS.map((part) => [part, new RowTable((row) => keyOf(part, row), MAX_ROWS, RETURNS[part])]),
  ) as Record<Part, RowTable>;
  readonly #lacks = new Map<Part, string>();

  rows(part: Part): IterableIterator<AnyRow> {
    return this.#tables[part].values();
  }
  get(part: Part, key: string): AnyRow | undefined {
    return this.#tables[part].get(key);
  }
  /** Why a part cannot be read; '' where it can. */
  lack(part: Part): string {
    return this.#lacks.get(part) ?? '';
  }

  /** Applies one event, and says which rows changed. */
  apply(event: BoardEvent): BoardChange[] {
    if (event.kind === 'lost') {
      for (const part of PARTS) this.#tables[part].lost();
      return [];
    }
    if (!('part' in event)) return [];
    const { part } = event;
    return this.#changes(event).map((change) => ({ ...change, part }));
  }

  #changes(event: Extract<BoardEvent, { part: Part }>): RowChange[] {
    const table = this.#tables[event.part];
    switch (event.kind) {
      case 'listing':
        table.listing();
        return [];
      case 'listed':
        return table.listed(event.rows);
      case 'born':
        return table.born(event.row);
      case 'patch':
        return table.patch(event.key, event.change);
      case 'gone':
        return table.end(event.key);
      case 'lacks':
        this.#lacks.set(event.part, event.why);
        return [];
    }
  }
}
