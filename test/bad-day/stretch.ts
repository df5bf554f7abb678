import fc from 'fast-check';
import { KINDS, type Mend } from './faults.ts';
import type { World } from './world.ts';

/** One fault of a stretch: what, when it begins (ms), and how long it lasts (ms). */
export interface Fault {
  readonly what: string;
  readonly atMs: number;
  readonly forMs: number;
  readonly n: number;
}

/** ms that a stretch has for faults to begin, and that one lasts at most. */
const BEGINS_MS = 3_000;
const LASTS_MS = 3_000;
/** ms between two changes of a setting, and between two calls of mine. */
const CHANGE_MS = 400;
const CALL_MS = 900;

/** Random stretches, which shrink to fewer, shorter and earlier faults. */
export const stretches: fc.Arbitrary<readonly Fault[]> = fc.array(
  fc.record({
    what: fc.oneof(
      ...Object.entries(KINDS).map(([what, { weight }]) => ({
        weight,
        arbitrary: fc.constant(what),
      })),
    ),
    atMs: fc.nat(BEGINS_MS),
    forMs: fc.nat(LASTS_MS),
    n: fc.nat(1_000_000),
  }),
  { minLength: 1, maxLength: 7 },
);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Faults of one stretch as they happened: one that finds what it needs taken does not happen. */
export class Happened {
  readonly counts = new Map<string, number>();

  async play(world: World, faults: readonly Fault[]): Promise<void> {
    const taken = new Set<string>();
    const all = faults.map(async ({ what, atMs, forMs, n }) => {
      await pause(atMs);
      const kind = KINDS[what];
      if (!kind || kind.takes.some((thing) => taken.has(thing))) return;
      kind.takes.forEach((thing) => taken.add(thing));
      this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
      const mend: Mend = await kind.begin(world, n);
      await pause(forMs);
      await mend();
      kind.takes.forEach((thing) => taken.delete(thing));
    });
    await Promise.all(all);
  }
}

/** Calls and a person's changes while faults happen, until `over`. */
async function live(world: World, over: Promise<void>): Promise<void> {
  let isOver = false;
  const end = (): void => void (isOver = true);
  over.then(end, end);
  const calls = (async () => {
    for (let i = 0; !isOver; i += 1) {
      await world.calls.toMe(i % 2 === 0);
      await pause(CALL_MS);
    }
  })();
  while (!isOver) {
    // While it is started again nobody is there to take it.
    await world.change().catch(() => undefined);
    await pause(CHANGE_MS);
  }
  await calls;
}

/**
 * Plays one stretch: faults beside a busy PBX, then all is mended and nobody new calls.
 * @returns what is wrong when all had time to heal
 */
export async function play(
  world: World,
  faults: readonly Fault[],
  happened: Happened,
): Promise<string[]> {
  world.calls.begin();
  const over = happened.play(world, faults);
  await Promise.all([over, live(world, over)]);
  world.calls.rest();
  world.proxy.cutAfter.length = 0;
  // What was put in the file's place is gone with the next change; else all heals by itself.
  if (faults.some(({ what }) => KINDS[what]?.takes.includes('settings'))) await world.change();
  return world.wrongs();
}
