import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shell } from 'electron';
import { fail, ok } from '@shared/domain/result.ts';
import type { Handlers } from '../ipc/server.ts';

/**
 * Makes the diagnostics file in the app's data folder, where the person alone can read it, and shows
 * it in the file manager. Nothing is sent anywhere.
 */
export function diagnosticsHandlers(
  userData: string,
  report: () => Promise<string>,
): Pick<Handlers, 'diagnostics.make' | 'diagnostics.show'> {
  const folder = join(userData, 'diagnostics');
  let last = '';
  return {
    'diagnostics.make': async () => {
      const text = await report();
      const file = join(folder, `ringside-${new Date().toISOString().replace(/[:.]/g, '-')}.txt`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(file, text, { mode: 0o600, flag: 'wx' });
      } catch (error) {
        return fail('internal', `${file} could not be written.`, String(error));
      }
      last = file;
      return ok({ file, text });
    },
    'diagnostics.show': () => {
      if (last !== '') shell.showItemInFolder(last);
      return null;
    },
  };
}
