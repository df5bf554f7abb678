import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
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
  env: Readonly<Record<string, string | undefined>> = {},
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

/** Where and as whom a packaged program runs. */
export interface Launch {
  readonly userData: string;
  readonly args: readonly string[];
  /** On top of this process's own; undefined takes one away. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly program?: string;
  /** Another user than this process's: only root can do that. */
  readonly user?: string;
}

/** The packaged program, which no test driver can get into: it is asked through its command line. */
export class Packaged {
  stderr = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  readonly #launch: Launch;

  constructor(launch: Launch) {
    this.#launch = launch;
    const [command, args] = this.#command(launch.args);
    this.#child = spawn(command, args, {
      env: { ...process.env, ...launch.env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#ended = once(this.#child, 'exit').then(([code]) => code as number | null);
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
  }

  /** `ringside COMMAND …`, to this instance. */
  cli(...args: string[]): Promise<Ended> {
    return run(...this.#command(args), this.#launch.env);
  }

  /** The pages' processes, as /proc/PID/status tells of each. */
  pages(): string[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        const line = read(`/proc/${pid}/cmdline`);
        return line.includes('--type=renderer') && line.includes(this.#launch.userData);
      })
      .map((pid) => read(`/proc/${pid}/status`));
  }

  /** The exit code of a program that ends by itself; null where a signal ended it. */
  get ended(): Promise<number | null> {
    return this.#ended;
  }

  async close(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#ended;
  }

  #command(args: readonly string[]): [string, string[]] {
    const { program = PROGRAM, user, userData } = this.#launch;
    const own = [program, ...args, '--user-data-dir', userData];
    return user === undefined
      ? [program, own.slice(1)]
      : ['runuser', ['--user', user, '--', ...own]];
  }
}

/** '' for a process that has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
