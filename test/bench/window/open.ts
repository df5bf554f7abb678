import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';

export const EMPTY_APP = resolve(import.meta.dirname, '../empty-app');
export const APP = resolve(import.meta.dirname, '../../..');

/** ms of a frame at 60 Hz. */
export const FRAME_MS = 1000 / 60;

const electronPath = (): string => process.env['RINGSIDE_ELECTRON'] ?? 'electron';

/** Switches before the app's folder. As root Chromium's sandbox cannot run. */
const switches = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

/** The page of `html` in a window of the empty app, with the shortest way of a message into it. */
export async function openBare(
  html: string,
): Promise<{ electron: ElectronApplication; page: Page }> {
  const electron = await _electron.launch({
    executablePath: electronPath(),
    args: [...switches(), EMPTY_APP],
  });
  await electron.firstWindow();
  const opened = electron.waitForEvent('window');
  await electron.evaluate(
    async ({ BrowserWindow }, { preload, file }) => {
      for (const window of BrowserWindow.getAllWindows()) window.hide();
      const bare = new BrowserWindow({ width: 1180, height: 720, webPreferences: { preload } });
      await bare.loadFile(file);
    },
    { preload: resolve(EMPTY_APP, 'preload.cjs'), file: resolve(EMPTY_APP, html) },
  );
  return { electron, page: await opened };
}

/** A process and all that it started. */
function tree(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    parents.set(Number(name), Number(/^\d+ \(.*\) \S (\d+)/s.exec(stat)?.[1] ?? 0));
  }
  const found = [pid];
  for (const parent of found) {
    for (const [child, of] of parents) if (of === parent) found.push(child);
  }
  return found;
}

/** MiB of memory of a process and all that it started; what several share is divided among them. */
export const memoryOf = (pid: number): number =>
  tree(pid)
    .map((one) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${one}/smaps_rollup`))?.[1] ?? 0))
    .reduce((sum, kib) => sum + kib / 1024, 0);

/** CPU time in ms that a process and all that it started have used. */
export const cpuOf = (pid: number): number =>
  tree(pid)
    .map((one) =>
      read(`/proc/${one}/stat`)
        .replace(/^.*\) /s, '')
        .split(' '),
    )
    .reduce((sum, fields) => sum + (Number(fields[11]) + Number(fields[12])) * 10, 0);

/** '' for a process that just ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Ends a program that was started without Playwright, and all that it started, and waits for it. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  for (const pid of tree(child.pid ?? 0)) kill(pid);
  await gone;
}

/** One that ended by itself meanwhile is as good as killed. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export const start = (args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess =>
  spawn(electronPath(), [...switches(), ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
