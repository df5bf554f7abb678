import { heldBytes, inMB, openResources } from '../support/memory.ts';
import { numbers } from '../support/options.ts';
import { randomOf } from '../support/random.ts';
import { Rig } from './rig.ts';
import { QUICK, SLOW, type Scenario } from './scenarios.ts';

// npm run faults -- [--cycles N] [--seed N]: N faults, one after the other, on one app that runs on.

/** ms within which a lost connection is told, and within which the app is back after the PBX is. */
const NOTICED_MS = 10_000;
const BACK_MS = 1_000;
/** Bytes the app may hold more at the end than after the first tenth. */
const GROWTH_BYTES = 4 * 1024 * 1024;

const options = numbers(process.argv.slice(2), { cycles: 200, seed: 1 });
const random = randomOf(options.seed);
process.stdout.write(`seed ${options.seed}\n`);
const faults: string[] = [];
for (const kind of ['unhandledRejection', 'uncaughtException'] as const)
  process.on(kind, (error: unknown) => faults.push(`${kind}: ${String(error)}`));

const quick = Object.entries<Scenario>(QUICK);
const slow = Object.entries<Scenario>(SLOW);
const times = new Map<string, { runs: number; noticedMs: number[]; backMs: number[] }>();
const rig = await Rig.start();
const first = Math.max(1, Math.floor(options.cycles / 10));
let heldFirst = 0;
let resourcesFirst = {};

for (let cycle = 1; cycle <= options.cycles; cycle += 1) {
  // Each tenth is a slow one, so that 200 cycles take minutes, and all of both kinds come up.
  const set = cycle % 10 === 0 ? slow : quick;
  const index = cycle % 10 === 0 ? cycle / 10 : cycle;
  const [name, run] = set[index % set.length] as [string, Scenario];
  const outcome = await run(rig, random);
  const differences = await rig.differences();
  const seen = times.get(name) ?? { runs: 0, noticedMs: [], backMs: [] };
  times.set(name, seen);
  seen.runs += 1;
  if (outcome.noticedMs !== undefined) seen.noticedMs.push(outcome.noticedMs);
  if (outcome.backMs !== undefined) seen.backMs.push(outcome.backMs);
  const where = `cycle ${cycle}, ${name}`;
  if ((outcome.noticedMs ?? 0) > NOTICED_MS) faults.push(`${where}: noticed late`);
  if ((outcome.backMs ?? 0) > BACK_MS) faults.push(`${where}: back after ${outcome.backMs} ms`);
  if (differences.length > 0) faults.push(`${where}: ${differences.slice(0, 3).join('; ')}`);
  if (rig.proxy.live !== 2) faults.push(`${where}: ${rig.proxy.live} connections`);
  await rig.calm();
  if (cycle === first) {
    heldFirst = await heldBytes();
    resourcesFirst = openResources();
  }
  if (cycle % 10 === 0) process.stdout.write(`${cycle} cycles, ${faults.length} faults\n`);
}

const held = await heldBytes();
const resources = openResources();
await rig.stop();
const worst = (ms: readonly number[]): string =>
  ms.length === 0 ? '' : `${Math.round(Math.max(...ms))} ms`;
process.stdout.write(`\nfault | runs | noticed within | back within\n`);
for (const [name, { runs, noticedMs, backMs }] of times)
  process.stdout.write(`${name} | ${runs} | ${worst(noticedMs)} | ${worst(backMs)}\n`);
process.stdout.write(
  `\nheld after ${first} cycles ${inMB(heldFirst)}, after ${options.cycles} ${inMB(held)}\n` +
    `open then ${JSON.stringify(resourcesFirst)}, now ${JSON.stringify(resources)}\n` +
    `open after stop ${JSON.stringify(openResources())}\n`,
);
if (held - heldFirst > GROWTH_BYTES) faults.push(`memory grew by ${inMB(held - heldFirst)}`);
for (const fault of faults) process.stdout.write(`FAULT ${fault}\n`);
process.stdout.write(`${options.cycles} cycles, ${faults.length} faults\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
