import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { desktopEntry } from './desktop-entry.ts';

/** Where XDG desktops look for what starts at login (Desktop Application Autostart Specification). */
const autostartFile = (): string =>
  join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'autostart/ringside.desktop');

/** Makes the app start, hidden in the tray, when the person logs in; or not any more. @throws when the file cannot be written */
export function startAtLogin(on: boolean): void {
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: on, args: ['--hidden'] });
    return;
  }
  const file = autostartFile();
  if (!on) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, desktopEntry(['--hidden'], '', ['X-GNOME-Autostart-enabled=true']));
}
