import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const FOLDER = join(ROOT, 'dist/linux-unpacked');
export const PROGRAM = join(FOLDER, 'ringside');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, whatever its exit code. */
export async function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const options = { env: { ...process.env, ...env }, maxBuffer: 64 << 20 };
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, options);
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as Ended;
    return { code, stdout, stderr };
  }
}

/** `npm run package`. @throws with what it said when it fails. */
export async function makePackage(): Promise<string> {
  const { code, stderr } = await run(process.execPath, [join(ROOT, 'scripts/package.mjs')]);
  if (code !== 0) throw new Error(stderr);
  return stderr;
}

/** The packaged program, which no test driver can get into: its window is asked through the command line. */
export class Packaged {
  stderr = '';
  readonly #child: ChildProcess;
  readonly #userData: string;

  constructor(userData: string, args: readonly string[], env: Readonly<Record<string, string>>) {
    this.#userData = userData;
    this.#child = spawn(PROGRAM, ['--user-data-dir', userData, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
  }

  /** `ringside COMMAND …`, to this instance. */
  cli(...args: string[]): Promise<Ended> {
    return run(PROGRAM, [...args, '--user-data-dir', this.#userData]);
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}
