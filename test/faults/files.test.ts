import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Numbers } from '../../src/main/numbers/numbers.ts';
import { Contacts } from '../../src/main/contacts/contacts.ts';
import { HISTORY_FILE } from '../../src/main/history/schema.ts';
import { openDatabase } from '../../src/main/storage/database.ts';
import { History } from '../../src/main/history/history.ts';
import { readSecrets, readSettings } from '../../src/main/settings/file.ts';
import { defaultSettings } from '../../src/shared/settings/settings.ts';
import { siteOf } from '../support/sites.ts';
import { randomOf } from '../support/random.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringside-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder of its own with one file in it. */
let next = 0;
function place(name: string, bytes: Buffer): string {
  const own = join(folder, String(next++));
  rmSync(own, { recursive: true, force: true });
  const path = join(own, name);
  mkdirSync(own);
  writeFileSync(path, bytes);
  return path;
}
const asideOf = (path: string): string | undefined =>
  readdirSync(join(path, '..')).find((name) => /\.broken-[\dTZ-]+$/.test(name));

/**
 * A database cut at each of these lengths is set aside as it is, and that is told; how many were.
 * @param use opens it as the app does, and says what was found in it
 */
function expectSetAside<T>(
  name: string,
  whole: Buffer,
  lengths: readonly number[],
  use: (path: string) => { problem: string; found: T },
  everything: T,
  nothing: T,
): number {
  let cut = 0;
  for (const length of lengths) {
    const bytes = whole.subarray(0, length);
    const path = place(name, bytes);
    const { problem, found } = use(path);
    const aside = asideOf(path);
    if (aside === undefined) {
      // The bytes that are gone were nothing: all is there.
      expect([length, problem, found]).toEqual([length, '', everything]);
      continue;
    }
    cut += 1;
    expect(problem).toContain(aside);
    expect(found).toBe(nothing);
    expect(readFileSync(join(path, '..', aside)).equals(bytes)).toBe(true);
  }
  return cut;
}

describe('the settings file', () => {
  const settings = { ...defaultSettings(), theme: 'dark' as const };
  const whole = Buffer.from(JSON.stringify(settings));

  it('cut at any byte is set aside as it is, and that is told', () => {
    for (let length = 0; length < whole.length; length += 1) {
      const bytes = whole.subarray(0, length);
      const path = place('settings.json', bytes);
      const { value, problem } = readSettings(path);
      const aside = asideOf(path) ?? '';
      expect(problem).toContain(aside);
      expect(aside).not.toBe('');
      expect(readFileSync(join(path, '..', aside))).toEqual(bytes);
      expect(value).toEqual(defaultSettings());
    }
  });

  it('with any byte changed is read as it says, or set aside', () => {
    const random = randomOf(1);
    let read = 0;
    for (let at = 0; at < whole.length; at += 3) {
      const bytes = Buffer.from(whole);
      bytes[at] = Math.floor(random() * 256);
      const path = place('settings.json', bytes);
      const { problem } = readSettings(path);
      if (problem === '') {
        expect(readFileSync(path)).toEqual(bytes);
        read += 1;
      } else expect(readFileSync(join(path, '..', asideOf(path) ?? ''))).toEqual(bytes);
    }
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(whole.length / 6);
  });

  it('with one bad part keeps the others', () => {
    const sites = [siteOf('201@pbx.example')];
    const bytes = Buffer.from(
      JSON.stringify({ ...settings, sites, table: { sortBy: 'nonsense' } }),
    );
    const { value, problem } = readSettings(place('settings.json', bytes));
    expect(problem).not.toBe('');
    expect(value).toMatchObject({ sites, theme: 'dark', table: { sortBy: 'duration' } });
  });
});

describe('the file of passwords', () => {
  it.each(['', '{"a":"b"', 'null', '[]', '"text"', '{"a":7}', '\0'])('%j is set aside', (text) => {
    const path = place('secrets.json', Buffer.from(text));
    const { problem } = readSecrets(path);
    expect(problem).toContain(asideOf(path) ?? 'nothing');
  });
  it('that reads is left alone', () => {
    const path = place('secrets.json', Buffer.from('{"esl pbx:8021 password":"djEx"}'));
    expect(readSecrets(path)).toEqual({ value: { 'esl pbx:8021 password': 'djEx' }, problem: '' });
    expect(asideOf(path)).toBeUndefined();
  });
});

describe('the history file', () => {
  const CALLS = 300;
  let whole: Buffer;
  const contents = (history: History): string =>
    JSON.stringify(history.query({ text: '', only: 'all', offset: 0, limit: 1_000 }).records);
  let original = '';

  beforeAll(() => {
    const path = join(folder, 'whole.db');
    const { db } = openDatabase(path, HISTORY_FILE);
    const history = new History(db);
    for (let i = 0; i < CALLS; i += 1)
      history.begin({
        site: 'main',
        callId: `c${i}`,
        way: i % 2 ? 'in' : 'out',
        name: `Caller ${i}`,
        number: `+4930${i}`,
        dialled: '300',
        startedMs: i,
      });
    original = contents(history);
    history.close();
    whole = readFileSync(path);
  });

  /** Opens it as the app does, and uses it: every way of asking, and one more call. */
  function use(path: string): { problem: string; found: string } {
    const { db, problem } = openDatabase(path, HISTORY_FILE);
    const history = new History(db);
    const found = contents(history);
    history.query({ text: 'Caller 17', only: 'in', offset: 0, limit: 10 });
    history.query({ text: '1', only: 'missed', offset: 0, limit: 10 });
    history.csv();
    const call = {
      site: 'main',
      callId: 'new',
      way: 'in',
      name: 'N',
      number: '1',
      dialled: '',
      startedMs: 1,
    } as const;
    history.end(history.begin(call), 2, 'missed', '');
    history.markSeen();
    history.forgetBefore(2);
    history.close();
    return { problem, found };
  }

  it('cut at any length is set aside as it is, and that is told', () => {
    const random = randomOf(2);
    const lengths = [0, 1, 15, 16, 99, 100, 511, 4_095, 4_096, 4_097, whole.length - 1];
    while (lengths.length < 60) lengths.push(Math.floor(random() * whole.length));
    const cut = expectSetAside('history.db', whole, lengths, use, original, '[]');
    expect(cut).toBeGreaterThan(50);
  });

  it('with bytes changed is set aside, or holds what it held but for the bytes that are text', () => {
    const random = randomOf(3);
    let aside = 0;
    for (let i = 0; i < 150; i += 1) {
      const bytes = Buffer.from(whole);
      const at = Math.floor(random() * bytes.length);
      for (let k = at; k < Math.min(bytes.length, at + 1 + (i % 40)); k += 1)
        bytes[k] = Math.floor(random() * 256);
      const path = place('history.db', bytes);
      const { problem } = use(path);
      if (problem === '') continue;
      aside += 1;
      expect(problem).toContain(asideOf(path) ?? 'nothing');
    }
    expect(aside).toBeGreaterThan(20);
  });

  it('whole is left alone', () => {
    const path = place('history.db', whole);
    expect(use(path)).toEqual({ problem: '', found: original });
  });

  it('that is not ours to write is left alone, and that is told', () => {
    if (process.getuid?.() === 0) return; // root writes everywhere
    const path = place('history.db', whole);
    chmodSync(path, 0o400);
    chmodSync(join(path, '..'), 0o500);
    const { problem } = use(path);
    chmodSync(join(path, '..'), 0o700);
    expect(problem).toMatch(/cannot be opened/);
    expect(readFileSync(path).equals(whole)).toBe(true);
  });

  it('that another program holds is left alone, and that is told', () => {
    const path = place('history.db', whole);
    const { db } = openDatabase(path, HISTORY_FILE);
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
    const other = openDatabase(path, HISTORY_FILE);
    expect(other.problem).toMatch(/cannot be opened.*kept beyond this run/);
    expect(asideOf(path)).toBeUndefined();
    other.db.close();
    db.exec('ROLLBACK');
    db.close();
  });
});

describe('the contacts file', () => {
  const numbers = new Numbers(() => 'DE');
  const MANY = 400;
  let whole: Buffer;

  /** Opens it as the app does, and uses it; how many contacts it had. */
  function use(path: string): { problem: string; found: number } {
    const contacts = new Contacts(join(path, '..'), () => defaultSettings().names, numbers);
    const { book, problem } = contacts;
    const found = book.size;
    book.query({ text: 'contact 17', offset: 0, limit: 10 });
    contacts.names.known('+4930100017');
    expect(
      book.save(0, { name: 'New', number: '+4940999999', normal: '+4940999999' }),
    ).toMatchObject({ ok: true });
    contacts.stop();
    return { problem, found };
  }

  beforeAll(() => {
    const path = place('contacts.db', Buffer.alloc(0));
    rmSync(path);
    const contacts = new Contacts(join(path, '..'), () => defaultSettings().names, numbers);
    for (let i = 0; i < MANY; i += 1) {
      const number = `+4930${100_000 + i}`;
      contacts.book.save(0, { name: `Contact ${i}`, number, normal: number });
    }
    expect(contacts.book.size).toBe(MANY);
    contacts.stop();
    whole = readFileSync(path);
  });

  it('cut at any length is set aside as it is, and that is told', () => {
    const random = randomOf(4);
    const lengths = [0, 1, 16, 99, 511, 4_096, 4_097, whole.length - 1];
    while (lengths.length < 40) lengths.push(Math.floor(random() * whole.length));
    const cut = expectSetAside('contacts.db', whole, lengths, use, MANY, 0);
    expect(cut).toBeGreaterThan(30);
  });

  it('whole is left alone', () => {
    expect(use(place('contacts.db', whole))).toEqual({ problem: '', found: MANY });
  });
});
