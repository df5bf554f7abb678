import { matches, sortKey, type Row } from '@shared/calls/rows.ts';
import type { TableSettings } from '@shared/settings/settings.ts';

/** How lines are chosen and ordered. */
export type Ordering = Pick<TableSettings, 'sortBy' | 'descending' | 'filter' | 'mineFirst'>;

/** Whether two orderings choose and order lines alike. */
export const sameOrdering = (a: Ordering, b: Ordering): boolean =>
  a.sortBy === b.sortBy &&
  a.descending === b.descending &&
  a.filter === b.filter &&
  a.mineFirst === b.mineFirst;

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Compares two lines: mine first, then by the column, then by age so that equals never swap. */
function comparer(ordering: Ordering): (a: Row, b: Row) => number {
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

const fits = (row: Row, ordering: Ordering): boolean =>
  ordering.filter === '' || matches(row, ordering.filter);

/** The lines as they are to stand. */
export function arrange(rows: ReadonlyMap<string, Row>, ordering: Ordering): string[] {
  const chosen = [...rows.values()].filter((row) => fits(row, ordering));
  return sorted(chosen, ordering);
}

const sorted = (rows: Row[], ordering: Ordering): string[] =>
  rows.sort(comparer(ordering)).map((row) => row.id);

/** Changed lines from which on sorting all is cheaper than to look for a place for each. */
const MANY = 300;

/**
 * The lines as they are to stand after some changed; all others stand as in `previous`. A busy PBX
 * changes some lines in each frame, out of thousands: only those are looked for a place.
 */
export function replace(
  rows: ReadonlyMap<string, Row>,
  ordering: Ordering,
  previous: readonly string[],
  changed: ReadonlySet<string>,
): string[] {
  if (changed.size > MANY) return arrange(rows, ordering);
  const compare = comparer(ordering);
  const result = previous.filter((id) => rows.has(id) && !changed.has(id));
  for (const id of changed) {
    const row = rows.get(id);
    if (!row || !fits(row, ordering)) continue;
    let [low, high] = [0, result.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = rows.get(result[middle] ?? '');
      if (other && compare(other, row) < 0) low = middle + 1;
      else high = middle;
    }
    result.splice(low, 0, id);
  }
  return result;
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
  const added = [...rows.values()].filter((row) => !here.has(row.id) && fits(row, ordering));
  return [...previous, ...sorted(added, ordering)];
}
