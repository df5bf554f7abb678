/** What the benchmarks' PBX is told; it answers each. */
export type PbxOrder =
  /** Has so many answered calls, and one of mine if `mine`; listens from now on. */
  | { readonly do: 'start'; readonly calls: number; readonly mine: boolean; readonly port: number }
  /** Recorded calls come and go side by side, so many events a second; 0 stops. */
  | { readonly do: 'traffic'; readonly perSecond: number }
  /** Renames the callers of the oldest calls in turn, to `mark N`; answers with when. */
  | { readonly do: 'mark'; readonly perSecond: number; readonly ms: number }
  /** Which commands came, and when. */
  | { readonly do: 'commands' };

/** Whose phone the app is; the recorded calls are 201's. */
export const MY_EXTENSION = '299';

/** When something happened, ms since the epoch by the system's clock, to some 0.05 ms. */
export interface Stamp {
  readonly what: string;
  readonly atMs: number;
}

/**
 * A process's own fine clock, set by the system's coarse one, which all processes share: two
 * processes' fine clocks begin at different moments and may drift apart.
 */
export function synchronizedClock(): () => number {
  const fine = (): number => performance.timeOrigin + performance.now();
  const began = Date.now();
  let tick = Date.now();
  while (tick === began) tick = Date.now();
  const ahead = fine() - tick;
  return () => fine() - ahead;
}
