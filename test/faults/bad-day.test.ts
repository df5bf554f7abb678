import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Happened, play, stretches } from '../bad-day/stretch.ts';
import { World } from '../bad-day/world.ts';
import { NO_DISK } from '../support/disk.ts';

/** Of the random stretches of npm run bad-day two that have a bit of everything. */
const SEED = 7_689;
const STRETCHES = fc.sample(stretches, { seed: SEED, numRuns: 2 });
/** Events a second. */
const RATE = 200;
/** ms that main may not answer here, a shared machine's own pauses with it; the long run holds to 100. */
const BLOCK_MS = 200;

describe.skipIf(NO_DISK !== '')(`a bad day${NO_DISK && ` (${NO_DISK})`}`, () => {
  let world: World;
  beforeAll(async () => void (world = await World.start(RATE, SEED)));
  afterAll(() => world.stop());

  it.each(STRETCHES.map((faults) => [faults.map(({ what }) => what).join(', '), faults] as const))(
    'leaves all as it should be: %s',
    { timeout: 300_000 },
    async (_what, faults) => {
      const happened = new Happened();
      expect(await play(world, faults, happened)).toEqual([]);
      expect(happened.counts.size).toBe(faults.length);
      expect(world.figures.longestMs).toBeLessThan(BLOCK_MS);
      // What is compared is not nothing.
      expect(world.calls.mine.some(({ certain }) => certain)).toBe(true);
    },
  );
});
