import type { Row } from '@shared/calls/rows.ts';
import type { SiteId } from '@shared/domain/site.ts';
import { wordsOf } from '@shared/domain/fold.ts';
import { EVERYWHERE, type TableSettings, type Where } from '@shared/settings/table.ts';
import { COLUMN, matches, type ShownName } from './columns.ts';
import { isAmong, sameWhere } from './where.ts';

/** ms by the clock of a site's PBX. */
export type NowOf = (site: SiteId) => number;

/** How lines are chosen and ordered. */
export type Ordering = Pick<TableSettings, 'sortBy' | 'descending' | 'filter' | 'mineFirst'> & {
  /** The one site whose lines are shown; '' or left out for all. */
  readonly site?: SiteId;
  readonly where?: Where;
};

/** Whether two orderings choose and order lines alike. */
export const sameOrdering = (a: Ordering, b: Ordering): boolean =>
  a.sortBy === b.sortBy &&
  a.descending === b.descending &&
  a.filter === b.filter &&
  a.mineFirst === b.mineFirst &&
  (a.site ?? '') === (b.site ?? '') &&
  sameWhere(a.where ?? EVERYWHERE, b.where ?? EVERYWHERE);

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** The name as the PBX sent it, where nobody knows another. */
const SENT: ShownName = ({ name }) => name;

/** Compares two lines: mine first, then by the column, then by age so that equals never swap. */
function comparer(ordering: Ordering, named: ShownName = SENT): (a: Row, b: Row) => number {
  const sign = ordering.descending ? -1 : 1;
  const { sort, text } = COLUMN[ordering.sortBy];
  const compare = sort
    ? (a: Row, b: Row) => sort(a) - sort(b)
    : (a: Row, b: Row) => collator.compare(text(a, named), text(b, named));
  return (a, b) => {
    if (ordering.mineFirst) {
      if (a.ringsForMe !== b.ringsForMe) return a.ringsForMe ? -1 : 1;
      if (a.mine !== b.mine) return a.mine ? -1 : 1;
    }
    return (
      sign * compare(a, b) ||
      a.lead.createdMs - b.lead.createdMs ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
    );
  };
}

function fitting(ordering: Ordering, named: ShownName, nowOf: NowOf): (row: Row) => boolean {
  const words = wordsOf(ordering.filter);
  const { site = '', where = EVERYWHERE } = ordering;
  return (row) =>
    (site === '' || row.site === site) &&
    isAmong(row, where, nowOf(row.site)) &&
    (words.length === 0 || matches(row, words, named));
}

/**
 * The lines as they are to stand.
 * @param named what a party is called here: the names that the lines show
 * @param nowOf for those of an age
 */
export function arrange(
  rows: ReadonlyMap<string, Row>,
  ordering: Ordering,
  named: ShownName = SENT,
  nowOf: NowOf = () => 0,
): string[] {
  return sorted([...rows.values()].filter(fitting(ordering, named, nowOf)), ordering, named);
}

const sorted = (rows: Row[], ordering: Ordering, named: ShownName): string[] =>
  rows.sort(comparer(ordering, named)).map((row) => row.id);

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
  named: ShownName = SENT,
  nowOf: NowOf = () => 0,
): string[] {
  if (changed.size > MANY) return arrange(rows, ordering, named, nowOf);
  const compare = comparer(ordering, named);
  const fits = fitting(ordering, named, nowOf);
  const result = previous.filter((id) => rows.has(id) && !changed.has(id));
  for (const id of changed) {
    const row = rows.get(id);
    if (!row || !fits(row)) continue;
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
  named: ShownName = SENT,
  nowOf: NowOf = () => 0,
): string[] {
  const here = new Set(previous);
  const fits = fitting(ordering, named, nowOf);
  const added = [...rows.values()].filter((row) => !here.has(row.id) && fits(row));
  return [...previous, ...sorted(added, ordering, named)];
}
