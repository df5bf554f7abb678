import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { Ringside } from './app.ts';

/** ms the window has to show calls before it is taken as it is. */
const SETTLE_MS = 15_000;

/** Saves what the window shows, once it shows live calls or it is clear that none come. */
export async function saveScreenshot(ringside: Ringside, file: string): Promise<Result<null>> {
  const { window } = ringside;
  const deadline = Date.now() + SETTLE_MS;
  const ready = `document.documentElement.dataset.ready === 'calls'`;
  while (Date.now() < deadline && !window.isDestroyed()) {
    if (await window.webContents.executeJavaScript(ready).catch(() => false)) break;
    await new Promise((done) => setTimeout(done, 100));
  }
  // What the page has just written is on screen one frame later.
  const painted = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';
  await window.webContents.executeJavaScript(painted).catch(() => undefined);
  if (window.isDestroyed()) return fail('internal', 'The window is gone.');
  const image = await window.webContents.capturePage();
  if (image.isEmpty()) return fail('internal', 'The window shows nothing.');
  try {
    await writeFile(resolve(file), image.toPNG());
    return ok(null);
  } catch (error) {
    return fail('internal', `${file} could not be written: ${String(error)}`);
  }
}
