import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ContactBook } from '../../src/main/contacts/book.ts';
import { Colleagues } from '../../src/main/contacts/colleagues.ts';
import { findPeople } from '../../src/main/contacts/find.ts';
import { importContacts } from '../../src/main/contacts/import.ts';
import { entryOf } from '../../src/main/contacts/people.ts';
import { CONTACTS_FILE } from '../../src/main/contacts/schema.ts';
import { HISTORY_FILE } from '../../src/main/history/schema.ts';
import { openDatabase } from '../../src/main/storage/database.ts';
import { History } from '../../src/main/history/history.ts';
import type { ImportProgress } from '../../src/shared/contacts/contact.ts';
import { Numbers } from '../../src/main/numbers/numbers.ts';
import { readText } from '../../src/shared/numbers/link.ts';

let folder: string;
let book: ContactBook;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-contacts-'));
  book = new ContactBook(openDatabase(join(folder, 'contacts.db'), CONTACTS_FILE).db);
});
afterEach(() => {
  book.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Numbers as they are read in Germany. */
const read = (text: string) => readText(text, 'DE');
const NEVER = new AbortController().signal;
const PHONE = fileURLToPath(new URL('../fixtures/contacts/phone.vcf', import.meta.url));

const take = (path: string, signal = NEVER, onProgress: (p: ImportProgress) => void = () => {}) =>
  importContacts(path, { book, read, onProgress, signal });

/** Imports a file with this content; the report's bad lines as "line reason". */
async function takeText(content: string | Uint8Array, name = 'contacts.csv') {
  const path = join(folder, name);
  writeFileSync(path, content);
  const report = await take(path);
  if (!report.ok) throw new Error(report.error.message);
  return report.value;
}
/** Keeps what a person typed. @param id 0 for a new contact */
const save = (name: string, number: string, id = 0) => {
  const entry = entryOf(name, number, read);
  return entry.ok ? book.save(id, entry.value) : entry;
};
const all = () =>
  book
    .query({ text: '', offset: 0, limit: 500 })
    .contacts.map(({ name, number }) => [name, number]);

describe('a CSV file', () => {
  it.each([
    ['commas', 'Name,Number\nAnna,+49301\nBo,202\n'],
    ['semicolons and CRLF', 'Name;Telefon\r\nAnna;+49301\r\nBo;202'],
    ['tabs', 'phone\tfull name\n+49301\tAnna\n202\tBo\n'],
    ['a byte order mark', '\ufeffName,Number\nAnna,+49301\nBo,202\n'],
    ['Excel’s line', 'sep=;\nName;Number\nAnna;+49301\nBo;202\n'],
    ['no headings', 'Anna;+49301\nBo;202\n'],
    ['old line breaks', 'Name,Number\rAnna,+49301\rBo,202\r'],
    ['UTF-16', Buffer.from('\ufeffName,Number\nAnna,+49301\nBo,202\n', 'utf16le')],
    ['an apostrophe against formulae', "Name,Number\n'=Anna,'+49301\nBo,202\n"],
    ['first and last name', 'Vorname;Nachname;Mobil;Fax\nAnna;;+49301;1\n;Bo;202;2\n'],
  ])('with %s', async (_what, content) => {
    const report = await takeText(content);
    expect(report).toMatchObject({ added: 2, bad: 0, file: 'contacts.csv' });
    expect(all().map(([name, number]) => [name?.replace('=', ''), number])).toEqual([
      ['Anna', '+49301'],
      ['Bo', '202'],
    ]);
  });

  it('in Latin-1 keeps its umlauts', async () => {
    await takeText(Buffer.from('Name;Telefon\nJürgen Groß;0301\n', 'latin1'));
    expect(all()).toEqual([['Jürgen Groß', '0301']]);
  });

  it('of an address book has several numbers a line', async () => {
    await takeText(
      'First Name,Last Name,Organization Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Value\n' +
        'Anna,Berg,Firm,Work,+49301 ::: +49302,+49303\n,,Firm,,+49304,\n',
    );
    expect(all()).toEqual([
      ['Anna Berg', '+49301'],
      ['Anna Berg', '+49302'],
      ['Anna Berg', '+49303'],
      ['Firm', '+49304'],
    ]);
  });

  it('names each bad line with its number and the reason', async () => {
    const report = await takeText(
      [
        'Name,Number',
        '"Two',
        'lines",+49301',
        '', // 4
        'No number,',
        ',+49302',
        'Not a number,12;34',
        '"Out "of" place",+49303',
        `${'x'.repeat(201)},+49304`,
        'Good,+49305', // 10
        '"Never closed,+49306',
        'Good too,+49307',
      ].join('\n'),
    );
    expect(report.badLines).toEqual([
      { line: 5, reason: 'There is no number.' },
      { line: 6, reason: 'A name is needed.' },
      { line: 7, reason: expect.stringContaining('cannot hold “;”') as string },
      { line: 8, reason: 'A quote is out of place.' },
      { line: 9, reason: 'The name is longer than 200 characters.' },
      { line: 11, reason: 'A quote is opened and never closed.' },
    ]);
    expect(all()).toEqual([
      ['Good', '+49305'],
      ['Good too', '+49307'],
      ['Two lines', '+49301'],
    ]);
  });

  it('with a quote that is never closed loses that line only, however long the file', async () => {
    const line = (i: number): string => `Person ${i},+4930${String(i).padStart(7, '0')}`;
    const lines = ['Name,Number', ...Array.from({ length: 20_000 }, (_, i) => line(i))];
    lines[100] = '"Open,+49301';
    const report = await takeText(lines.join('\n'));
    expect(report).toMatchObject({ added: 19_999, bad: 1 });
    expect(report.badLines[0]?.line).toBe(101);
  });

  it('imported again changes nothing, and renames who has another name now', async () => {
    await takeText('Name,Number\nAnna,+49 30 1\nBo,202\n');
    expect(await takeText('Name,Number\nAnna,+49 30 1\nBo,202\n')).toMatchObject({
      added: 0,
      renamed: 0,
      unchanged: 2,
    });
    expect(await takeText('Name,Number\nAnna Berg,0049301\n')).toMatchObject({ renamed: 1 });
    expect(all()).toEqual([
      ['Anna Berg', '0049301'],
      ['Bo', '202'],
    ]);
  });

  it.each([
    ['without a number', 'Name,City\nAnna,Berlin\n', 'The first line should name the columns'],
    ['that is empty', '', 'The first line should name the columns'],
    ['that is no text', Buffer.from([0x89, 0x50, 0, 1, 2, 0]), 'not a text file'],
  ])('%s is refused with what to do', async (_what, content, reason) => {
    await expect(takeText(content)).rejects.toThrow(reason);
    expect(book.importing).toBe(false);
  });

  it('that is too large, a folder or gone is not read', async () => {
    const why = async (path: string): Promise<string> => {
      const report = await take(path);
      return report.ok ? '' : report.error.message;
    };
    writeFileSync(join(folder, 'large.csv'), '');
    truncateSync(join(folder, 'large.csv'), 65 * 1024 * 1024);
    mkdirSync(join(folder, 'folder.csv'));
    expect(await why(join(folder, 'large.csv'))).toContain('larger than 64 MB');
    expect(await why(join(folder, 'folder.csv'))).toContain('it is a folder');
    expect(await why(join(folder, 'gone.csv'))).toContain('cannot be read');
  });
});

describe('a vCard file', () => {
  it('gives all numbers, and names each card that does not read', async () => {
    const report = await take(PHONE);
    expect(report).toMatchObject({ ok: true, value: { added: 6, bad: 5 } });
    expect(all()).toEqual([
      ['Ali Ömer', '0049 (30) 765432'],
      ['Firm & Sons Sales', '+493088888'],
      ['Folded name <b>"quoted"</b>', '+4930123456 x5'],
      ['Jan Åberg', '+46701111111'],
      ["Åsa O'Neil, Dr.", '+46 70 123 45 67'],
      ["Åsa O'Neil, Dr.", '08-765 43 21'],
    ]);
    expect(report.ok && report.value.badLines.map(({ line, reason }) => [line, reason])).toEqual([
      [24, 'This is not part of a card.'],
      [30, 'There is no number.'],
      [34, expect.stringMatching(/number/i)],
      [39, 'This card has no end (END:VCARD).'],
      [48, 'This card has no end (END:VCARD).'],
    ]);
  });
});

describe('a large import', () => {
  const COUNT = 100_000;
  const number = (i: number): string => `+4930${String(i).padStart(7, '0')}`;
  const large = (): string => {
    const path = join(folder, 'large.csv');
    const lines = Array.from({ length: COUNT + 1 }, (_, i) => `Person ${i};${number(i)}`);
    writeFileSync(path, ['Name;Number', ...lines].join('\n'));
    return path;
  };

  it('is all or nothing, and names are known meanwhile; the history goes on beside it', async () => {
    const path = large();
    const history = new History(openDatabase(join(folder, 'history.db'), HISTORY_FILE).db);
    const stop = new AbortController();
    const seen: ImportProgress[] = [];
    const cancelled = await take(path, stop.signal, (progress) => {
      seen.push(progress);
      if (seen.length !== 5) return;
      expect(book.nameOf(number(7))).toBe('Person 7');
      history.begin({
        site: 'main',
        callId: 'c',
        way: 'in',
        name: '',
        number: '1',
        dialled: '',
        startedMs: 1,
      });
      stop.abort();
    });
    expect(cancelled).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
    expect(seen).toHaveLength(5);
    expect([book.size, book.nameOf(number(7))]).toEqual([0, '']);
    expect(history.latest(5)).toHaveLength(1);
    history.close();
  });

  it('of 100,000 contacts is taken in with progress, and one more is refused', async () => {
    const parts: number[] = [];
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const report = await take(large(), NEVER, ({ part }) => parts.push(part));
    clearInterval(timer);
    expect(report).toMatchObject({
      ok: true,
      value: {
        added: COUNT,
        bad: 1,
        badLines: [{ line: COUNT + 2, reason: expect.stringContaining('at most') as string }],
      },
    });
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    expect(parts.at(-1)).toBe(1);
    expect(turns).toBeGreaterThan(20); // the event loop ran between the pieces
    expect(book.nameOf('0049 30 0054321')).toBe('Person 54321');
    expect(book.nameOf('030 0054321')).toBe('Person 54321');
    // 5432, 54320 to 54329, 15432 to 95432.
    expect(book.query({ text: 'erson 5432', offset: 0, limit: 500 }).total).toBe(20);
    expect(save('One more', '+48')).toMatchObject({ ok: false });
  }, 60_000);
});

describe('a contact', () => {
  const add = save;

  it('is found by its number however it is written, exactly first', () => {
    add('National', '030 1234567');
    add('Austrian', '+43 30 1234567');
    expect(book.nameOf('+49301234567')).toBe('National');
    expect(book.nameOf('+43301234567')).toBe('Austrian');
    expect(book.nameOf('0301234567')).toBe('National');
    expect(book.nameOf('+49401234567')).toBe('');
    expect(book.nameOf('')).toBe('');
  });

  it('is found by the numbering plans, once they are loaded', async () => {
    book.matchBy(await new Numbers(() => 'RU').matcher());
    add('Domestic', '8 (495) 123-45-67');
    add('Short', '112');
    expect(book.nameOf('+74951234567')).toBe('Domestic');
    expect(book.nameOf('84951234567')).toBe('Domestic');
    expect(book.nameOf('+74951234568')).toBe('');
    expect(book.nameOf('+7112')).toBe('');
    // A name that was remembered goes with its contact.
    book.remove(book.query({ text: 'Domestic', offset: 0, limit: 1 }).contacts[0]?.id ?? 0);
    expect(book.nameOf('+74951234567')).toBe('');
  });

  it('is not guessed at where two have the same digits', () => {
    add('One', '+49 30 1234567');
    add('Other', '+43 30 1234567');
    expect(book.nameOf('030 1234567')).toBe('');
    expect(book.nameOf('+43301234567')).toBe('Other');
    // Nor where there are more with the same last digits than are looked at.
    add('First', '555 7654321');
    for (let i = 10; i < 60; i += 1) add(`Elsewhere ${i}`, `+${i}111 7654321`);
    add('Last', '7654321');
    expect(book.nameOf('+49 555 7654321')).toBe('');
  });

  it('is kept, changed and removed, with one name for a number', () => {
    expect(add('Anna\n<b>', ' +49 30 1 ')).toEqual({ ok: true, value: null });
    const [anna] = book.query({ text: '', offset: 0, limit: 10 }).contacts;
    expect(anna).toMatchObject({ name: 'Anna <b>', number: '+49 30 1' });
    expect(add('Bo', '0049301')).toMatchObject({
      ok: false,
      error: { message: 'That number is Anna <b>’s already.' },
    });
    expect(add('', '5')).toMatchObject({ ok: false });
    expect(add('Bo', 'x y;')).toMatchObject({ ok: false });
    expect(save('Anna', '+49302', anna?.id)).toMatchObject({
      ok: true,
    });
    expect([book.nameOf('+49301'), book.nameOf('+49302')]).toEqual(['', 'Anna']);
    book.remove(anna?.id ?? 0);
    expect(book.size).toBe(0);
  });

  it('is found by any part of the name or number', () => {
    add('Åsa O"Neil', '+46 70 1234567');
    add('Bo', '202');
    const find = (text: string) =>
      book.query({ text, offset: 0, limit: 10 }).contacts.map(({ name }) => name);
    expect([find('åsa'), find('o"n'), find('1234'), find('b'), find('20'), find('zz')]).toEqual([
      ['Åsa O"Neil'],
      ['Åsa O"Neil'],
      ['Åsa O"Neil'],
      ['Bo'],
      ['Bo'],
      [],
    ]);
  });

  it('is found without its accents, and by its number in any writing', () => {
    add('Åsa O"Neil', '+46 70 1234567');
    const find = (text: string) =>
      findPeople({ book, colleagues }, text).map(
        ({ kind, name, number }) => `${kind} ${name} ${number}`,
      );
    const colleagues = new Colleagues(
      () => '',
      () => undefined,
    );
    const asa = ['contact Åsa O"Neil +46 70 1234567'];
    for (const text of ['asa', 'ASA neil', '+4670123', '0046 70-12', '070 123', '46 70'])
      expect([text, find(text)]).toEqual([text, asa]);
    expect(find('0701 99')).toEqual([]);
  });
});

it('quitting in the midst of an import takes it back, and keeps what was there', () => {
  save('Anna', '+49301000');
  void book.takeIn((put) => {
    put({ name: 'Bo', number: '+49302000', normal: '49302000' });
    book.close();
    return new Promise(() => undefined);
  });
  book = new ContactBook(openDatabase(join(folder, 'contacts.db'), CONTACTS_FILE).db);
  expect(all()).toEqual([['Anna', '+49301000']]);
});
