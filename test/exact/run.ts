// npm run exact -- --worlds 10000: random worlds on the demo PBX, each compared after quiet.
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { worlds } from './steps.ts';
import { play } from './world.ts';

const { values } = parseArgs({
  options: { worlds: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const total = Number(values.worlds);
const seed = Number(values.seed);
let played = 0;
let steps = 0;
const began = performance.now();

const details = await fc.check(
  fc.asyncProperty(worlds, fc.nat(1_000_000), async (world, pbxSeed) => {
    played += 1;
    steps += world.length;
    if (played % 500 === 0) process.stderr.write(`${played} worlds\n`);
    const found = await play(world, pbxSeed);
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
