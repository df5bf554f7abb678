import {
  EVERYWHERE,
  type SavedView,
  type TableSettings,
  type Where,
} from '@shared/settings/table.ts';
import type { Row } from '@shared/calls/rows.ts';
import type { NowOf } from '../../state/order.ts';
import { isAmong, sameWhere } from '../../state/where.ts';

/** s from which on a call is a long one. */
const LONG_SEC = 600;

const view = (name: string, where: Partial<Where>): SavedView => ({
  name,
  filter: '',
  where: { ...EVERYWHERE, ...where },
});

/** Views that are always there; saved ones come behind them. */
export const VIEWS: readonly SavedView[] = [
  view('All', {}),
  view('Waiting', { states: ['waiting'] }),
  view('On hold', { states: ['held'] }),
  view('Over 10 min', { overSec: LONG_SEC }),
  view('Mine', { mine: true }),
];

/** Whether the table shows a view. One without words of its own leaves those in the filter alone. */
export const isShown = (one: SavedView, { where, filter }: TableSettings): boolean =>
  sameWhere(one.where, where) && (one.filter === '' || one.filter === filter);

/** How many lines each view would have, by its states and ages alone. @param nowOf ms by the clock of a site's PBX */
export function countsOf(
  views: readonly SavedView[],
  rows: Iterable<Row>,
  nowOf: NowOf,
): readonly number[] {
  const counts = views.map(() => 0);
  for (const row of rows)
    views.forEach(({ where }, at) => {
      if (isAmong(row, where, nowOf(row.site))) counts[at] = (counts[at] ?? 0) + 1;
    });
  return counts;
}
