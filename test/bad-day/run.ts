import fc from 'fast-check';
import { NO_DISK } from '../support/disk.ts';
import { inMB } from '../support/memory.ts';
import { numbers } from '../support/options.ts';
import { MANY } from './faults.ts';
import { Happened, play, stretches } from './stretch.ts';
import { World } from './world.ts';

// npm run bad-day -- [--stretches N] [--seed N] [--rate N]: so many minutes of a bad hour, each some
// seconds of random faults beside N events a second and then quiet; one app runs through all of them.

/**
 * Longest that main may not answer (ms); longer where 50,000 legs come at once and are gone with the
 * next list. Most that it may hold when all is quiet (bytes).
 */
const BLOCK_MS = 100;
const FLOOD_BLOCK_MS = 300;
const HELD_BYTES = 64 * 1024 * 1024;

if (NO_DISK !== '') {
  process.stderr.write(`A bad day ${NO_DISK}: it fills a small disk of its own.\n`);
  process.exit(2);
}
const options = numbers(process.argv.slice(2), {
  stretches: 60,
  seed: Date.now() % 1_000_000,
  rate: 200,
});
process.stdout.write(`seed ${options.seed}\n`);
const happened = new Happened();
const began = performance.now();
let world: World | undefined;
let played = 0;
const blocks = { ordinary: 0, flood: 0 };
const memory = { rss: 0, first: 0, last: 0 };

/** Most plays that look for a smaller list of faults. */
const SHRINKS = 12;
let shrinks = -1;

const details = await fc.check(
  fc.asyncProperty(stretches, async (faults) => {
    if (shrinks >= 0 && ++shrinks > SHRINKS) return;
    world ??= await World.start(options.rate, options.seed);
    played += 1;
    const wrongs = await play(world, faults, happened).catch((error: unknown) => [String(error)]);
    const { longestMs, heldBytes, rssBytes } = world.figures;
    const kind = faults.some(({ what }) => what === MANY) ? 'flood' : 'ordinary';
    if (longestMs > (kind === 'flood' ? FLOOD_BLOCK_MS : BLOCK_MS))
      wrongs.push(`main did not answer for ${Math.round(longestMs)} ms`);
    if (heldBytes > HELD_BYTES) wrongs.push(`main holds ${inMB(heldBytes)}`);
    blocks[kind] = Math.max(blocks[kind], longestMs);
    memory.rss = Math.max(memory.rss, rssBytes);
    memory.first ||= heldBytes;
    memory.last = heldBytes;
    process.stdout.write(
      `${played}: ${faults.map(({ what }) => what).join(', ')}; ${Math.round(longestMs)} ms, ${inMB(heldBytes)}${wrongs.map((wrong) => `\n   WRONG ${wrong}`).join('')}\n`,
    );
    if (wrongs.length === 0) return;
    // What shrinks it begins from a world in which nothing has gone wrong yet.
    await world.stop();
    world = undefined;
    if (shrinks < 0) shrinks = 0;
    throw new Error(wrongs.join('\n'));
  }),
  { numRuns: options.stretches, seed: options.seed, endOnFailure: false },
);
await world?.stop();

process.stdout.write(`\nfault | times\n`);
for (const [what, times] of [...happened.counts].sort(([a], [b]) => a.localeCompare(b)))
  process.stdout.write(`${what} | ${times}\n`);
process.stdout.write(
  `\n${played} stretches, seed ${options.seed}, ${((performance.now() - began) / 60_000).toFixed(1)} min\n` +
    `longest block of main ${Math.round(blocks.ordinary)} ms, with 50,000 legs ${Math.round(blocks.flood)} ms\n` +
    `rss at most ${inMB(memory.rss)}; held when quiet ${inMB(memory.first)} first, ${inMB(memory.last)} last\n`,
);
if (world) {
  const { figures, calls } = world;
  const whole = calls.mine.filter(({ certain }) => certain).length;
  process.stdout.write(
    `${figures.changes} changes of the table, ${figures.said} things said; ` +
      `${calls.mine.length} calls of mine, ${whole} seen whole and each in the history once\n`,
  );
}
if (details.failed) {
  process.stdout.write(`${fc.defaultReportMessage(details) ?? ''}\n`);
  process.exitCode = 1;
}
process.exit();
