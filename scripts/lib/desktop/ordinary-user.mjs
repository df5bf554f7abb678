import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Debian's `nobody` and `nogroup`: an ordinary user that every system has. */
const NOBODY = 65534;

/**
 * Somebody who is not root: sway refuses to run as root, and the app's own sandbox is off there. Run
 * by an ordinary user already, it is that user, and nothing is changed.
 * @param {string} folder a private one; it becomes the user's
 */
export function ordinaryUser(folder) {
  if (process.getuid() !== 0) return { command: (program, args) => [program, args], own() {} };
  const own = (path) => chownSync(path, NOBODY, NOBODY);
  own(folder);
  const prefix = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--'];
  return { command: (program, args) => ['setpriv', [...prefix, program, ...args]], own };
}

/**
 * The app and its runtime where every user can read them: root's cache and folders are root's.
 * @param {string} folder where they come to
 * @param {string} root the project folder
 * @param {string} electron Electron's executable
 * @returns {{ electron: string, app: string }}
 */
export function readableApp(folder, root, electron) {
  const runtime = join(folder, 'runtime');
  copy(dirname(electron), runtime);
  const app = join(folder, 'app');
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const modules = Object.keys(packages).filter((path) => path !== '' && !packages[path].dev);
  for (const part of ['out', 'resources', 'package.json', ...modules]) {
    const from = join(root, part);
    if (existsSync(from) && !existsSync(join(app, part))) copy(from, join(app, part));
  }
  return { electron: join(runtime, basename(electron)), app };
}

/** Links the files where the file system allows that: the runtime has 250 MB. */
function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
  if (spawnSync('cp', ['-al', from, to], { stdio: 'ignore' }).status === 0) return;
  cpSync(from, to, { recursive: true });
}

/** A program that runs another one as the user, for what can only be given a program's name. */
export function wrapper(file, user, program) {
  const [command, args] = user.command(program, []);
  writeFileSync(file, `#!/bin/sh\nexec ${[command, ...args].join(' ')} "$@"\n`, { mode: 0o755 });
  return file;
}
