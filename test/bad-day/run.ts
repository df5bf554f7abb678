import fc from 'fast-check';
import { NO_DISK } from '../support/disk.ts';
import { inMB } from '../support/memory.ts';
import { numbers } from '../support/options.ts';
import { Happened, play, stretches } from './stretch.ts';
import { World } from './world.ts';

// npm run bad-day -- [--stretches N] [--seed N] [--rate N]: so many minutes of a bad hour, each some
// seconds of random faults beside N events a second and then quiet; one app runs through all of them.

/** Longest that main may not answer (ms), and most that it may hold when all is quiet (bytes). */
const BLOCK_MS = 100;
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
const total = {
  longestMs: 0,
  rssBytes: 0,
  firstHeld: 0,
  lastHeld: 0,
  changes: 0,
  calls: 0,
  certain: 0,
};

function note({ figures, calls }: World): void {
  total.longestMs = Math.max(total.longestMs, figures.longestMs);
  total.rssBytes = Math.max(total.rssBytes, figures.rssBytes);
  total.firstHeld ||= figures.heldBytes;
  total.lastHeld = figures.heldBytes;
  total.changes = figures.changes;
  total.calls = calls.mine.length;
  total.certain = calls.mine.filter(({ certain }) => certain).length;
}

const details = await fc.check(
  fc.asyncProperty(stretches, async (faults) => {
    world ??= await World.start(options.rate, options.seed);
    played += 1;
    const wrongs = await play(world, faults, happened).catch((error: unknown) => [String(error)]);
    const { longestMs, heldBytes } = world.figures;
    if (longestMs > BLOCK_MS) wrongs.push(`main did not answer for ${Math.round(longestMs)} ms`);
    if (heldBytes > HELD_BYTES) wrongs.push(`main holds ${inMB(heldBytes)}`);
    note(world);
    process.stdout.write(
      `${played}: ${faults.map(({ what }) => what).join(', ')}; ${Math.round(longestMs)} ms, ${inMB(heldBytes)}${wrongs.map((wrong) => `\n   WRONG ${wrong}`).join('')}\n`,
    );
    if (wrongs.length === 0) return;
    // What shrinks it begins from a world in which nothing has gone wrong yet.
    await world.stop();
    world = undefined;
    throw new Error(wrongs.join('\n'));
  }),
  { numRuns: options.stretches, seed: options.seed, endOnFailure: false },
);
const said = world?.said ?? [];
await world?.stop();

process.stdout.write(`\nfault | times\n`);
for (const [what, times] of [...happened.counts].sort(([a], [b]) => a.localeCompare(b)))
  process.stdout.write(`${what} | ${times}\n`);
process.stdout.write(
  `\n${played} stretches, seed ${options.seed}, ${((performance.now() - began) / 60_000).toFixed(1)} min\n` +
    `longest block of main ${Math.round(total.longestMs)} ms\n` +
    `rss at most ${inMB(total.rssBytes)}; held when quiet ${inMB(total.firstHeld)} first, ${inMB(total.lastHeld)} last\n` +
    `${total.changes} changes of the table; ${total.calls} calls of mine, ${total.certain} seen whole, each in the history once\n` +
    `${said.length} things said\n`,
);
if (details.failed) {
  process.stdout.write(`${fc.defaultReportMessage(details) ?? ''}\n`);
  process.exitCode = 1;
}
process.exit();
