import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MainWindow } from '../e2e/pages/main-window.ts';
import { _electron, expect, type ElectronApplication, type Page } from '@playwright/test';

/** The app's folder; where it runs as another user (test/wayland), a copy that user can read. */
const STAGED = process.env['RINGSIDE_APP'];
const ROOT = STAGED ?? join(dirname(fileURLToPath(import.meta.url)), '../..');
/** Switches for the runtime on this desktop. */
const SWITCHES = (process.env['RINGSIDE_SWITCHES'] ?? '').split(' ').filter(Boolean);
const exec = promisify(execFile);
/** ms the runtime may take to start and to show a page, on a disk that has not read it yet. */
const START_MS = 90_000;

/** Runs a program of the test desktop, as the user whose desktop it is, and returns what it prints. */
export async function sh(command: string, ...args: string[]): Promise<string> {
  const asUser = process.env['RINGSIDE_AS_USER'];
  const words = asUser === undefined ? [command, ...args] : [asUser, command, ...args];
  const { stdout } = await exec(words[0] ?? '', words.slice(1));
  return stdout.trim();
}

export interface LaunchOptions {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A data folder to use again; else a fresh one. */
  readonly userData?: string;
  /** Whether pages that are loaded from now on have no content security policy. */
  readonly bypassCSP?: boolean;
}

/** The app as a person runs it: its window, its desk, its data folder. */
export class App {
  readonly window: MainWindow;

  private constructor(
    readonly electron: ElectronApplication,
    readonly page: Page,
    readonly userData: string,
  ) {
    this.window = new MainWindow(page);
  }

  static async launch({
    args,
    env = {},
    userData,
    bypassCSP = false,
  }: LaunchOptions): Promise<App> {
    await putPointerAway();
    const folder = userData ?? newFolder();
    const electron = await _electron.launch({
      executablePath: process.env['RINGSIDE_ELECTRON'] ?? '',
      timeout: START_MS,
      bypassCSP,
      // As root (CI) Chromium's sandbox cannot run; the app itself never asks for that.
      args: [
        ...(process.getuid?.() === 0 && !STAGED ? ['--no-sandbox'] : []),
        ...SWITCHES,
        ROOT,
        '--user-data-dir',
        folder,
        ...args,
      ],
      env: { ...(process.env as Record<string, string>), ...env },
    });
    const page = await pageAt(electron, '/index.html');
    return new App(electron, page, folder);
  }

  /** Connected to this event socket as extension 201, unless said otherwise. */
  static onEsl(
    demo: { port: number; password: string },
    options: Partial<LaunchOptions> & { extension?: string } = {},
  ): Promise<App> {
    const { extension = '201', args = [], env = {}, ...rest } = options;
    return App.launch({
      ...rest,
      args: ['--esl', `127.0.0.1:${demo.port}`, '--extension', extension, ...args],
      env: { RINGSIDE_PASSWORD: demo.password, ...env },
    });
  }

  /** Ends the app as its menu does. The data folder stays. */
  async quit(): Promise<void> {
    const child = this.electron.process();
    const gone = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode !== null || child.signalCode !== null) return;
    // In a turn of its own, as a menu does: the debugger breaks into the midst of whatever runs.
    const quit = this.electron.evaluate(({ app }) => void setImmediate(() => app.quit()));
    await quit.catch(() => undefined);
    // Not before it is gone: what writes to its data folder may still be there.
    await gone;
  }

  async close(): Promise<void> {
    await this.quit();
    removeFolder(this.userData);
  }

  /** Ends the process at once, as a crash or a power cut does. The data folder stays. */
  async kill(): Promise<void> {
    const child = this.electron.process();
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  /** The page of the pop-up window, there soon after the start. */
  popup(): Promise<Page> {
    return pageAt(this.electron, '/popup.html');
  }
  /** The card of a caller on the pop-up. */
  async card(name: string) {
    return (await this.popup()).getByRole('article', { name: `Incoming call: ${name}` });
  }
  /** What the heads-up says, once it says something. */
  async headsUp() {
    return (await this.popup()).getByRole('status');
  }

  /**
   * Answers main's questions from now on, which come in a box of the system's that no page and no
   * test driver reaches. Returns what was asked so far.
   */
  async agree(yes = true): Promise<() => Promise<string[]>> {
    await this.electron.evaluate(({ dialog }, response) => {
      const asked: string[] = [];
      Object.assign(globalThis, { asked });
      dialog.showMessageBox = ((...args: unknown[]) => {
        asked.push((args.at(-1) as { detail: string }).detail);
        return Promise.resolve({ response, checkboxChecked: false });
      }) as typeof dialog.showMessageBox;
    }, Number(yes));
    return () => this.electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
  }

  get connection() {
    return this.page.locator('header [role="status"]').first();
  }
  /** The card of a call of mine, one that rings or another. */
  myCall(name: string) {
    return this.page
      .getByRole('region', { name: /^(?:My calls|Ringing)$/ })
      .getByRole('article', { name });
  }
  line(text: string) {
    return this.page.getByRole('row').filter({ hasText: text });
  }

  async online(): Promise<void> {
    await expect(this.connection).toHaveText('Connected');
  }
}

/**
 * Puts the desktop's pointer into its corner: a window that comes up under it is one that a hand is on, and
 * holds what it shows. Sway's has no such program, and its tests move it themselves.
 */
async function putPointerAway(): Promise<void> {
  if (!STAGED && process.platform === 'linux') await sh('xdotool', 'mousemove', '0', '0');
}

/** A fresh data folder, of the user the app runs as. */
function newFolder(): string {
  const owner = process.env['RINGSIDE_USER_FOLDER'];
  const folder = mkdtempSync(join(owner ?? tmpdir(), 'ringside-e2e-'));
  if (owner !== undefined) {
    const { uid, gid } = statSync(owner);
    chownSync(folder, uid, gid);
  }
  return folder;
}

/** The page at an address; a window may be told of before it has gone there. */
async function pageAt(electron: ElectronApplication, path: string): Promise<Page> {
  const find = (): Page | undefined => electron.windows().find((page) => page.url().endsWith(path));
  await expect.poll(() => find() !== undefined, { timeout: START_MS }).toBe(true);
  return find()!;
}

/** Processes of the runtime may still write there while they end. */
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });

interface Notified {
  readonly summary: string;
  readonly body: string;
}

/** What the notification daemon shows now, and what it showed before. */
export const notifications = {
  /** Titles that are or were on screen, newest first. */
  async history(): Promise<Notified[]> {
    const { data } = JSON.parse(await sh('dunstctl', 'history')) as {
      data: Record<string, { data: string }>[][];
    };
    return (data[0] ?? []).map((entry) => ({
      summary: entry['summary']?.data ?? '',
      body: entry['body']?.data ?? '',
    }));
  },
  async shown(): Promise<number> {
    return Number(await sh('dunstctl', 'count', 'displayed'));
  },
  async clear(): Promise<void> {
    await sh('dunstctl', 'close-all');
  },
};

/** Another program with a window that has the focus, so that the app has not. */
export class OtherProgram {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async open(): Promise<OtherProgram> {
    const child = spawn('xmessage', [
      '-title',
      'Other program',
      '-geometry',
      '+20+20',
      'somebody else’s work',
    ]);
    await expect
      .poll(() => sh('xdotool', 'search', '--name', 'Other program').catch(() => ''))
      .not.toBe('');
    const [id = ''] = (await sh('xdotool', 'search', '--name', 'Other program')).split('\n');
    await sh('xdotool', 'windowactivate', '--sync', id);
    return new OtherProgram(child);
  }

  close(): void {
    this.#child.kill();
  }
}

/** The title of the window that has the focus, asked of the window manager; '' while none has it. */
export const focusedWindow = (): Promise<string> =>
  sh('xdotool', 'getactivewindow', 'getwindowname').catch(() => '');
