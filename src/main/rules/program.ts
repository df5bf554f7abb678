import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import { fail, ok, type Result } from '@shared/domain/result.ts';

/** ms a program of a rule may run before it is ended. */
const PROGRAM_MS = 60_000;

/**
 * What a program of a person's desk needs of the environment, and no more: no variable that changes
 * what a program loads, nothing of Electron's, Node's or a scripted start's.
 */
const ENVIRONMENT = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'LC_ALL', 'TZ', 'TMPDIR'],
  ...['DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'XDG_SESSION_TYPE'],
  ...['XDG_CURRENT_DESKTOP', 'XDG_DATA_DIRS', 'XDG_CONFIG_DIRS', 'DBUS_SESSION_BUS_ADDRESS'],
  ...['SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'TEMP', 'TMP', 'USERNAME', 'USERPROFILE'],
  ...['APPDATA', 'LOCALAPPDATA', 'ProgramData', 'ProgramFiles', 'HOMEDRIVE', 'HOMEPATH'],
];

function programEnvironment(
  from: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    ENVIRONMENT.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])),
  );
}

/** Says why a program cannot be run, '' when it can. */
export async function programProblem(path: string): Promise<string> {
  if (!isAbsolute(path)) return 'The program’s full path is needed.';
  // Windows hands any other kind of file to a program of its own choosing, with other quoting.
  if (process.platform === 'win32' && !/\.(?:exe|com)$/i.test(path))
    return 'Only an .exe or .com can be run.';
  try {
    if (!(await stat(path)).isFile()) return `${path} is not a program.`;
  } catch {
    return `There is no program ${path}.`;
  }
  return access(path, constants.X_OK).then(
    () => '',
    () => `${path} may not be run: its permissions forbid it.`,
  );
}

/**
 * Runs a program with exactly these arguments: no shell, nothing to read, what it prints thrown away.
 * @param signal ends it early
 */
export async function runProgram(
  path: string,
  args: readonly string[],
  signal: AbortSignal,
  deadlineMs = PROGRAM_MS,
): Promise<Result<null>> {
  const problem = await programProblem(path);
  if (problem !== '') return fail('bad-input', problem);
  const limit = AbortSignal.timeout(deadlineMs);
  return new Promise((resolve) => {
    const refused = (error: Error): void =>
      resolve(fail('internal', `The program did not start: ${error.message}`));
    try {
      const child = spawn(path, args, {
        shell: false,
        detached: false,
        stdio: 'ignore',
        cwd: homedir(),
        env: programEnvironment(process.env),
        signal: AbortSignal.any([signal, limit]),
        killSignal: 'SIGKILL',
      });
      child.on('error', (error) => {
        if (error.name !== 'AbortError') refused(error);
      });
      child.once('exit', (code, by) => {
        if (code === 0) resolve(ok(null));
        else if (signal.aborted) resolve(fail('cancelled', 'It was given up.'));
        else if (limit.aborted)
          resolve(fail('timeout', `The program was ended: it ran for ${deadlineMs / 1000} s.`));
        else resolve(fail('internal', `The program ended with ${by ?? `exit code ${code}`}.`));
      });
    } catch (error) {
      refused(error as Error);
    }
  });
}
