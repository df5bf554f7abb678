import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { safeCell } from '../../src/main/history/cells.ts';

/** The cells of a file as a reader has them that splits at `separator`, quotes or not. */
const cellsOf = (file: string, separator: string): string[] => [
  ...Papa.parse<string[]>(file, { delimiter: separator }).data.flat(),
  ...file.split(/\r\n|\r|\n/).flatMap((line) => line.split(separator)),
];
/** What a spreadsheet makes of a cell before it looks for a formula: quotes and what is not seen go. */
const seen = (cell: string): string => cell.replace(/^["\s\p{Cc}\p{Cf}]+/u, '').normalize('NFKC');
const written = (name: string): string =>
  Papa.unparse([{ started: '2026-11-28T10:00:00.000Z', name: safeCell(name), outcome: 'Missed' }]);

const HOSTILE = [
  'x;=cmd|"/c calc"!A0;y',
  'x,=1+1,y',
  'x\t=1+1\ty',
  '=1',
  '+1',
  '-1',
  '@SUM(1)',
  '＝1',
  '＋1',
  '－1',
  '＠SUM(1)',
  '\u200b=1',
  '\ufeff=1',
  '\u2066=1',
  '\t=1',
  '\r=1',
  ' \u00a0=1',
  'x; \u200d＝1;y',
  'x\n=1',
  '";=1;"',
];

describe('safeCell', () => {
  for (const name of HOSTILE)
    it(`leaves no formula, however it is split: ${JSON.stringify(name)}`, () => {
      for (const separator of [',', ';', '\t', '|', ':'])
        for (const cell of cellsOf(written(name), separator))
          expect(seen(cell)).not.toMatch(/^[=+\-@]/);
    });

  it('leaves no formula in any text', () => {
    const pieces = [
      '=',
      '+',
      '-',
      '@',
      '＝',
      ';',
      ',',
      '\t',
      '"',
      "'",
      '\n',
      '\u200b',
      ' ',
      'a',
      '1',
    ];
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom(',', ';', '\t'), (name, separator) =>
        cellsOf(written(name), separator).every((cell) => !/^[=+\-@]/.test(seen(cell))),
      ),
      { numRuns: 3000 },
    );
  });

  it('leaves ordinary names as they are', () => {
    for (const name of ['Anna-Lena Berg', 'Åsa O"Neil', 'Bo - Sales', 'a@b.test', '50%', 'Q: yes'])
      expect(safeCell(name)).toBe(name);
    expect(safeCell('+49301')).toBe("'+49301");
  });
});
