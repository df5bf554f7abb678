// An Electron program that does nothing but show a window: the floor of the start benchmark.
import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';

void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1180, height: 720 });
  return window.loadFile(join(import.meta.dirname, 'index.html'));
});
