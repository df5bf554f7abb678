import { dirname, join, sep } from 'node:path';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';

vi.mock('electron', () => ({ protocol: {} }));
const { fileOf, pageUrl } = await import('../../src/main/pages.ts');

const folder = dirname(fileOf(pageUrl('index.html')) ?? '');

test('a page’s files are those of the built renderer', () => {
  expect(folder.endsWith(join('renderer'))).toBe(true);
  expect(fileOf(pageUrl('assets/index-CYys8X93.css?x#y'))).toBe(
    join(folder, 'assets/index-CYys8X93.css'),
  );
});

test.each([
  '../main/index.js',
  'assets/../../main/index.js',
  'assets\\..\\..\\main\\index.js',
  '%2e%2e/main/index.js',
  '/etc/page.html',
  'C:/page.html',
  '.env.js',
  'index.html/',
  'index.html\0.png',
  'package.json',
])('%j is no page', (path) => expect(fileOf(pageUrl(path))).toBeUndefined());

test('whatever the address, no file outside the renderer’s folder is named', () => {
  const part = fc.constantFrom(
    '..',
    '.',
    '/',
    '\\',
    '%2e',
    '%2f',
    'a',
    'index.html',
    '~',
    ':',
    '\0',
  );
  const path = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(path, fc.string()), (text) => {
      const file = fileOf(pageUrl(`${text}.js`));
      expect(file === undefined || file.startsWith(folder + sep)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
