import { dialog, type BrowserWindow } from 'electron';
import type { ImportProgress } from '@shared/contacts/contact.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { Handlers } from '../ipc/server.ts';
import type { Contacts } from './contacts.ts';
import { findPeople } from './find.ts';
import { entryOf } from './people.ts';

type ContactRequests =
  | 'people.find'
  | 'contacts.query'
  | 'contacts.save'
  | 'contacts.remove'
  | 'contacts.clear'
  | 'contacts.choose'
  | 'contacts.plan'
  | 'contacts.import'
  | 'contacts.cancelImport'
  | 'names.of';

/**
 * What a window may ask of the contacts. A file to import is chosen in a dialog of the system: no path
 * comes from the window.
 */
export function contactHandlers(
  contacts: Contacts,
  window: () => BrowserWindow | undefined,
  onProgress: (progress: ImportProgress) => void,
): Pick<Handlers, ContactRequests> {
  const { book, names, reader } = contacts;
  let importing = new AbortController();
  /** The file that the person chose last: no path comes from a window. */
  let chosen: string | undefined;
  /** A change would become part of the import, and be taken back with it. */
  const change = (act: () => Result<null>): Result<null> => {
    if (book.importing) return fail('bad-input', 'Wait until the import is done.');
    const done = act();
    if (done.ok) names.changed();
    return done;
  };
  return {
    'people.find': (text) => findPeople(contacts, text),
    'contacts.query': (query) => book.query(query),
    'contacts.save': async ({ id, name, number }) => {
      const entry = entryOf(name, number, await reader());
      return entry.ok ? change(() => book.save(id, entry.value)) : entry;
    },
    'contacts.remove': (id) =>
      change(() => {
        book.remove(id);
        return ok(null);
      }),
    'contacts.clear': () =>
      change(() => {
        book.clear();
        return ok(null);
      }),
    'contacts.choose': async () => {
      if (book.importing) return fail('bad-input', 'An import is under way.');
      const path = await chooseFile(window());
      if (path === undefined) return ok(null);
      chosen = path;
      // With it come the readers of vCard and CSV, which nobody needs at a start.
      const [{ planImport }, { AS_FOUND }] = await Promise.all([
        import('./plan.ts'),
        import('./file.ts'),
      ]);
      return planImport(path, await reader(), AS_FOUND);
    },
    'contacts.plan': async (corrections) => {
      if (chosen === undefined) return NONE_CHOSEN;
      const { planImport } = await import('./plan.ts');
      return planImport(chosen, await reader(), corrections);
    },
    'contacts.import': async (corrections) => {
      if (chosen === undefined) return NONE_CHOSEN;
      if (book.importing) return fail('bad-input', 'An import is under way.');
      const { importContacts } = await import('./import.ts');
      importing = new AbortController();
      const report = await importContacts(chosen, {
        book,
        read: await reader(),
        corrections,
        onProgress,
        signal: importing.signal,
      });
      names.changed();
      return report;
    },
    'contacts.cancelImport': () => {
      importing.abort();
      return null;
    },
    'names.of': (numbers) =>
      Object.fromEntries(
        numbers.flatMap((number) => {
          const known = names.knownName(number);
          return known ? [[number, known]] : [];
        }),
      ),
  };
}

const NONE_CHOSEN = fail('bad-input', 'Choose a file first.');

async function chooseFile(window: BrowserWindow | undefined): Promise<string | undefined> {
  const options: Electron.OpenDialogOptions = {
    title: 'Import contacts',
    properties: ['openFile'],
    filters: [
      { name: 'Contacts (CSV, vCard)', extensions: ['csv', 'txt', 'tsv', 'vcf', 'vcard'] },
      { name: 'All files', extensions: ['*'] },
    ],
  };
  const { filePaths } = window
    ? await dialog.showOpenDialog(window, options)
    : await dialog.showOpenDialog(options);
  return filePaths[0];
}
