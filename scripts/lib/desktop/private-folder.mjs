import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder for this user alone (mode 0700), gone when this script ends. */
export function privateFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
