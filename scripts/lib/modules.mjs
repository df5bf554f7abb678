import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from './run.mjs';
import { say } from './say.mjs';

/** Installs the node modules when they are not what package-lock.json asks for. */
export async function ensureModules(root) {
  if (areInstalled(root)) return;
  say('Installing the node modules (npm ci, a minute or so)');
  // A NODE_ENV=production of the caller would leave out the tools that build the app.
  await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund'], { cwd: root });
}

/**
 * npm writes what it installed into node_modules/.package-lock.json as its last act, so that file
 * is a truer stamp than a date, and an interrupted install has none.
 */
export function areInstalled(root) {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  let installed;
  try {
    installed = packagesOf(record);
  } catch {
    return false; // cut short: by a full disk, or a machine that went down
  }
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(([where, wanted]) => {
    if (where === '') return true; // the project itself
    const found = installed[where];
    // Another platform's packages are optional, and rightly absent.
    return found ? found.integrity === wanted.integrity : wanted.optional === true;
  });
}

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
