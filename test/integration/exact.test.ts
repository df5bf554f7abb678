import fc from 'fast-check';
import { expect, it } from 'vitest';
import { worlds } from '../exact/steps.ts';
import { playSites, worldsOfSites } from '../exact/sites.ts';
import { play } from '../exact/world.ts';

/** The long runs are npm run exact -- --worlds 10000, and --sites. */
const WORLDS = 200;
const WORLDS_OF_SITES = 25;

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

it(
  `is exact over three PBXes that give their legs the same uuids, in ${WORLDS_OF_SITES} worlds`,
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(worldsOfSites, fc.nat(1_000_000), async (three, seed) => {
        expect(await playSites(three, seed)).toEqual([]);
      }),
      { numRuns: WORLDS_OF_SITES },
    );
  },
);
