import type { RowStatus } from '@shared/calls/rows.ts';
import type { Limits } from '@shared/settings/table.ts';

/** Part of a limit from which on it is near. */
const NEAR = 0.75;

/** How much of its limit (0 to 1) a time has used, and what that means. */
export interface Use {
  readonly part: number;
  readonly level: '' | 'near' | 'past';
}

/** The limit (s) of a state that somebody set; 0 for none. */
export function limitOf(status: RowStatus, limits: Limits): number {
  switch (status) {
    case 'waiting':
    case 'talking':
    case 'held':
    case 'ringing':
      return limits[status];
    default:
      return 0;
  }
}

/** @param ms in the state @param limitSec above 0 */
export function useOf(ms: number, limitSec: number): Use {
  const part = Math.max(0, Math.min(1, ms / 1000 / limitSec));
  return { part, level: part >= 1 ? 'past' : part >= NEAR ? 'near' : '' };
}
