import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { MY_EXTENSION, synchronizedClock } from '../pbx/protocol.ts';
import type { Findings } from '../report.ts';
import { ratios, spreadOf } from '../stats.ts';
import { APP, EMPTY_APP, end, memoryOf, start } from './open.ts';
import { startPbx } from './paint.ts';

/** Answered calls on the PBX that the app starts on. */
const CALLS = 50;
const POLL_MS = 10;

const now = synchronizedClock();

interface Started {
  /** From the start of the process to the paint of what was looked for. */
  readonly ms: number;
  /** MiB some time after it. */
  readonly memory: number;
}

/** An expression for a page: when `selector` is painted, in ms since the epoch. */
const paintedAt = (selector: string): string => `new Promise((done) => {
  const began = Date.now();
  let tick = Date.now();
  while (tick === began) tick = Date.now();
  const ahead = performance.timeOrigin + performance.now() - tick;
  const look = () => {
    if (!document.querySelector('${selector}')) return requestAnimationFrame(look);
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.timeOrigin + performance.now() - ahead);
      port2.postMessage(0);
    });
  };
  look();
})`;

/** Asks the page at `html` of a program's debugging port for the value of an expression. */
async function ask(port: number, html: string, expression: string): Promise<number> {
  for (;;) {
    const list = await fetch(`http://127.0.0.1:${port}/json/list`).then(
      (answer) => answer.json() as Promise<{ url: string; webSocketDebuggerUrl: string }[]>,
      () => [],
    );
    const target = list.find(({ url }) => url.endsWith(html));
    const value = target && (await evaluate(target.webSocketDebuggerUrl, expression));
    if (value !== undefined) return value;
    await sleep(POLL_MS);
  }
}

/** undefined where the page went away meanwhile, as the blank one does that each window begins with. */
async function evaluate(url: string, expression: string): Promise<number | undefined> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  const params = { expression, awaitPromise: true };
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
  const [answer] = (await once(socket, 'message')) as [Buffer];
  socket.close();
  const { result } = JSON.parse(answer.toString()) as { result?: { result: { value?: number } } };
  return result?.result.value;
}

/**
 * Starts a program as a person does, without Playwright, and asks its page by Chromium's debugging
 * port when it was painted: ours and the empty one alike.
 */
async function startOnce(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  selector: string,
  settleMs: number,
): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-bench-'));
  const began = now();
  const own = ['--remote-debugging-port=0', `--user-data-dir=${folder}`];
  const child = start([...own, ...args], { ...process.env, ...env });
  const port = await new Promise<number>((done) => {
    let text = '';
    child.stderr?.on('data', (data: Buffer) => {
      text += data.toString();
      const found = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1];
      if (found) done(Number(found));
    });
  });
  const paintedAtMs = await ask(port, '/index.html', paintedAt(selector));
  await sleep(settleMs);
  const memory = memoryOf(child.pid ?? 0);
  await end(child);
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  return { ms: paintedAtMs - began, memory };
}

/** To the live table, and memory after it, against an empty window. */
export async function measureStart(quick: boolean): Promise<Findings> {
  const [rounds, settleMs] = quick ? [3, 600] : [9, 4_000];
  const { pbx, port, password } = await startPbx(CALLS);
  const esl = ['--esl', `127.0.0.1:${port}`, '--extension', MY_EXTENSION];
  const ours: Started[] = [];
  const empty: Started[] = [];
  // The first start of each reads its files from the disk; it is not counted.
  for (let i = -1; i < rounds; i += 1) {
    const floor = await startOnce([EMPTY_APP], {}, 'p', settleMs);
    const app = await startOnce(
      [APP, ...esl],
      { RINGSIDE_PASSWORD: password },
      '[data-uuid]',
      settleMs,
    );
    if (i < 0) continue;
    empty.push(floor);
    ours.push(app);
  }
  pbx.stop();
  const ms = (of: readonly Started[]): number[] => of.map((one) => one.ms);
  const memory = (of: readonly Started[]): number[] => of.map((one) => one.memory);
  return {
    ratios: {
      start_vs_empty: spreadOf(ratios(ms(ours), ms(empty))),
      memory_vs_empty: spreadOf(ratios(memory(ours), memory(empty))),
    },
    details: [
      ['start to the live table', 'ms', spreadOf(ms(ours))],
      ['start of an empty window', 'ms', spreadOf(ms(empty))],
      ['memory with 100 channels', 'MiB', spreadOf(memory(ours))],
      ['memory of an empty window', 'MiB', spreadOf(memory(empty))],
    ],
  };
}
