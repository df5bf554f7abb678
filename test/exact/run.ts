// npm run exact -- --worlds 10000: random worlds on the demo PBX, each compared after quiet; with --sites, on
// three at once that the window makes one table of.
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { playSites, worldsOfSites } from './sites.ts';
import { play } from './world.ts';

const { values } = parseArgs({
  options: {
    worlds: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    sites: { type: 'boolean', default: false },
  },
});
const total = Number(values.worlds);
const seed = Number(values.seed);
let played = 0;
let steps = 0;
const began = performance.now();

const details = await fc.check(
  fc.asyncProperty(worldsOfSites, fc.nat(1_000_000), async (three, pbxSeed) => {
    played += 1;
    if (played % 500 === 0) process.stderr.write(`${played} worlds\n`);
    const [world] = three;
    steps += values.sites ? three.flat().length : world.length;
    const found = values.sites ? await playSites(three, pbxSeed) : await play(world, pbxSeed);
    if (found.length > 0) throw new Error(JSON.stringify(found.slice(0, 5), null, 1));
  }),
  { numRuns: total, seed, endOnFailure: false },
);
const minutes = ((performance.now() - began) / 60_000).toFixed(1);
process.stdout.write(
  `${played} worlds, ${steps} steps, seed ${seed}, ${minutes} min: ${details.failed ? 'NOT the same' : 'the same in all'}\n`,
);
if (details.failed) {
  process.stdout.write(`${fc.defaultReportMessage(details) ?? ''}\n`);
  process.stdout.write(`${String(details.errorInstance)}\n`);
  process.exitCode = 1;
}
process.exit();
