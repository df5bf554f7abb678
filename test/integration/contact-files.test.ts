import { describe, expect, it } from 'vitest';
import { contactsOf, AS_FOUND } from '../../src/main/contacts/file.ts';
import { personOf, type Person } from '../../src/main/contacts/people.ts';
import type { BadLine, ImportCorrections } from '../../src/shared/contacts/contact.ts';
import { readText } from '../../src/shared/numbers/link.ts';
import { LAYOUTS } from '../fixtures/contacts/layouts.ts';
import { encodeAs } from '../support/code-page.ts';

/** Reads a file's bytes as the import and `ringside contacts` do. */
async function take(bytes: Buffer, corrections: ImportCorrections = AS_FOUND) {
  const file = await contactsOf(bytes, corrections);
  if (!file.ok) throw new Error(file.error.message);
  const people: Person[] = [];
  const bad: BadLine[] = [];
  for (const { found } of file.value.batches())
    for (const one of found) {
      const read = personOf(one, (text) => readText(text, ''));
      if (read.person) people.push(read.person);
      bad.push(...read.bad);
    }
  return {
    taken: people.map(({ name, numbers }) => [name, ...numbers.map(({ dials }) => dials)]),
    people,
    bad,
    unused: file.value.unused?.headings() ?? [],
    encoding: file.value.encoding,
  };
}

const bytesOf = (text: string, encoding: string): Buffer =>
  encoding === 'utf-8'
    ? Buffer.from(text)
    : encoding === 'utf-16le'
      ? Buffer.from(text, 'utf16le')
      : encodeAs(text, encoding);

describe('an export of', () => {
  it.each(LAYOUTS.map((layout) => [layout.from, layout] as const))(
    '%s is taken in whole',
    async (_from, { text, encoding, taken, unused }) => {
      const found = await take(bytesOf(text, encoding));
      expect(found.taken).toEqual(taken);
      expect(found.bad).toEqual([]);
      expect(found.unused).toEqual(unused);
      expect(found.encoding.name).toBe(encoding);
    },
  );
});

describe('an encoding', () => {
  it.each([
    ['windows-1251', 'Name;Phone\nАнна;+74951234567\n'],
    ['koi8-r', 'Имя;Телефон\nАнна Иванова;84951234567\n'],
    ['ibm866', 'Name;Phone\nПётр;84951234567\nАлексей Смирнов;84951234568\n'],
    ['windows-1250', 'Name;Phone\nŁukasz Żółć;+48221234567\n'],
    ['windows-1253', 'Name;Phone\nΓιώργος Παπάς;+302101234567\n'],
    ['windows-1254', 'Name;Phone\nİbrahim Yıldız;+902121234567\n'],
    ['windows-1256', 'Name;Phone\nمحمد علي;+966111234567\n'],
    ['windows-1257', 'Vardas;Telefonas\nŽydrūnas;851234567\n'],
    ['macintosh', 'Name;Phone\nAndré Müller;+41441234567\n'],
  ])('%s is told by the names alone', async (encoding, text) => {
    const name = /\n(.+);/.exec(text)?.[1];
    const { taken, encoding: found } = await take(encodeAs(text, encoding));
    expect([found.name, taken[0]?.[0]]).toEqual([encoding, name]);
  });

  it.each([
    ['gb18030', 'cdf5ceb0', '王伟', '+861012345678'],
    ['shift_jis', '9363928691be9859', '田中太郎', '+81312345678'],
    ['euc-kr', 'b1e8c3b6bcf6', '김철수', '+82212345678'],
    ['big5', 'b3afa46aa4e5', '陳大文', '+886212345678'],
  ])('%s, two bytes a letter', async (encoding, hex, name, number) => {
    const bytes = Buffer.concat([
      Buffer.from('Name,Phone\n'),
      Buffer.from(hex, 'hex'),
      Buffer.from(`,${number}\n`),
    ]);
    const { taken, encoding: found } = await take(bytes);
    expect([found.name, taken]).toEqual([encoding, [[name, number]]]);
  });

  it('that is unsure is asked, with others to choose from, and the choice counts', async () => {
    const bytes = encodeAs('Name;Phone\nАнна;84951234567\n', 'windows-1251');
    const { encoding } = await take(bytes);
    expect(encoding.sure).toBe(false);
    expect(encoding.others.length).toBeGreaterThan(1);
    expect((await take(bytes, { encoding: 'windows-1252', uses: [] })).taken).toEqual([
      ['Àííà', '84951234567'],
    ]);
  });

  it('of one cut byte costs one name, in a table and in cards', async () => {
    const cut = (text: string): Buffer => {
      const bytes = Buffer.from(text);
      // The second byte of the first `ü`.
      const at = bytes.indexOf(Buffer.from('ü')) + 1;
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
    };
    const table = await take(cut('Name,Number\nMüller,+49301\nJörg Größe,+49302\nÅsa,+49303\n'));
    expect(table.taken.map(([name]) => name)).toEqual(['M\ufffdller', 'Jörg Größe', 'Åsa']);
    expect(table.bad).toEqual([{ line: 2, reason: expect.stringContaining('damaged') as string }]);
    const card = (name: string): string =>
      `BEGIN:VCARD\nFN:${name}\nTEL:+4930${name.length}00\nEND:VCARD\n`;
    const cards = await take(cut(card('Müller') + card('Jörg Größe') + card('Åsa Öberg')));
    expect(cards.taken.map(([name]) => name)).toEqual(['M\ufffdller', 'Jörg Größe', 'Åsa Öberg']);
  });
});

describe('a vCard', () => {
  const card = (...lines: string[]): Buffer =>
    Buffer.from(['BEGIN:VCARD', ...lines, 'TEL:+4930123456', 'END:VCARD', ''].join('\r\n'));

  it.each([
    ['VERSION:3.0', 'FN:Anna', 'EMAIL;INTERNET:a@x.test'],
    ['VERSION:3.0', 'FN:Anna', 'NOTE without a colon'],
    ['VERSION:3.0', 'FN:Anna', 'ADR;TYPE="never closed:;;'],
    ['VERSION:9.9', 'FN:Anna', ';;;:::', '\u0001\u0002'],
    ['FN:Anna', 'X-1;=;,=":x', 'BDAY:none', 'REV:'],
    ['N:;Anna;;;', 'FN:'],
  ])('with a fault that nobody needs is taken: %j', async (...lines) => {
    expect((await take(card(...lines))).taken).toEqual([['Anna', '+4930123456']]);
  });

  it('folded within a letter of UTF-8 keeps its name', async () => {
    const [before, after] = [Buffer.from([0xc3]), Buffer.from([0xbc])];
    const bytes = Buffer.concat([
      Buffer.from('BEGIN:VCARD\r\nVERSION:3.0\r\nFN:M'),
      before,
      Buffer.from('\r\n '),
      after,
      Buffer.from('ller\r\nTEL:+4930123456\r\nEND:VCARD\r\n'),
    ]);
    expect((await take(bytes)).taken).toEqual([['Müller', '+4930123456']]);
  });

  it('of 3.6 MB in one line, or with 150,000 numbers, is read without what nobody needs', async () => {
    const long = card(
      'FN:Anna',
      `PHOTO;ENCODING=b:${'A'.repeat(3_600_000)}`,
      `X;${'A=B;'.repeat(900_000)}:x`,
    );
    expect((await take(long)).taken).toEqual([['Anna', '+4930123456']]);
    const numbers = Array.from({ length: 150_000 }, (_, i) => `TEL:+49${3_000_000 + i}`);
    const many = card('FN:Anna', numbers.join('\r\n'));
    const { people } = await take(many);
    expect(people[0]?.numbers).toHaveLength(100);
  });
});

describe('what spreadsheets do to numbers', () => {
  it.each([
    ['4930123456.0', '4930123456'],
    ['="0301234567"', '0301234567'],
    ["'0301234567", '0301234567'],
    ['+1 (555) 010-0199 x123', '+15550100199'],
    ['4.93E+11', undefined],
  ])('%s is %s', async (cell, dials) => {
    const { taken, bad } = await take(Buffer.from(`Name\tPhone\nAnna\t${cell}\n`));
    expect(taken).toEqual(dials === undefined ? [] : [['Anna', dials]]);
    expect(bad).toHaveLength(dials === undefined ? 1 : 0);
  });

  it('an extension is kept apart, from a cell or a column of its own', async () => {
    const { people } = await take(
      Buffer.from('Name,Phone,Extension\nAnna,+1 (201) 555-0199 x123,\nBo,+1 201 555 0198,45\n'),
    );
    expect(
      people.map(({ numbers }) => numbers.map(({ dials, extension }) => [dials, extension])),
    ).toEqual([[['+12015550199', '123']], [['+12015550198', '45']]]);
  });
});

it('what a person says of the columns counts', async () => {
  const bytes = Buffer.from('A,B,C\nBerg,Anna,0301234567\n');
  const uses = ['last', 'first', 'number'] as const;
  expect((await take(bytes, { encoding: '', uses: [...uses] })).taken).toEqual([
    ['Anna Berg', '0301234567'],
  ]);
  expect((await take(bytes)).unused).toEqual(['B']);
});
