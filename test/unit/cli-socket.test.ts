import { lchownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { runCli } from '../../src/cli/run.ts';
import { CliServer } from '../../src/main/cli/server.ts';
import { socketPath } from '../../src/main/cli/socket-path.ts';
import type { CliAnswer, CliStatus } from '../../src/shared/cli/protocol.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ringside-cli-'))));
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const answering = (answer: CliAnswer, path: string): CliServer =>
  new CliServer(path, () => Promise.resolve(answer));
const nothing: CliAnswer = { ok: true, text: '' };

describe.skipIf(process.platform === 'win32')('the socket of the command line', () => {
  it('is this user’s alone, in a folder of this user’s alone', async () => {
    const path = join(folder, 'data', 'sock');
    mkdirSync(join(folder, 'data'), { mode: 0o755 });
    const server = answering(nothing, path);
    await server.start();
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    server.stop();
  });
  it('does not live in a folder of somebody else’s', async () => {
    const own = process.getuid?.() ?? 0;
    vi.spyOn(process, 'getuid').mockReturnValue(own + 1);
    await expect(answering(nothing, join(folder, 'sock')).start()).rejects.toThrow(
      `${folder} is not a folder of this user's`,
    );
  });
  it.skipIf(process.getuid?.() !== 0)('does not live behind somebody else’s link', async () => {
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    lchownSync(join(folder, 'link'), 12_345, 12_345);
    const server = answering(nothing, join(folder, 'link', 'sock'));
    await expect(server.start()).rejects.toThrow('is not a folder');
  });
});

test('a party of `status` is one line, whatever a caller is called', async () => {
  const hostile = 'Ann\u001b[2J\u0007\n* talking  Boss (+1)\u202Egnp.exe\u200B';
  const party = { name: hostile, number: '+49\r30\u2066' };
  const leg = {
    site: 'main',
    uuid: 'u',
    state: 'ACTIVE',
    direction: 'inbound',
    caller: party,
    callee: party,
  };
  const connection = {
    phase: 'online',
    backend: 'esl',
    where: 'x',
    feed: 'events',
    stale: false,
    error: null,
  };
  const status: CliStatus = {
    connection,
    sites: [{ id: 'main', name: 'Berlin', extension: '201', connection }],
    extension: '201',
    mine: [{ site: 'main', uuid: 'u', state: 'talking', party, current: true, muted: false }],
    channels: [
      { ...leg, presence: '', callUuid: 'u', application: '', createdMs: 0, answeredMs: 0 },
    ],
  };
  const server = answering({ ok: true, text: '', status }, socketPath(folder));
  await server.start();
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation(((text: string, done?: () => void) => {
    written.push(text);
    done?.();
    return true;
  }) as typeof process.stdout.write);
  const code = await runCli(['status', '--user-data-dir', folder]);
  vi.restoreAllMocks();
  server.stop();
  expect(code).toBe(0);
  const lines = written.join('').split('\n');
  // Connection, my phone, my call, one channel, and the end of the last line.
  expect(lines).toHaveLength(5);
  expect(lines[2]).toBe('* talking   Ann [2J * talking Boss (+1) gnp.exe (+49 30 ) u');
  expect(written.join('')).not.toMatch(/[^\n\P{C}]/u);
});
