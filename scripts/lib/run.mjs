import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runForeground } from './children.mjs';
import { SetupError } from './say.mjs';
import { whyNpmFailed } from './why-npm-failed.mjs';

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
export async function runNpm(args, options = {}) {
  const shell = process.platform === 'win32';
  try {
    await runStep('npm', [...args, '--fetch-retries=5'], { shell, ...options });
  } catch (error) {
    const { cwd = process.cwd() } = options;
    const asked = spawnSync('npm', ['config', 'get', 'registry'], { cwd, shell, encoding: 'utf8' });
    const registry = asked.stdout?.trim() || 'https://registry.npmjs.org/';
    const why = await whyNpmFailed(cwd, registry);
    throw why === '' ? error : new SetupError(`${error.message}\n${why}`);
  }
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
