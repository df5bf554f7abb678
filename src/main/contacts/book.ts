import { MAX_CONTACTS } from '@shared/contacts/contact.ts';
import type { Contact, ContactPage, ContactQuery } from '@shared/contacts/contact.ts';
import { maySame, normalForm, tailOf } from '@shared/contacts/number.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { closeDatabase, type Database } from '../storage/database.ts';
import { wordConditions } from '../history/search.ts';
import type { Entry } from './people.ts';

/** What became of an entry that was put in. */
export type Put = 'added' | 'renamed' | 'unchanged' | 'full';

/** Contacts with the same last digits that are looked at before it counts as ambiguous. */
const MOST_ALIKE = 50;

/** When numbers are one, however they are written (shared/numbers/same.ts). */
export interface Matcher {
  /** Normal forms under which a number may be kept. */
  normalForms(number: string): readonly string[];
  same(one: string, other: string): boolean;
}

/** By digits alone, until the numbering plans are loaded. */
const PLAIN: Matcher = {
  normalForms: (number) => [normalForm(number)],
  same: (one, other) => maySame(normalForm(one), normalForm(other)),
};

/** Names that were found, so that a list which is drawn again asks nobody. */
const MAX_REMEMBERED = 5_000;

/** My contacts on disk. */
export class ContactBook {
  readonly #db: Database;
  #importing = false;
  #matcher = PLAIN;
  readonly #remembered = new Map<string, string>();
  /** Nobody is asked for thousands of callers where there are no contacts. */
  #isEmpty: boolean;

  constructor(db: Database) {
    this.#db = db;
    this.#isEmpty = this.size === 0;
  }

  query({ text, offset, limit }: ContactQuery): ContactPage {
    const { parts, values } = wordConditions(text, 'contacts_text');
    const where = parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '';
    const { n } = this.#db
      .prepare(`SELECT count(*) AS n FROM contacts ${where}`)
      .get(...values) as { n: number };
    const contacts = this.#db
      .prepare(
        `SELECT id, name, number FROM contacts ${where} ORDER BY name COLLATE NOCASE, id LIMIT ? OFFSET ?`,
      )
      .all(...values, limit, offset) as unknown as Contact[];
    return { contacts: contacts.map((row) => ({ ...row })), total: n };
  }

  get size(): number {
    return (this.#db.prepare('SELECT count(*) AS n FROM contacts').get() as { n: number }).n;
  }

  /** From now on numbers are one when it says so. */
  matchBy(matcher: Matcher): void {
    this.#matcher = matcher;
    this.#remembered.clear();
  }

  /** Keeps what a person typed. A number belongs to one contact. @param id 0 for a new one */
  save(id: number, { name, number, normal }: Entry): Result<null> {
    const other = this.#byNormal(normal);
    if (other && other.id !== id)
      return fail('bad-input', `That number is ${other.name}’s already.`);
    this.#remembered.clear();
    this.#isEmpty = false;
    const values = [name, number, normal, tailOf(normal)] as const;
    if (id === 0) {
      if (this.size >= MAX_CONTACTS) return fail('bad-input', full());
      this.#db
        .prepare('INSERT INTO contacts (name, number, normal, tail) VALUES (?, ?, ?, ?)')
        .run(...values);
    } else {
      this.#db
        .prepare('UPDATE contacts SET name = ?, number = ?, normal = ?, tail = ? WHERE id = ?')
        .run(...values, id);
    }
    return ok(null);
  }

  remove(id: number): void {
    this.#remembered.clear();
    this.#db.prepare('DELETE FROM contacts WHERE id = ?').run(id);
  }

  clear(): void {
    this.#remembered.clear();
    this.#db.exec('DELETE FROM contacts');
  }

  get importing(): boolean {
    return this.#importing;
  }

  /**
   * Takes in many entries as one transaction: all of them, or none when `fill` throws or fails. Names
   * can be asked for meanwhile.
   */
  async takeIn<T>(fill: (put: (entry: Entry) => Put) => Promise<Result<T>>): Promise<Result<T>> {
    if (this.#importing) return fail('bad-input', 'Another import is under way.');
    this.#importing = true;
    this.#isEmpty = false;
    this.#db.exec('BEGIN');
    try {
      const result = await fill(this.#putter());
      this.#db.exec(result.ok ? 'COMMIT' : 'ROLLBACK');
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    } finally {
      this.#remembered.clear();
      this.#importing = false;
    }
  }

  #putter(): (entry: Entry) => Put {
    let { size } = this;
    const insert = this.#db.prepare(
      'INSERT INTO contacts (name, number, normal, tail) VALUES (?, ?, ?, ?)',
    );
    const rename = this.#db.prepare('UPDATE contacts SET name = ?, number = ? WHERE id = ?');
    return ({ name, number, normal }) => {
      const known = this.#byNormal(normal);
      if (known?.name === name) return 'unchanged';
      if (known) {
        rename.run(name, number, known.id);
        return 'renamed';
      }
      if (size >= MAX_CONTACTS) return 'full';
      size += 1;
      insert.run(name, number, normal, tailOf(normal));
      return 'added';
    };
  }

  /** The name a number has in my contacts, or ''. Exactly that number first, then the one like it. */
  nameOf(number: string): string {
    const known = this.#remembered.get(number);
    if (known !== undefined) return known;
    const name = this.#find(number);
    // An import may be taken back, and names with it.
    if (this.#importing) return name;
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(number, name);
    return name;
  }

  #find(number: string): string {
    if (this.#isEmpty) return '';
    const forms = this.#matcher.normalForms(number).filter((form) => form !== '');
    for (const form of forms) {
      const exact = this.#byNormal(form);
      if (exact) return exact.name;
    }
    const tail = tailOf(forms[0] ?? '');
    if (tail === '') return '';
    const alike = this.#db
      .prepare('SELECT name, normal FROM contacts WHERE tail = ? LIMIT ?')
      .all(tail, MOST_ALIKE) as unknown as { name: string; normal: string }[];
    if (alike.length === MOST_ALIKE) return '';
    const names = new Set(
      alike.filter((other) => this.#matcher.same(other.normal, number)).map(({ name }) => name),
    );
    // Two people by the same digits: no name is better than the wrong one.
    return names.size === 1 ? ([...names][0] ?? '') : '';
  }

  close(): void {
    closeDatabase(this.#db);
  }

  #byNormal(normal: string): { id: number; name: string } | undefined {
    return this.#db.prepare('SELECT id, name FROM contacts WHERE normal = ?').get(normal) as
      { id: number; name: string } | undefined;
  }
}

export const full = (): string => `${MAX_CONTACTS.toLocaleString()} contacts are kept at most.`;
