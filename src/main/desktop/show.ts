import type { BrowserWindow } from 'electron';

/** ms after which a window is shown whatever its page says. */
const SHOW_MS = 3_000;
/** ms between the page's being loaded and its first frame's being drawn, on a slow machine. */
const FRAME_MS = 50;

/**
 * Shows a window as soon as its page has drawn itself. On Wayland a window that was never shown draws
 * nothing, and `ready-to-show` never comes (electron#48859): there a page that is loaded is shown a frame
 * later. Any window is shown after a while. Its background is the page's, so none flashes.
 * @param then once it is shown
 */
export function showFirst(window: BrowserWindow, then: () => void): void {
  let done = false;
  const show = (): void => {
    if (done || window.isDestroyed()) return;
    done = true;
    clearTimeout(late);
    window.show();
    then();
  };
  window.once('ready-to-show', show);
  if (isWayland()) window.webContents.once('did-finish-load', () => setTimeout(show, FRAME_MS));
  const late = setTimeout(show, SHOW_MS);
}

/** Whether windows are Wayland's own: by the switch, else by what the session offers (Electron 38 and later). */
function isWayland(): boolean {
  if (process.platform !== 'linux') return false;
  const chosen = process.argv.find((arg) => arg.startsWith('--ozone-platform'))?.split('=')[1];
  if (chosen === 'x11') return false;
  return chosen === 'wayland' || (process.env['WAYLAND_DISPLAY'] ?? '') !== '';
}
