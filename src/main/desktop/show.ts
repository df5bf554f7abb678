import { execFile } from 'node:child_process';
import type { BrowserWindow } from 'electron';
import { ownCommand } from './desktop-entry.ts';

/** ms after which a window is shown whatever its page says. */
const SHOW_MS = 3_000;
/** ms between the page's being loaded and its first frame's being drawn, on a slow machine. */
const FRAME_MS = 50;
/** ms after which a start without a window is a failed one. */
const FAILED_MS = 20_000;

export interface FirstShow {
  /** The window was shown. */
  shown(): void;
  /** No window could be shown, and why. */
  failed(why: string): void;
}

/**
 * Shows a window as soon as its page has drawn itself. On Wayland a window that was never shown
 * draws nothing, and `ready-to-show` never comes (electron#48859): a page that is loaded is shown a
 * frame later, and any page after a while. The window's background is the page's, so none flashes.
 */
export function showFirst(window: BrowserWindow, { shown, failed }: FirstShow): void {
  let done = false;
  // Somebody may have closed it to the tray since: that is no failure.
  let wasVisible = false;
  let why = 'its page was not loaded';
  const show = (): void => {
    if (done || window.isDestroyed()) return;
    done = true;
    window.show();
    wasVisible = window.isVisible();
    shown();
  };
  window.once('ready-to-show', show);
  window.webContents.once('did-finish-load', () => {
    why = 'the desktop did not show it';
    setTimeout(show, FRAME_MS);
  });
  window.webContents.once('render-process-gone', (_event, { reason }) => {
    why = `its page ended (${reason})`;
  });
  window.webContents.once('did-fail-load', (_event, code, text) => {
    why = `its page could not be loaded (${text || code})`;
  });
  setTimeout(show, SHOW_MS);
  setTimeout(() => {
    if (window.isDestroyed()) return;
    const { webContents } = window;
    if (webContents.isLoading() || webContents.isCrashed() || !wasVisible) failed(why);
  }, FAILED_MS).unref();
}

/**
 * Brings a window before the person, as far as the desktop allows: on X11, Windows and macOS in
 * front and focused; on Wayland that takes an activation token, else the desktop marks it only.
 */
export function raise(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/**
 * Raises the window with an activation token that came by D-Bus or by the command line. Electron
 * takes a token from its own environment only, and hands on that of a second start
 * (electron#43481): so a second start brings it, and `second-instance` raises the window.
 */
export function raiseByToken(token: string): void {
  const [program = '', ...args] = ownCommand();
  execFile(
    program,
    args,
    { env: { ...process.env, XDG_ACTIVATION_TOKEN: token } },
    () => undefined,
  );
}
