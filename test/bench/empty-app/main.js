// An Electron program that does nothing but show a window: the floor of the start benchmark.
import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';

await app.whenReady();
const window = new BrowserWindow({ width: 1180, height: 720 });
await window.loadFile(join(import.meta.dirname, 'index.html'));
