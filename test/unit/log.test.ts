import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastFaults, Log } from '../../src/main/diagnostics/log.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-log-'));
  path = join(folder, 'ringside.log');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what is read back was written masked, without secrets, for this user alone', async () => {
  const log = new Log(path, () => ['hunter2']);
  log.note('fault of +4930123456\nwith hunter2');
  await log.flush();
  const [first, second, ...rest] = await lastFaults(path);
  expect(first).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z fault of \+#{10}$/);
  expect(second).toBe('  with [secret]');
  expect(rest).toEqual([]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a log that has grown is put aside once; the last lines come from both files, in order', async () => {
  const log = new Log(path, () => []);
  const long = 'x'.repeat(3_000);
  for (let i = 0; i < 100; i += 1) {
    log.note(`${long} ${String.fromCharCode(97 + (i % 26))}`);
    await log.flush();
  }
  const size = (file: string) => readFileSync(file).length;
  // 256 KiB, and the entry that passed it.
  expect(size(`${path}.1`)).toBeGreaterThan(256 * 1024);
  expect(size(`${path}.1`)).toBeLessThan(256 * 1024 + 3_100);
  const lines = await lastFaults(path);
  expect(lines).toHaveLength(100);
  expect(lines.map((line) => line.at(-1)).join('')).toBe(
    Array.from({ length: 100 }, (_, i) => String.fromCharCode(97 + (i % 26))).join(''),
  );
});

test('no log is no fault', async () => {
  expect(await lastFaults(path)).toEqual([]);
});
