import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { end, start } from './open.ts';

const POLL_MS = 10;

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
 * A program started as a person starts it, without Playwright, which slows a start and makes pages
 * believe that they are always seen. Its pages are asked by Chromium's debugging port.
 */
export class Program {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #port: number;

  private constructor(child: ChildProcess, folder: string, port: number) {
    this.#child = child;
    this.#folder = folder;
    this.#port = port;
  }

  static async start(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Program> {
    const folder = mkdtempSync(join(tmpdir(), 'ringside-bench-'));
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
    return new Program(child, folder, port);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** When `selector` was painted on the page whose address ends in `html`, ms since the epoch. */
  painted(html: string, selector: string): Promise<number> {
    return ask(this.#port, html, paintedAt(selector));
  }

  async end(): Promise<void> {
    await end(this.#child);
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
