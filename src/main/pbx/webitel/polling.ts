/** How much goes on, and whether anybody looks: a call of mine is up; nothing of mine; no window seen. */
export type Attention = 'busy' | 'idle' | 'hidden';

/**
 * ms from one list to the next. My own calls are promised within 1 s (docs/webitel.md): where no
 * socket tells of them, only lists do, whether anybody looks or not. Other people's calls are promised
 * within 2 s while the window is seen.
 */
const PERIOD_MS: Readonly<Record<Attention, { readonly told: number; readonly untold: number }>> = {
  busy: { told: 800, untold: 800 },
  idle: { told: 1_600, untold: 800 },
  hidden: { told: 4_000, untold: 800 },
};
/** A slow server is asked less often: at most half of its time goes into our lists. */
const SHARE = 2;
const LONGEST_PERIOD_MS = 15_000;
/** ms between the end of a list and the next, at the least. */
const SHORTEST_WAIT_MS = 50;

/**
 * ms to wait after a list before the next.
 * @param told whether events of my own calls come by a socket
 * @param answerMs ms the last lists took to be answered
 */
export function waitAfterList(attention: Attention, told: boolean, answerMs: number): number {
  const wanted = PERIOD_MS[attention][told ? 'told' : 'untold'];
  const period = Math.min(LONGEST_PERIOD_MS, Math.max(wanted, SHARE * answerMs));
  return Math.max(SHORTEST_WAIT_MS, period - answerMs);
}
