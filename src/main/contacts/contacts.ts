import { join } from 'node:path';
import type { NameSettings } from '@shared/contacts/contact.ts';
import { openDatabase } from '../storage/database.ts';
import type { Numbers } from '../numbers/numbers.ts';
import { ContactBook } from './book.ts';
import { lookUp } from './lookup.ts';
import { CallerNames } from './names.ts';
import { ColleaguesOfSites } from './colleagues.ts';
import type { ReadNumber } from './people.ts';
import { CONTACTS_FILE } from './schema.ts';

/** ms that main waits for another program that holds the file: less than a frame. */
const BUSY_MS = 10;

/** My contacts in their file, and the names of callers by them. */
export class Contacts {
  readonly book: ContactBook;
  readonly names: CallerNames;
  readonly colleagues: ColleaguesOfSites;
  /** A sentence for the person when the file was damaged and set aside, else ''. */
  readonly problem: string;
  readonly #numbers: Numbers;

  /** @param directory the app's data folder */
  constructor(directory: string, settings: () => NameSettings, numbers: Numbers) {
    const path = join(directory, 'contacts.db');
    const { db, problem } = openDatabase(path, { ...CONTACTS_FILE, busyMs: BUSY_MS });
    this.problem = problem;
    this.#numbers = numbers;
    this.book = new ContactBook(db);
    this.colleagues = new ColleaguesOfSites((user) => this.names.colleagueChanged(user));
    this.names = new CallerNames(this.book, settings, lookUp, (number) =>
      this.colleagues.nameOf(number),
    );
  }

  /** Loads the numbering plans, by which a contact and a caller are one. Until then their digits are compared. */
  async matchByPlans(): Promise<void> {
    this.book.matchBy(await this.#numbers.matcher());
    this.names.changed();
  }

  /** Reads numbers as people write them. */
  readonly reader = async (): Promise<ReadNumber> => (await this.#numbers.matcher()).read;

  stop(): void {
    this.book.close();
  }
}
