import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../scripts/demo-pbx.mjs');

/** Runs `npm run demo-pbx` as npm does, until it ends, or until its first line has been looked at. */
function run(...args: string[]) {
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, out, err })),
  );
  const firstLine = async (): Promise<string> => {
    while (!out.includes('\n')) await new Promise((next) => child.stdout.once('data', next));
    return out.slice(0, out.indexOf('\n'));
  };
  return { ended, firstLine, stop: () => child.kill('SIGTERM') };
}

describe('npm run demo-pbx', () => {
  it('says where it is in one line of JSON, and ends when it is asked to', async () => {
    const demo = run('--seed', '1');
    const said = JSON.parse(await demo.firstLine()) as Record<string, unknown>;
    expect(Object.keys(said)).toEqual([
      'host',
      'port',
      'password',
      'limitedUser',
      'limitedPassword',
    ]);
    expect(said['host']).toBe('127.0.0.1');
    demo.stop();
    const { code, out } = await demo.ended;
    expect([code, out]).toEqual([0, `${JSON.stringify(said)}\n`]);
  });

  it('--rest adds the REST face, which answers', async () => {
    const demo = run('--calm', '--rest', '--rest-generation', '2021');
    const { rest } = JSON.parse(await demo.firstLine()) as { rest: Record<string, string> };
    expect(Object.keys(rest)).toEqual(['url', 'username', 'userPassword', 'token', 'key']);
    const headers = { 'X-Access-Token': rest['token'] ?? '', 'X-Key': rest['key'] ?? '' };
    const list = await fetch(`${rest['url'] ?? ''}/api/v2/channels`, { headers });
    expect(await list.json()).toEqual({ row_count: 0, rows: [] });
    demo.stop();
    expect((await demo.ended).code).toBe(0);
  });

  it.each([
    [['--seed', 'x'], '--seed takes a whole number'],
    [['--nonsense'], "Unknown option '--nonsense'"],
    [['--rest', '--rest-generation', '1999'], '--rest-generation takes 2016, 2021 or 2026'],
    [['--rest-generation', '2021'], 'write both'],
  ])('refuses %j', async (args, words) => {
    const { code, out, err } = await run(...args).ended;
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(words);
    expect(err).toContain('Usage: npm run --silent demo-pbx');
  });
});
