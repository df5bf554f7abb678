import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EslLink, FRAME_MS } from '../../src/main/pbx/esl/link.ts';
import type { AppError } from '../../src/shared/domain/result.ts';
import { event, startHostilePbx, type HostilePbx } from '../support/hostile-pbx.ts';

const STEP_MS = 500;
let pbx: HostilePbx;
let link: EslLink;
let downs: AppError[];
let frames: number;
let echo: Socket;
let echoes: Server;

beforeEach(async () => {
  echoes = createServer((socket) => void socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(echoes, 'listening');
  echo = connect((echoes.address() as AddressInfo).port, '127.0.0.1');
  await once(echo, 'connect');
  // What the link counts by; sockets are real, and go by real time.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  downs = [];
  frames = 0;
  pbx = await startHostilePbx(() => '');
  const opened = await EslLink.open(
    pbx.address,
    { password: 'x' },
    { frame: () => (frames += 1), down: (error) => downs.push(error) },
    new AbortController().signal,
  );
  if (!opened.ok) throw new Error(opened.error.message);
  link = opened.value;
  expect((await link.send('event json ALL', 5_000)).ok).toBe(true);
});
afterEach(() => {
  link.close();
  pbx.stop();
  echo.destroy();
  echoes.close();
  vi.useRealTimers();
});

/** Sends these bytes, and lets half a second pass, as the link has it, once they are there. */
async function step(bytes: string): Promise<void> {
  await pbx.send(bytes);
  // What was sent on loopback before this comes before its echo does, at the latest in the same turn.
  echo.write('.');
  await once(echo, 'data');
  await turn();
  await vi.advanceTimersByTimeAsync(STEP_MS);
}
/** Sends a byte each half second; ms until the link gave up, Infinity when it did not within a minute. */
async function trickle(byte: string): Promise<number> {
  for (let ms = 0; ms < 60_000; ms += STEP_MS) {
    if (downs.length > 0) return ms;
    await step(byte);
  }
  return Infinity;
}

it('a frame that comes a byte at a time is waited for as long as its size may take', async () => {
  await step('Content-Type: text/event-json\nContent-Length: 1000\n\n');
  const gaveUpMs = await trickle('x');
  expect(gaveUpMs).toBeGreaterThanOrEqual(FRAME_MS);
  expect(gaveUpMs).toBeLessThanOrEqual(FRAME_MS + 2 * STEP_MS);
  expect(downs[0]?.message).toContain('stopped answering');
});

it('a large frame has longer, by its announced length', async () => {
  // 640,000 bytes at 64 a ms are 10 s more.
  await step('Content-Type: text/event-json\nContent-Length: 640000\n\n');
  const gaveUpMs = await trickle('x');
  expect(gaveUpMs).toBeGreaterThanOrEqual(FRAME_MS + 10_000);
  expect(gaveUpMs).toBeLessThanOrEqual(FRAME_MS + 10_000 + 2 * STEP_MS);
});

it('a header block that never ends is given up likewise', async () => {
  await step('Content-Type: ');
  expect(await trickle('x')).toBeLessThanOrEqual(FRAME_MS + 2 * STEP_MS);
});

it('frames that come one after the other are no late frame, though one is always under way', async () => {
  const one = event({ 'Event-Name': 'HEARTBEAT' });
  const half = one.length >> 1;
  await step(one.slice(0, half));
  for (let ms = 0; ms < 4 * FRAME_MS; ms += STEP_MS)
    await step(one.slice(half) + one.slice(0, half));
  expect(downs).toEqual([]);
  expect(frames).toBe((4 * FRAME_MS) / STEP_MS);
});
