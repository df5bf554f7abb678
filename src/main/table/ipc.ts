import { clipboard, type BrowserWindow } from 'electron';
import { ok } from '@shared/domain/result.ts';
import { countOf } from '@shared/domain/words.ts';
import { saveCsv } from '../files/save-csv.ts';
import type { Handlers } from '../ipc/server.ts';
import { csvOf } from './csv.ts';

/** What a window may ask for its table: to copy of it, and to write what it shows to a file. */
export const tableHandlers = (
  window: () => BrowserWindow | undefined,
): Pick<Handlers, 'text.copy' | 'table.export'> => ({
  'text.copy': async (text) => {
    await clipboard.writeText(text);
    return null;
  },
  'table.export': async ({ headings, rows }) => {
    const written = await saveCsv(window(), 'Export what is shown', 'ringside-table', () =>
      csvOf(headings, rows),
    );
    if (!written.ok || written.value === '') return written;
    return ok(`${countOf(rows.length, 'line')} written to ${written.value}`);
  },
});
