import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { sh, type App } from './app.ts';

const exec = promisify(execFile);

/** A window as sway tells of it. */
export interface SwayWindow {
  readonly title: string;
  readonly appId: string;
  readonly focused: boolean;
  /** It asked for the focus, and did not get it. */
  readonly urgent: boolean;
}

interface Node {
  readonly name: string | null;
  readonly app_id?: string | null;
  readonly focused: boolean;
  readonly urgent: boolean;
  readonly nodes: readonly Node[];
  readonly floating_nodes: readonly Node[];
}

/** Every window on the desktop. */
export async function windows(): Promise<SwayWindow[]> {
  const walk = (node: Node): SwayWindow[] => [
    ...(typeof node.app_id === 'string'
      ? [
          {
            title: node.name ?? '',
            appId: node.app_id,
            focused: node.focused,
            urgent: node.urgent,
          },
        ]
      : []),
    ...[...node.nodes, ...node.floating_nodes].flatMap(walk),
  ];
  return walk(JSON.parse(await sh('swaymsg', '-r', '-t', 'get_tree')) as Node);
}

/** The title of the window that has the focus; '' while none has it. */
export const focusedTitle = async (): Promise<string> =>
  (await windows()).find(({ focused }) => focused)?.title ?? '';

/** A terminal in which somebody types: what arrives is in a file. */
export class Typist {
  readonly #child: ChildProcess;
  readonly #file: string;

  private constructor(child: ChildProcess, file: string) {
    this.#child = child;
    this.#file = file;
  }

  static async open(): Promise<Typist> {
    const file = join(process.env['XDG_RUNTIME_DIR'] ?? '', 'typed');
    await sh('rm', '-f', file);
    const script = `stty -echo -icanon; printf '\\033]2;Typist\\007'; exec cat > ${file}`;
    const asUser = process.env['RINGSIDE_AS_USER'] ?? '';
    const child = spawn(asUser, ['foot', '--app-id=typist', 'sh', '-c', script]);
    await expect.poll(focusedTitle).toBe('Typist');
    return new Typist(child, file);
  }

  /**
   * Presses keys, as a keyboard does: whoever has the focus gets them. One keyboard for all of them,
   * plugged in a while before: sway loses the first key of one that has just come.
   */
  type(text: string): Promise<string> {
    return sh('wtype', '-s', '500', '-d', '8', text);
  }

  typed(): string {
    return readFileSync(this.#file, 'utf8');
  }

  close(): void {
    this.#child.kill();
  }
}

/** Presses a button of the notification that is shown, as the daemon's menu does. */
export async function pressInNotification(label: string): Promise<void> {
  writeFileSync(process.env['RINGSIDE_CHOICE'] ?? '', `#${label}\n`);
  await sh('dunstctl', 'context');
}

const ELECTRON = process.env['RINGSIDE_ELECTRON'] ?? '';
const PROJECT = process.env['RINGSIDE_APP'] ?? '';

/** Starts the program a second time, as a launcher or a link does. */
export async function startAgain(app: App, ...args: string[]): Promise<void> {
  const switches = (process.env['RINGSIDE_SWITCHES'] ?? '').split(' ');
  await exec(ELECTRON, [...switches, PROJECT, '--user-data-dir', app.userData, ...args]);
}

/** The app's command line. @returns what it printed */
export async function commandLine(app: App, ...args: string[]): Promise<string> {
  const { stdout } = await exec(ELECTRON, [PROJECT, ...args, '--user-data-dir', app.userData]);
  return stdout.trim();
}
