import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes the program still holds once all garbage is collected: heap and buffers. */
export async function heldBytes(): Promise<number> {
  // Twice, with a turn between: what finalizers let go is garbage of the second round.
  for (let i = 0; i < 2; i += 1) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Open handles and timers of the program, by kind. */
export function openResources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** What is open beyond what was open `before`. */
function openedSince(before: Readonly<Record<string, number>>): string[] {
  return Object.entries(openResources())
    .filter(([kind, count]) => count > (before[kind] ?? 0))
    .map(([kind, count]) => `${kind}: ${count}, not ${before[kind] ?? 0}`);
}

/** What stays open beyond what was open `before`, once what is closing had time to (ms). */
export async function leftOpenSince(
  before: Readonly<Record<string, number>>,
  patienceMs = 15_000,
): Promise<string[]> {
  const endMs = performance.now() + patienceMs;
  for (;;) {
    const opened = openedSince(before);
    if (opened.length === 0 || performance.now() > endMs) return opened;
    // Unlike expect.poll it has no timer of its own, which would be one too many.
    await new Promise((resolve) => setTimeout(resolve, 20).unref());
  }
}

/**
 * Bytes held more after `act` than before, the least of some rounds, of which there are no more than
 * one once that is below `enough`. What leaks does so in each round; the collector's noise does not.
 */
export async function leastGrowth(
  rounds: number,
  enough: number,
  act: () => void | Promise<void>,
): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < rounds && least >= enough; round += 1) {
    const before = await heldBytes();
    await act();
    least = Math.min(least, (await heldBytes()) - before);
  }
  return least;
}

/** Least-squares slope of `ys` over `xs`. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const top = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const bottom = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return bottom === 0 ? 0 : top / bottom;
}

export const inMB = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
