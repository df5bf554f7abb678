import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { Accounts } from '../../src/gateway/accounts/accounts.ts';
import { readOptions } from '../../src/gateway/options.ts';
import { manage } from '../../src/gateway/users.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('ringside-gateway-'));

it('--demo says where it is in one line, lets its token in, and ends clean on a signal', async () => {
  const before = folders();
  const child = spawn(process.execPath, [join(ROOT, 'scripts/gateway.mjs'), '--demo'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = JSON.parse(String((await lines.next()).value)) as Record<string, string>;
  const headers = { 'X-Access-Token': first['token'] ?? '', 'X-Key': first['key'] ?? '' };
  await expect
    .poll(async () => (await fetch(`${first['url']}/api/v2/channels`, { headers })).status)
    .toBe(200);
  expect(folders()).toHaveLength(before.length + 1);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(folders()).toEqual(before);
});

it('keeps users by its commands', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'accounts-'));
  const accounts = new Accounts(folder, (why) => expect.fail(why));
  const run = (line: string) =>
    manage(readOptions([...line.split(' '), '--accounts', folder]), 'a password');
  await run('user add anna --extension 201@pbx.example.test --group support');
  expect(await accounts.signIn('anna', 'a password', '')).toMatchObject({
    person: { name: 'anna', extension: '201@pbx.example.test' },
  });
  const { token, key } = (await run('user token anna --days 1')) as Record<string, string>;
  expect(accounts.check(token ?? '', key ?? '')).toMatchObject({ name: 'anna' });
  await run('user revoke anna');
  await expect.poll(() => accounts.check(token ?? '', key ?? '')).toEqual({ refusal: 'unknown' });
  await expect(run('user token nobody')).rejects.toThrow(/no user nobody/);
});

it.each([
  ['--demo --listen 0.0.0.0:0 --plain-http', /write --plain-http twice/],
  ['--esl a;b --accounts x', /--esl takes HOST:PORT/],
  ['--demo --cert /nowhere', /go together/],
  ['--demo --compat 2026', /2016 or 2021/],
  ['--demo --limit 0', /whole number/],
  ['--demo --unknown', /unknown/],
])('says what is wrong with %s', (line, sentence) => {
  expect(() => readOptions(line.split(' '))).toThrow(sentence);
});

it('listens beyond this computer without TLS only where that is said twice', () => {
  const line = ['--demo', '--listen', '0.0.0.0:0', '--plain-http', '--plain-http'];
  expect(readOptions(line)).toMatchObject({ host: '0.0.0.0' });
});
