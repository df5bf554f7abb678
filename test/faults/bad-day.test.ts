import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Happened, play, stretches } from '../bad-day/stretch.ts';
import { World } from '../bad-day/world.ts';
import { NO_DISK } from '../support/disk.ts';

/** The long run is npm run bad-day. Of its random stretches these are always the same. */
const SEED = 20261128;
const STRETCHES = 2;
/** Events a second. */
const RATE = 200;

describe.skipIf(NO_DISK !== '')(`a bad day${NO_DISK && ` (${NO_DISK})`}`, () => {
  let world: World;
  beforeAll(async () => void (world = await World.start(RATE, SEED)));
  afterAll(() => world.stop());

  it.each(fc.sample(stretches, { seed: SEED, numRuns: STRETCHES }))(
    'leaves all as it should be: %j',
    { timeout: 300_000 },
    async (...faults) => {
      const happened = new Happened();
      expect(await play(world, faults, happened)).toEqual([]);
      expect(happened.counts.size).toBeGreaterThan(0);
    },
  );
});
