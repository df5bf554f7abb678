import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readBounded, readBoundedNow } from '../../src/main/files/bounded-read.ts';
import { HISTORY_FILE } from '../../src/main/history/schema.ts';
import { openDatabase } from '../../src/main/storage/database.ts';
import { trusted } from '../../src/main/pbx/webitel/http.ts';
import { readSecrets, readSettings } from '../../src/main/settings/file.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringside-read-'));
afterAll(() => rmSync(folder, { recursive: true }));
const unix = process.platform !== 'win32';

let next = 0;
/** A folder of its own with what is no file to be read under this name. */
function odd(kind: string, name: string): string {
  const path = join(folder, String((next += 1)), name);
  mkdirSync(join(path, '..'));
  if (kind === 'a FIFO') execFileSync('mkfifo', [path]);
  else if (kind === 'a device') symlinkSync('/dev/zero', path);
  else if (kind === 'a circle of links') symlinkSync(path, path);
  else if (kind === 'too large') writeFileSync(path, Buffer.alloc(5 * 1024 * 1024, ' '));
  else mkdirSync(path);
  return path;
}
const KINDS = [
  ['a FIFO', 'it is no regular file'],
  ['a device', 'it is no regular file'],
  ['a folder', 'it is a folder'],
  ['a circle of links', 'its links lead in a circle'],
  ['too large', /^it is larger than \d MB$/],
] as const;
const containing = (why: string | RegExp) =>
  expect.stringMatching(
    typeof why === 'string' ? why : new RegExp(why.source.slice(1, -1)),
  ) as string;

describe.runIf(unix)('what stands where a file is to be read', () => {
  it.each(KINDS)('%s is one sentence, soon, whoever reads', async (kind, why) => {
    const reading = { name: 'The CA file', maxBytes: 1024 * 1024 };
    const path = odd(kind, 'ca.pem');
    const refused = { ok: false, error: { kind: 'bad-input', message: containing(why) } };
    expect(await readBounded(path, reading)).toMatchObject(refused);
    expect(readBoundedNow(path, reading)).toMatchObject(refused);
    expect(await trusted(path)).toMatchObject(refused);
  });

  it.each(KINDS)(
    '%s as the settings, or as the passwords: set aside, and the program starts',
    (kind, why) => {
      for (const [name, read] of [
        ['settings.json', readSettings],
        ['secrets.json', readSecrets],
      ] as const) {
        const path = odd(kind, name);
        expect(read(path).problem).toEqual(containing(why));
        expect(readdirSync(join(path, '..'))).toEqual([expect.stringContaining(`${name}.broken-`)]);
        expect(read(path).problem).toBe('');
      }
    },
  );

  it.each(KINDS.slice(0, 4))('%s as the history: said for what it is', (kind, why) => {
    const { db, problem } = openDatabase(odd(kind, 'history.db'), HISTORY_FILE);
    expect(problem).toEqual(containing(why));
    db.close();
  });
});

it('a CA file is read to its limit, and one that is not there is said', async () => {
  const path = join(folder, 'whole');
  writeFileSync(path, Buffer.alloc(1000, 'x'));
  const name = 'The CA file';
  for (const read of [readBounded, readBoundedNow]) {
    expect(await read(path, { name, maxBytes: 1000 })).toMatchObject({
      ok: true,
      value: { length: 1000 },
    });
    expect(await read(path, { name, maxBytes: 999 })).toMatchObject({ ok: false });
    expect(await read(join(folder, 'none'), { name, maxBytes: 9 })).toMatchObject({
      error: { message: `The CA file ${join(folder, 'none')} cannot be read: it is not there.` },
    });
  }
  expect(await trusted('')).toEqual({ ok: true, value: undefined });
  expect(await trusted(path)).toMatchObject({
    error: { message: expect.stringContaining('no certificate') as string },
  });
});
