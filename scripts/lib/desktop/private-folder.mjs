import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say } from '../say.mjs';

/**
 * A temporary folder for this user alone (mode 0700), gone when this script ends; or left to the
 * system, where a program that is just ending still writes there: that is no failure of the script.
 */
export function privateFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-'));
  process.once('exit', () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    } catch (error) {
      say(`${folder} is left: ${error.message}`);
    }
  });
  return folder;
}
