const DAY_MS = 24 * 3_600_000;
/** How far the time that is believed follows the clock at once, and how long until it follows again (ms). */
const STEP_MS = 6 * DAY_MS;
const PAUSE_MS = 20 * 3_600_000;

/** The time that is believed for deleting, and what the clock said when it last followed (ms since the epoch). */
export interface Believed {
  readonly timeMs: number;
  readonly steppedMs: number;
}

/**
 * Which time to delete by. A clock that stands a year ahead at one start would have the whole history
 * deleted: so the time that is believed follows the clock by 6 days at most, once in 20 hours. After
 * holidays of a month it is right within five days; a jump of a year takes 61 days of running to be
 * believed, and one that is mended before costs nothing.
 * @param newestMs when the newest record began; undefined where there is none
 * @param nowMs what the clock says
 */
export function believe(
  before: Believed | undefined,
  newestMs: number | undefined,
  nowMs: number,
): Believed {
  // Nothing is known of the clock yet: the records tell when somebody was last here.
  if (!before) return { timeMs: Math.min(nowMs, newestMs ?? nowMs), steppedMs: nowMs };
  if (nowMs <= before.timeMs) return { timeMs: nowMs, steppedMs: nowMs };
  const sinceMs = nowMs - before.steppedMs;
  if (sinceMs >= 0 && sinceMs < PAUSE_MS && nowMs - before.timeMs > PAUSE_MS) return before;
  return { timeMs: Math.min(nowMs, before.timeMs + STEP_MS), steppedMs: nowMs };
}

/** Before when a record must have begun to be deleted: long ago by the clock, and by the newest record. */
export const expiryOf = (days: number, believedMs: number, newestMs: number): number =>
  Math.min(believedMs, newestMs) - days * DAY_MS;
