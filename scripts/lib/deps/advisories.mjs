import { spawnSync } from 'node:child_process';
import { say } from '../say.mjs';

/**
 * Tells what `npm audit` knows of the shipped packages. It never fails the caller: an advisory
 * may be new today, and a mirror of the registry may not answer at all.
 */
export function printAdvisories(root) {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const report = parse(stdout);
  const found = report?.vulnerabilities;
  if (!found) {
    say(
      `Advisories: not known, the registry could not be asked (${report?.message ?? 'no answer'}).`,
    );
    return;
  }
  for (const { name, severity, range } of Object.values(found)) {
    say(`Advisory: ${name} ${range}, ${severity}. "npm audit --omit=dev" says more.`);
  }
  say(`Advisories: ${Object.keys(found).length} packages have one.`);
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
