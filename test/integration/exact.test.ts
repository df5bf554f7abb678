import fc from 'fast-check';
import { expect, it } from 'vitest';
import { worlds } from '../exact/steps.ts';
import { play } from '../exact/world.ts';

/** The long run is npm run exact -- --worlds 10000. */
const WORLDS = 200;

it(
  `is exact after quiet, in ${WORLDS} random worlds over a network that fails`,
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.nat(1_000_000), async (world, seed) => {
        expect(await play(world, seed)).toEqual([]);
      }),
      { numRuns: WORLDS },
    );
  },
);
