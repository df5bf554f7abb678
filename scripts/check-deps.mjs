// npm run check:deps [-- --offline]: licences of all that is shipped, that docs/dependencies.md has each
// direct dependency, and, unless offline, known advisories as far as the registry tells them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printAdvisories } from './lib/deps/advisories.mjs';
import { licencesOf, refused } from './lib/deps/licences.mjs';
import { ROOT } from './lib/paths.mjs';
import { prepareModules } from './lib/prepare.mjs';
import { runScript, say } from './lib/say.mjs';

await runScript(async () => {
  await prepareModules(ROOT);
  const licences = licencesOf(ROOT);
  const online = !process.argv.includes('--offline');
  if (online)
    for (const { name, version, licence } of licences) say(`${licence}\t${name} ${version}`);
  const problems = [...refused(licences), ...undocumented(ROOT)];
  for (const problem of problems) say(problem);
  say(`${licences.length} packages are shipped; ${problems.length} problems.`);
  if (online) printAdvisories(ROOT);
  return problems.length === 0 ? 0 : 1;
});

/** Direct dependencies that have no row with their version in docs/dependencies.md. */
function undocumented(root) {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json')));
  const cells = readFileSync(join(root, 'docs/dependencies.md'), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.replaceAll('`', '').trim()));
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([name, version]) => !cells.some((row) => row[1] === name && row[2] === version))
    .map(([name, version]) => `docs/dependencies.md has no row for ${name} ${version}.`);
}
