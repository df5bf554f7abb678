import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { Stopwatch } from '../support/stopwatch.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it('counts what the process waits for', async () => {
  // Several, for a machine may keep any one of them from running.
  const counted: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    const watch = new Stopwatch();
    await pause(60);
    counted.push(watch.stop());
  }
  expect(Math.max(...counted)).toBeGreaterThanOrEqual(55);
});

it('counts what the process computes', () => {
  const watch = new Stopwatch();
  const cpu = process.cpuUsage();
  while (process.cpuUsage(cpu).user < 200_000);
  expect(watch.stop()).toBeGreaterThan(150);
});

it('does not count what keeps it from running', () => {
  const watch = new Stopwatch();
  const beganMs = performance.now();
  // No turn of the loop, and no work of this process's: as on a machine with other work.
  execFileSync('/bin/sleep', ['0.5']);
  const keptMs = performance.now() - beganMs;
  expect(watch.stop()).toBeLessThan(keptMs - 100);
});
