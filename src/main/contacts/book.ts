import { MAX_CONTACTS, MAX_NAME } from '@shared/contacts/contact.ts';
import type { Contact, ContactDraft, ContactPage, ContactQuery } from '@shared/contacts/contact.ts';
import { maySame, normalForm, tailOf } from '@shared/contacts/number.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { parseNumber } from '@shared/domain/validate.ts';
import { closeDatabase, type Database } from '../history/database.ts';
import { wordConditions } from '../history/search.ts';

/** What is good to keep of what a person or a file says, and under which normal form. */
export interface Entry {
  readonly name: string;
  readonly number: string;
  readonly normal: string;
}

/** What became of an entry that was put in. */
export type Put = 'added' | 'renamed' | 'unchanged' | 'full';

/** Contacts with the same last digits that are looked at before it counts as ambiguous. */
const MOST_ALIKE = 50;

/** Checks a name and a number; fails with the reason. Control characters in a name become spaces. */
export function entryOf(name: string, number: string): Result<Entry> {
  const shown = name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  if (shown === '') return fail('bad-input', 'A name is needed.');
  if (shown.length > MAX_NAME)
    return fail('bad-input', `The name is longer than ${MAX_NAME} characters.`);
  if (number.trim() === '') return fail('bad-input', 'A number is needed.');
  const parsed = parseNumber(number);
  if (!parsed.ok) return parsed;
  // As it was written, where that is short enough to be read.
  const written = number.trim().replace(/[\p{Cc}\p{Cf}]+/gu, '');
  return ok({
    name: shown,
    number: written.length <= 64 ? written : parsed.value,
    normal: normalForm(parsed.value),
  });
}

/** My contacts on disk. */
export class ContactBook {
  readonly #db: Database;
  #importing = false;

  constructor(db: Database) {
    this.#db = db;
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

  /** Keeps what a person typed. A number belongs to one contact. */
  save({ id, name, number }: ContactDraft): Result<null> {
    const entry = entryOf(name, number);
    if (!entry.ok) return entry;
    const other = this.#byNormal(entry.value.normal);
    if (other && other.id !== id)
      return fail('bad-input', `That number is ${other.name}’s already.`);
    const { normal } = entry.value;
    const values = [entry.value.name, entry.value.number, normal, tailOf(normal)] as const;
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
    this.#db.prepare('DELETE FROM contacts WHERE id = ?').run(id);
  }

  clear(): void {
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
    this.#db.exec('BEGIN');
    try {
      const result = await fill(this.#putter());
      this.#db.exec(result.ok ? 'COMMIT' : 'ROLLBACK');
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    } finally {
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
    const normal = normalForm(number);
    if (normal === '') return '';
    const exact = this.#byNormal(normal);
    if (exact) return exact.name;
    const tail = tailOf(normal);
    if (tail === '') return '';
    const alike = this.#db
      .prepare('SELECT name, normal FROM contacts WHERE tail = ? LIMIT ?')
      .all(tail, MOST_ALIKE) as unknown as { name: string; normal: string }[];
    if (alike.length === MOST_ALIKE) return '';
    const names = new Set(
      alike.filter((other) => maySame(other.normal, normal)).map(({ name }) => name),
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
