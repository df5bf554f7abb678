import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const LOCK = fileURLToPath(new URL('../../scripts/lib/lock.mjs', import.meta.url));
let cache: string;
let children: ChildProcess[];
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'ringside-lock-'));
  mkdirSync(join(cache, 'ringside'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(cache, { recursive: true });
});
const file = (name: string): string => join(cache, 'ringside', name);

/** A set-up that says `in` and `out`; it lasts `ms`. */
function setUp(ms: number): ChildProcess {
  const code = `import { oneAtATime } from ${JSON.stringify(LOCK)};
    import { appendFileSync } from 'node:fs';
    const say = (word) => appendFileSync(${JSON.stringify(file('log'))}, word + '\\n');
    await oneAtATime(async () => {
      say('in'); process.stdout.write('in');
      await new Promise((done) => setTimeout(done, ${ms}));
      say('out');
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, XDG_CACHE_HOME: cache },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  return child;
}
const said = (): string[] => readFileSync(file('log'), 'utf8').trim().split('\n');

it('set-ups started together go one after the other, also over a lock that nobody holds', async () => {
  // The number of a process that is there, begun at another time: a container made anew.
  writeFileSync(file('setup.lock'), `${process.pid} 1`);
  const all = Array.from({ length: 4 }, () => setUp(100));
  for (const child of all) if (child.exitCode === null) await once(child, 'exit');
  expect(said()).toEqual(Array.from({ length: 4 }, () => ['in', 'out']).flat());
  expect(readdirSync(join(cache, 'ringside'))).toEqual(['log']);
});

it('a set-up that was killed keeps nobody from the next', async () => {
  const killed = setUp(600_000);
  await once(killed.stdout!, 'data');
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  const [code] = (await once(setUp(1), 'exit')) as [number];
  expect(code).toBe(0);
  expect(said()).toEqual(['in', 'in', 'out']);
});

it('an empty lock, of a disk that was full or a set-up killed while writing, is nobody’s', async () => {
  writeFileSync(file('setup.lock'), '');
  const [code] = (await once(setUp(1), 'exit')) as [number];
  expect(code).toBe(0);
});
