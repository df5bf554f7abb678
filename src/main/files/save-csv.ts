import { writeFile } from 'node:fs/promises';
import { dialog, type BrowserWindow } from 'electron';
import { fail, ok, type Result } from '@shared/domain/result.ts';

/**
 * Asks where to, and writes a CSV file there. Resolves with its path, '' when given up.
 * @param title of the dialog
 * @param name of the file, before the date
 */
export async function saveCsv(
  window: BrowserWindow | undefined,
  title: string,
  name: string,
  content: () => string | Promise<string>,
): Promise<Result<string>> {
  const options = {
    title,
    defaultPath: `${name}-${new Date().toISOString().slice(0, 10)}.csv`,
    filters: [{ name: 'CSV', extensions: ['csv'] }],
  };
  const { canceled, filePath } = window
    ? await dialog.showSaveDialog(window, options)
    : await dialog.showSaveDialog(options);
  if (canceled || filePath === '') return ok('');
  try {
    await writeFile(filePath, await content(), { mode: 0o600 });
    return ok(filePath);
  } catch (error) {
    return fail(
      'bad-input',
      `${filePath} could not be written: choose another place.`,
      String(error),
    );
  }
}
