import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { WebitelAdapter } from '../../src/main/pbx/webitel/adapter.ts';
import { Rig, type Way } from '../contract/rig.ts';
import type { DemoPbx } from '../support/demo.ts';

/** What the proxy does to an answer. */
type Weather = 'fair' | 'slow' | 'silent' | 'wrong' | 'away' | 'cut' | 'compressed';
const WEATHERS: readonly Weather[] = ['slow', 'silent', 'wrong', 'away', 'cut', 'compressed'];

/** ms without a change after which the table has to be the face's list. */
const QUIET_MS = 20_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Numbers of one seed, as mulberry32 makes them: from 0 to 1. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A proxy between the app and the face, that has weathers. Sockets for events pass as they are. */
class BadProxy {
  weather: Weather = 'fair';
  readonly #target: URL;
  readonly #random: () => number;
  readonly #server = createServer((ask, answer) => this.#pass(ask, answer));
  readonly #sockets = new Set<Socket>();

  constructor(target: string, random: () => number) {
    this.#target = new URL(target);
    this.#random = random;
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${this.#target.pathname.replace(/\/$/, '')}`;
  }

  /** Ends every connection, as a proxy does that is restarted. */
  restart(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  stop(): void {
    this.restart();
    this.#server.close();
  }

  #pass(ask: IncomingMessage, answer: ServerResponse): void {
    const { weather } = this;
    answer.on('error', () => undefined);
    if (weather === 'silent') return;
    if (weather === 'away') return void answer.writeHead(502).end('<h1>502 Bad Gateway</h1>');
    if (weather === 'wrong')
      return void answer.writeHead(200, { 'content-type': 'text/html' }).end('<html>hello</html>');
    const upstream = request(
      {
        host: this.#target.hostname,
        port: this.#target.port,
        path: ask.url,
        method: ask.method,
        headers: { ...ask.headers, 'accept-encoding': 'identity' },
      },
      (got) => {
        const chunks: Buffer[] = [];
        got.on('data', (chunk: Buffer) => chunks.push(chunk));
        got.on('end', () => this.#answer(weather, got, Buffer.concat(chunks), answer));
      },
    );
    upstream.on('error', () => answer.destroy());
    ask.pipe(upstream);
  }

  #answer(weather: Weather, got: IncomingMessage, body: Buffer, answer: ServerResponse): void {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (got.headers.date) headers['date'] = got.headers.date;
    if (weather === 'cut') {
      answer.writeHead(got.statusCode ?? 200, { ...headers, 'content-length': body.length });
      answer.write(body.subarray(0, Math.floor(body.length / 2)), () => answer.destroy());
      return;
    }
    const [name, pack] = COMPRESS[Math.floor(this.#random() * COMPRESS.length)] ?? COMPRESS[0]!;
    const packed = weather === 'compressed' ? pack(body) : body;
    if (weather === 'compressed') headers['content-encoding'] = name;
    const send = (): void => void answer.writeHead(got.statusCode ?? 200, headers).end(packed);
    if (weather === 'slow') setTimeout(send, 200 + this.#random() * 2_500);
    else send();
  }
}

const COMPRESS: readonly (readonly [string, (body: Buffer) => Buffer])[] = [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
];

/**
 * A day in minutes: changes at the PBX while the proxy between has its weathers; after each quiet moment
 * the table has to be what the face lists.
 */
export async function badDay(
  way: Way,
  changes: number,
  seed: number,
): Promise<{ readonly differences: number; readonly words: string }> {
  const random = randomOf(seed);
  const demo = await way.startPbx();
  const proxy = new BadProxy(demo.rest.url, random);
  const url = await proxy.start();
  const rig = new Rig(throughProxy(way, url), demo);
  let differences = 0;
  let moments = 0;
  const heaps: number[] = [];
  for (let done = 0; done < changes;) {
    proxy.weather =
      random() < 0.4 ? 'fair' : (WEATHERS[Math.floor(random() * WEATHERS.length)] ?? 'fair');
    const until = done + 20;
    for (; done < until && done < changes; done += 1) {
      change(demo, random);
      if (random() < 0.05) proxy.restart();
      await pause(random() * 150);
    }
    proxy.weather = 'fair';
    moments += 1;
    if (!(await settles(demo, rig))) differences += 1;
    global.gc?.();
    heaps.push(process.memoryUsage().heapUsed / 1024 / 1024);
  }
  rig.stop();
  proxy.stop();
  await demo.stop();
  const [first = 0, last = 0] = [heaps[Math.floor(heaps.length / 4)], heaps.at(-1)];
  return {
    differences,
    words: `${changes} changes, ${moments} quiet moments, ${differences} with differences; heap ${first.toFixed(0)} MiB after a quarter, ${last.toFixed(0)} MiB at the end`,
  };
}

/** The adapter of a way, with its address behind the proxy. */
const throughProxy = (way: Way, url: string): Way => ({
  ...way,
  connect: (demo, listener) => {
    const { rest } = demo;
    const token = way.name.endsWith('token');
    return new WebitelAdapter(
      {
        url,
        domain: 'pbx.example.test',
        signIn: token
          ? { by: 'token', token: rest.token, key: way.name.includes('2026') ? '' : rest.key }
          : { by: 'password', username: rest.username, password: rest.userPassword },
        autoAnswerParam: '',
        ringSeconds: 20,
      },
      listener,
    );
  },
});

function change(demo: DemoPbx, random: () => number): void {
  const legs = [...demo.world.legs.values()];
  const leg = legs[Math.floor(random() * legs.length)];
  const what = random();
  if (!leg || (what < 0.45 && legs.length < 60)) {
    demo.inbound({
      to: String(200 + Math.floor(random() * 20)),
      number: '+4930123456',
      name: 'Eva',
    });
  } else if (what < 0.75) demo.answer(leg.uuid);
  else demo.hangup(leg.uuid);
}

/** Whether the table becomes what the PBX has, and stays so for two looks, before it takes too long. */
async function settles(demo: DemoPbx, rig: Rig): Promise<boolean> {
  const untilMs = performance.now() + QUIET_MS;
  rig.port.retry();
  while (performance.now() < untilMs) {
    await pause(250);
    if (rig.status?.phase === 'online' && same(demo, rig)) return true;
  }
  return false;
}

function same(demo: DemoPbx, rig: Rig): boolean {
  const theirs = new Map(demo.world.rows().map((row) => [row.uuid, row.callstate]));
  const ours = rig.channels;
  return ours.length === theirs.size && ours.every((leg) => theirs.has(leg.uuid));
}
