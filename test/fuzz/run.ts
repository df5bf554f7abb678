import fc from 'fast-check';
import { heldBytes, inMB } from '../support/memory.ts';
import { numbers } from '../support/options.ts';
import { DESK } from './desk.ts';
import { WIRE } from './wire.ts';

// npm run fuzz -- [--runs N] [--seed N]: N inputs over all targets; what fails is shrunk and printed.

/** Inputs between two looks at memory and time. */
const BATCH = 10_000;
/** Bytes that may be held more after a target than before, and ms one batch may take. */
const GROWTH_BYTES = 8 * 1024 * 1024;
const BATCH_MS = 10 * 60_000;

const options = numbers(process.argv.slice(2), { runs: 100_000, seed: Date.now() % 1_000_000 });
process.stdout.write(`seed ${options.seed}\n`);
let failed = 0;
let total = 0;
for (const { name, property, share } of [...WIRE, ...DESK]) {
  const runs = Math.ceil((options.runs * share) / 100);
  const beganMs = performance.now();
  let before = 0;
  let done = 0;
  for (let batch = 0; done < runs; batch += 1) {
    const numRuns = Math.min(BATCH, runs - done);
    const startMs = performance.now();
    const result = await fc.check(property as fc.IProperty<unknown[]>, {
      numRuns,
      seed: options.seed + batch,
    });
    done += numRuns;
    // The first batch compiles and fills caches; what grows after it grows for ever.
    if (batch === 0) before = await heldBytes();
    if (performance.now() - startMs > BATCH_MS) failed += 1;
    if (!result.failed) continue;
    failed += 1;
    process.stdout.write(`FAILED ${name}\n${fc.defaultReportMessage(result)}\n`);
    break;
  }
  total += done;
  const grown = (await heldBytes()) - before;
  if (grown > GROWTH_BYTES) failed += 1;
  const seconds = (performance.now() - beganMs) / 1000;
  process.stdout.write(
    `${name}: ${done} inputs, ${seconds.toFixed(0)} s, held ${inMB(grown)} more\n`,
  );
}
process.stdout.write(`${total} inputs, seed ${options.seed}, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
