import type { App } from './app.ts';

/** Runs something, and returns the longest that main did not answer meanwhile (ms). */
export async function longestBlock(of: App, during: () => Promise<void>): Promise<number> {
  await of.electron.evaluate(() => {
    const probe = { longest: 0, last: performance.now() };
    Object.assign(globalThis, { probe });
    setInterval(() => {
      const now = performance.now();
      probe.longest = Math.max(probe.longest, now - probe.last - 10);
      probe.last = now;
    }, 10);
  });
  await during();
  return of.electron.evaluate(
    () => (globalThis as unknown as { probe: { longest: number } }).probe.longest,
  );
}
