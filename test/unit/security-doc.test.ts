import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('every test that docs/security.md names exists', () => {
  const rows = readFileSync(join(ROOT, 'docs/security.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'));
  const named = rows.flatMap((row) =>
    [...(row.split('|').at(-2) ?? '').matchAll(/“([^”]+)”/g)].map(([, name]) => name ?? ''),
  );
  const sources = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(spec|test)\.ts$/.test(file))
    .map((file) => readFileSync(join(ROOT, 'test', file), 'utf8'))
    .join('\n');
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !sources.includes(`test('${name}'`))).toEqual([]);
});

test('docs/security.md has all 20 points of the checklist, in order', () => {
  const text = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
  const points = [...text.matchAll(/^\| (\d+) +\|/gm)].map(([, number]) => Number(number));
  expect(points).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
});
