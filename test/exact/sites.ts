import fc from 'fast-check';
import type { Difference } from '../support/differences.ts';
import { newTable } from '../../src/renderer/src/state/lines.ts';
import { SiteMirror } from '../../src/renderer/src/state/site-mirror.ts';
import { worlds, type Step } from './steps.ts';
import { World } from './world.ts';

/** The same seed for all: their legs have the same uuids. */
const SITES = ['berlin', 'wien', 'zurich'] as const;
/** Steps after each of which the last site goes down with all its calls, and comes up again. */
const RESTART_EVERY = 15;

/** A world for each site, played at once. */
export const worldsOfSites = fc.tuple(worlds, worlds, worlds);

/**
 * Plays three PBXes at once, of which the window makes one table, and returns what is not the same in it
 * as in the lists of all three once all is quiet.
 */
export async function playSites(
  steps: readonly (readonly Step[])[],
  seed: number,
): Promise<Difference[]> {
  const table = newTable();
  const opened = await Promise.all(SITES.map(() => World.open(seed)));
  const mirrors = SITES.map((id, at) => mirrorOf(id, opened[at]!, table));
  try {
    await Promise.all(mirrors.map((mirror) => mirror.load(() => ['calls', '201', mirror.id])));
    const longest = Math.max(...steps.map(({ length }) => length));
    for (let turn = 0; turn < longest; turn += 1) {
      for (const [at, world] of opened.entries()) {
        const step = steps[at]?.[turn];
        if (step) await world.take(step);
      }
      if (turn % RESTART_EVERY === RESTART_EVERY - 1) await opened.at(-1)?.restart();
    }
    await Promise.all(opened.map((world) => world.settle()));
    // What the last events changed is on its way to the window until the next batch.
    for (const world of opened) world.monitor.snapshot();
    return opened.flatMap((world, at) => {
      const rows = [...table.rows.values()].filter(({ site }) => site === SITES[at]);
      return world.differences(rows.flatMap(({ legs }) => legs));
    });
  } finally {
    await Promise.all(opened.map((world) => world.close()));
  }
}

/** What the window has of a site, by the batches that main would send it. */
function mirrorOf(id: string, world: World, into: ReturnType<typeof newTable>): SiteMirror {
  const snapshot = () => Promise.resolve(world.monitor.snapshot());
  const mirror = new SiteMirror(id, into, snapshot);
  world.monitor.onDelta(({ seq, changed, gone, pbxNowMs }) => {
    mirror.take({ site: id, seq, changed: [...changed], gone: [...gone], pbxNowMs });
  });
  return mirror;
}
