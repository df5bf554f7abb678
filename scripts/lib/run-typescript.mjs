import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './paths.mjs';
import { prepareModules } from './prepare.mjs';
import { giveUp } from './say.mjs';

/**
 * Runs one of the project's command-line programs straight from its source, in this process: its
 * streams, signals and exit code are then its own.
 * @param {string} file below the project folder
 */
export async function runTypescript(file) {
  await prepareModules(ROOT).catch(giveUp);
  const { register } = await import('tsx/esm/api');
  register({ tsconfig: join(ROOT, 'tsconfig.json') });
  const program = join(ROOT, file);
  process.argv[1] = program;
  await import(pathToFileURL(program));
}
