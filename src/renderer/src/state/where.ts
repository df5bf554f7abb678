import { queueOf } from '@shared/calls/queue.ts';
import type { Row } from '@shared/calls/rows.ts';
import type { Where } from '@shared/settings/table.ts';

/** Whether two choices of lines are the same. */
export const sameWhere = (a: Where, b: Where): boolean =>
  a === b ||
  (a.queue === b.queue &&
    a.overSec === b.overSec &&
    a.mine === b.mine &&
    a.states.join() === b.states.join());

/** Whether a line is among those. @param nowMs by the PBX's clock */
export const isAmong = (
  row: Row,
  { states, queue, overSec, mine }: Where,
  nowMs: number,
): boolean =>
  (states.length === 0 || states.includes(row.status)) &&
  (queue === '' || queueOf(row) === queue) &&
  (overSec === 0 || nowMs - row.sinceMs >= overSec * 1000) &&
  (!mine || row.mine);
