import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runForeground } from './children.mjs';
import { SetupError } from './say.mjs';

const STDERR = 2;

/**
 * Runs one step of the set-up: its output goes to standard error, a failure ends the set-up.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export async function runStep(command, args, options = {}) {
  const code = await runForeground(command, args, {
    stdio: ['ignore', STDERR, STDERR],
    ...options,
  });
  if (code !== 0) throw new SetupError(`"${command} ${args.join(' ')}" failed (code ${code}).`);
}

/** npm is a .cmd file on Windows, which only a shell can start. A registry may fail a few times. */
export function runNpm(args, options = {}) {
  return runStep('npm', [...args, '--fetch-retries=5'], {
    shell: process.platform === 'win32',
    ...options,
  });
}

/** The script of a tool in node_modules, which Node can run on every platform. */
export function toolOf(root, name, folder = name) {
  const home = join(root, 'node_modules', folder);
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  return join(home, typeof bin === 'string' ? bin : bin[name]);
}

/** The first executable of that name on the PATH. */
export function findProgram(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
