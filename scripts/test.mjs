// npm test [-- lint|unit|e2e …]: sets up what is missing and runs every test, or the named parts.
import { availableParallelism } from 'node:os';
import { ROOT } from './lib/paths.mjs';
import { prepareApp, prepareModules, prepareServices } from './lib/prepare.mjs';
import { runScript, say, SetupError } from './lib/say.mjs';
import { wasInterrupted } from './lib/children.mjs';
import { inWords, sum } from './lib/test/counts.mjs';
import { stepsOf } from './lib/test/steps.mjs';

const PARTS = ['lint', 'unit', 'e2e'];

/** One check reads files and needs a processor: as many run at a time as there are processors. */
async function sideBySide(steps, run) {
  const waiting = [...steps];
  const lane = async () => {
    for (let step; (step = waiting.shift());) await run(step);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
}
const isLint = ({ part }) => part === 'lint';

await runScript(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.find((part) => !PARTS.includes(part));
  if (unknown) throw new SetupError(`Usage: npm test [-- ${PARTS.join('|')} …], not “${unknown}”.`);
  const parts = asked.length > 0 ? asked : PARTS;
  let electron;
  if (parts.includes('e2e')) electron = await prepareApp(ROOT, 'virtual desktop');
  else await (parts.includes('unit') ? prepareServices(ROOT) : prepareModules(ROOT));

  const all = [];
  const run = async (step) => {
    if (wasInterrupted()) return;
    say(`\n── ${step.name}`);
    const counts = await step.run(electron);
    say(`${step.name}: ${inWords(counts)}`);
    all.push(counts);
  };
  const steps = stepsOf(ROOT).filter(({ part }) => parts.includes(part));
  await sideBySide(steps.filter(isLint), run);
  for (const step of steps.filter((step) => !isLint(step))) await run(step);
  const total = sum(all);
  process.stdout.write(`\n${inWords(total)}\n`);
  return total.failed === 0 && !wasInterrupted() ? 0 : 1;
});
