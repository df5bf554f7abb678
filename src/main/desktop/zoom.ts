import { BrowserWindow } from 'electron';
import type { Zoom } from '@shared/settings/settings.ts';

/** Shows the pages of all windows larger or smaller: Chromium zooms an origin, not a window. */
export function zoomTo(percent: Zoom): void {
  for (const { webContents } of BrowserWindow.getAllWindows())
    webContents.setZoomFactor(percent / 100);
}
