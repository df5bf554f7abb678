import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { focusedWindow, sh } from './app.ts';

/** A terminal on X11 in which somebody types: what arrives is in a file. */
export class Xterm {
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
  }

  static async open(): Promise<Xterm> {
    const folder = mkdtempSync(join(tmpdir(), 'ringside-typed-'));
    const script = `stty -echo -icanon; exec cat > ${join(folder, 'typed')}`;
    const child = spawn('xterm', ['-T', 'Typist', '-geometry', '60x10+20+20', '-e', script]);
    await expect
      .poll(() => sh('xdotool', 'search', '--name', '^Typist$').catch(() => ''))
      .not.toBe('');
    const [id = ''] = (await sh('xdotool', 'search', '--name', '^Typist$')).split('\n');
    await sh('xdotool', 'windowactivate', '--sync', id);
    await expect.poll(focusedWindow).toBe('Typist');
    return new Xterm(child, folder);
  }

  /** Presses keys, as a keyboard does: whoever has the focus gets them. */
  type(text: string): Promise<string> {
    return sh('xdotool', 'type', '--delay', '8', text);
  }

  typed(): string {
    return readFileSync(join(this.#folder, 'typed'), 'utf8');
  }

  close(): void {
    this.#child.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
