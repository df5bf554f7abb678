import { matches, sortKey, type Row } from '@shared/calls/rows.ts';
import type { TableSettings } from '@shared/domain/settings.ts';

/** How lines are chosen and ordered. */
export type Ordering = Pick<TableSettings, 'sortBy' | 'descending' | 'filter' | 'mineFirst'>;

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Compares two lines: mine first, then by the column, then by age so that equals never swap. */
export function comparer(ordering: Ordering): (a: Row, b: Row) => number {
  const sign = ordering.descending ? -1 : 1;
  return (a, b) => {
    if (ordering.mineFirst) {
      if (a.ringsForMe !== b.ringsForMe) return a.ringsForMe ? -1 : 1;
      if (a.mine !== b.mine) return a.mine ? -1 : 1;
    }
    const x = sortKey(a, ordering.sortBy);
    const y = sortKey(b, ordering.sortBy);
    const way =
      typeof x === 'number' && typeof y === 'number'
        ? x - y
        : collator.compare(String(x), String(y));
    return (
      sign * way || a.lead.createdMs - b.lead.createdMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
    );
  };
}

/** The lines as they are to stand. `previous` (ids) makes sorting what hardly changed cheap. */
export function arrange(
  rows: ReadonlyMap<string, Row>,
  ordering: Ordering,
  previous: readonly string[],
): string[] {
  const seen = new Set<string>();
  const chosen: Row[] = [];
  const take = (row: Row | undefined): void => {
    if (!row || seen.has(row.id)) return;
    seen.add(row.id);
    if (ordering.filter === '' || matches(row, ordering.filter)) chosen.push(row);
  };
  for (const id of previous) take(rows.get(id));
  for (const row of rows.values()) take(row);
  return chosen.sort(comparer(ordering)).map((row) => row.id);
}

/**
 * The order while a pointer rests on the table: nothing moves under it. Lines that are gone stay
 * where they were, new ones are added at the end.
 */
export function hold(
  rows: ReadonlyMap<string, Row>,
  ordering: Ordering,
  previous: readonly string[],
): string[] {
  const here = new Set(previous);
  const added = arrange(rows, ordering, []).filter((id) => !here.has(id));
  return added.length === 0 ? [...previous] : [...previous, ...added];
}
