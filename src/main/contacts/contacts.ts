import { join } from 'node:path';
import type { NameSettings } from '@shared/contacts/contact.ts';
import { openDatabase } from '../history/database.ts';
import { ContactBook } from './book.ts';
import { lookUp } from './lookup.ts';
import { CallerNames } from './names.ts';
import { CONTACTS_FILE } from './schema.ts';

/** ms that main waits for another program that holds the file: less than a frame. */
const BUSY_MS = 10;

/** My contacts in their file, and the names of callers by them. */
export class Contacts {
  readonly book: ContactBook;
  readonly names: CallerNames;
  /** A sentence for the person when the file was damaged and set aside, else ''. */
  readonly problem: string;

  /** @param directory the app's data folder */
  constructor(directory: string, settings: () => NameSettings) {
    const path = join(directory, 'contacts.db');
    const { db, problem } = openDatabase(path, { ...CONTACTS_FILE, busyMs: BUSY_MS });
    this.problem = problem;
    this.book = new ContactBook(db);
    this.names = new CallerNames(this.book, settings, lookUp);
  }

  stop(): void {
    this.book.close();
  }
}
