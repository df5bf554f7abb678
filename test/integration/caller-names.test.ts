import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ContactBook } from '../../src/main/contacts/book.ts';
import { lookUp, nameIn } from '../../src/main/contacts/lookup.ts';
import { CallerNames } from '../../src/main/contacts/names.ts';
import { CONTACTS_FILE } from '../../src/main/contacts/schema.ts';
import { openDatabase } from '../../src/main/storage/database.ts';
import { NameSettings } from '../../src/shared/contacts/contact.ts';
import { WebServer } from '../support/http.ts';

/** ms a lookup may take here: only the test of a late one is about time. */
const PATIENCE_MS = 30_000;

let folder: string;
let book: ContactBook;
let web: WebServer;
let settings: NameSettings;
let names: CallerNames;
/** Numbers whose lookup has come to its end. */
let answered: string[];
let nowMs = 0;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-names-'));
  book = new ContactBook(openDatabase(join(folder, 'contacts.db'), CONTACTS_FILE).db);
  web = await WebServer.start();
  web.answer = (_heard, response) => response.end('{"data":[{"name":"Anna\\n<b>"}]}');
  settings = {
    lookupUrl: `${web.address}/who/{number}?n={number}`,
    allowHttp: true,
    lookupField: 'data.0.name',
  };
  nowMs = 0;
  answered = [];
  names = new CallerNames(
    book,
    () => settings,
    async (asked, number) => {
      const name = await lookUp(asked, number, PATIENCE_MS);
      answered.push(number);
      return name;
    },
    (number) => (number === '202' ? 'Colleague' : ''),
    () => nowMs,
  );
});
afterEach(() => {
  web.stop();
  book.close();
  rmSync(folder, { recursive: true, force: true });
});

const known = (): Promise<string> =>
  new Promise((resolve) => {
    const stop = names.onKnown((number) => {
      stop();
      resolve(number);
    });
  });
/** What the server was asked for. */
const asked = (): string[] => web.heard.map(({ url }) => url);

describe('the name of a caller', () => {
  it('is looked up without waiting, told when it comes, and asked for once', async () => {
    const told = known();
    expect(names.nameFor('+49 301')).toBeUndefined();
    expect(names.nameFor('+49 301')).toBeUndefined();
    expect(await told).toBe('+49 301');
    expect(names.nameFor('+49 301')?.name).toBe('Anna <b>');
    expect(names.known('+49 301')).toBe('Anna <b>');
    // By the time that a later question is answered, every earlier one has been heard.
    const later = known();
    names.nameFor('2');
    await later;
    expect(asked()).toEqual(['/who/%2B49%20301?n=%2B49%20301', '/who/2?n=2']);
    expect(web.heard[0]?.method).toBe('GET');
  });

  it('is a colleague’s where nobody else has one, and nobody is asked', () => {
    expect(names.nameFor('202')).toEqual({ name: 'Colleague', overrides: false });
    book.save(0, { name: 'My Bo', number: '202', normal: '202' });
    expect(names.nameFor('202')).toEqual({ name: 'My Bo', overrides: true });
    expect(asked()).toEqual([]);
  });

  it('is that of my contacts first, and nobody is asked', () => {
    book.save(0, { name: 'My Anna', number: '+49301', normal: '+49301' });
    expect(names.nameFor('0049301')?.name).toBe('My Anna');
    expect(asked()).toEqual([]);
  });

  it('is not looked up for calls of others, nor without an address', async () => {
    expect(names.known('+49301')).toBe('');
    settings = { ...settings, lookupUrl: '' };
    expect(names.nameFor('+49301')).toBeUndefined();
    expect(names.nameFor('')).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(asked()).toEqual([]);
  });

  it('is asked for again after a while: 5 minutes when there was none, 10 when there was', async () => {
    web.answer = ({ url }, response) =>
      response.end(url.includes('none') ? '{}' : '{"data":[{"name":"Anna"}]}');
    names.nameFor('none');
    const told = known();
    names.nameFor('some');
    await told;
    await expect.poll(() => answered).toHaveLength(2);
    expect(names.nameFor('none')).toBeUndefined();
    expect(asked()).toHaveLength(2);
    nowMs = 5 * 60_000 - 1;
    names.nameFor('none');
    expect(names.known('some')).toBe('Anna');
    nowMs = 5 * 60_000 + 1;
    names.nameFor('none');
    await expect.poll(() => asked().length).toBe(3);
    expect(names.known('some')).toBe('Anna');
    nowMs = 10 * 60_000 + 1;
    expect(names.known('some')).toBe('');
  });

  it('is forgotten when the contacts or the settings change', async () => {
    const told = known();
    names.nameFor('+49301');
    await told;
    const changed = known();
    names.changed();
    expect(await changed).toBe('');
    expect(names.known('+49301')).toBe('');
  });
});

describe('a lookup', () => {
  const ask = () => lookUp(settings, '+49301', PATIENCE_MS);

  it('that is late, fails, is too large or sends elsewhere has no name', async () => {
    const other = await WebServer.start();
    const start = Date.now();
    web.answer = () => undefined;
    expect(await lookUp(settings, '+49301')).toBe('');
    expect(Date.now() - start).toBeGreaterThanOrEqual(1_400);
    web.answer = (_heard, response) => response.writeHead(500).end('{"data":[{"name":"x"}]}');
    expect(await ask()).toBe('');
    web.answer = (_heard, response) => response.end(`{"data":[{"name":"${'x'.repeat(70_000)}"}]}`);
    expect(await ask()).toBe('');
    web.answer = (_heard, response) => response.writeHead(302, { location: other.address }).end();
    expect(await ask()).toBe('');
    expect(other.heard).toEqual([]);
    other.stop();
  });

  it('does not go unencrypted unless that was allowed', async () => {
    settings = { ...settings, allowHttp: false };
    expect(await ask()).toBe('');
    expect(asked()).toEqual([]);
  });

  it.each([
    ['{"name":"A"}', 'name', 'A'],
    ['{"a":{"b":[{"c":" A "}]}}', 'a.b.0.c', 'A'],
    ['{"name":7}', 'name', ''],
    ['{"name":null}', 'name', ''],
    ['{}', '__proto__.name', ''],
    ['[]', 'length', ''],
    ['"text"', 'length', ''],
    ['no json', 'name', ''],
    [`{"name":"${'x'.repeat(500)}"}`, 'name', 'x'.repeat(200)],
  ])('of %s at %s has %j', (json, field, name) => expect(nameIn(json, field)).toBe(name));
});

describe('the settings of the lookup', () => {
  it.each([
    [{ lookupUrl: 'https://x.test/{number}' }, ''],
    [{ lookupUrl: 'http://x.test/{number}', allowHttp: true }, ''],
    [{}, ''],
    [{ lookupUrl: 'http://x.test/{number}' }, 'not encrypted'],
    [{ lookupUrl: 'https://x.test/{name}' }, 'There is no {name}'],
    [{ lookupUrl: 'file:///etc/passwd' }, 'begins with https'],
    [{ lookupField: 'a..b' }, 'data.0.name'],
  ])('%j: %s', (input, problem) => {
    const parsed = v.safeParse(NameSettings, input);
    expect(parsed.success).toBe(problem === '');
    expect(parsed.issues?.[0].message ?? '').toContain(problem);
  });
});
