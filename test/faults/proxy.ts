import { connect, createServer, type Server, type Socket } from 'node:net';
import { Framer, type Frame } from '../../src/main/pbx/esl/framing.ts';

/** One connection of the app through the proxy, and its other half. */
class Pipe {
  readonly client: Socket;
  readonly upstream: Socket;
  /** Says and hears nothing any more, and closes nothing. */
  dead = false;
  #line: Promise<void> = Promise.resolve();
  readonly #proxy: FaultProxy;
  readonly #framer = new Framer();
  /** Bytes towards the app until it is cut; not known before the app has sent something. */
  #left: number | undefined;
  #passed = 0;

  constructor(client: Socket, upstream: Socket, proxy: FaultProxy) {
    this.client = client;
    this.upstream = upstream;
    this.#proxy = proxy;
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    client.on('data', (chunk: Buffer) => {
      this.#left ??= proxy.cutAfter.shift() ?? Infinity;
      if (!this.dead) this.#pass(upstream, chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (!this.dead) this.#towardsApp(chunk);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => {
      // What a half-open connection loses is its end, too.
      if (!this.dead) void this.#line.then(() => client.end());
    });
    for (const socket of [client, upstream]) socket.on('error', () => this.cut());
  }

  cut(): void {
    this.upstream.destroy();
    this.client.resetAndDestroy();
  }

  #towardsApp(chunk: Buffer): void {
    const { keep } = this.#proxy;
    let bytes = chunk;
    if (keep) {
      const frames = this.#framer.push(chunk).filter(keep);
      if (frames.length === 0) return;
      bytes = Buffer.concat(frames.map(encode));
    }
    const left = (this.#left ?? Infinity) - this.#passed;
    this.#passed += bytes.length;
    if (bytes.length < left) return this.#pass(this.client, bytes);
    this.#pass(this.client, bytes.subarray(0, Math.max(0, left)));
    this.#left = Infinity;
    void this.#line.then(() => {
      this.cut();
      this.#proxy.onCut();
    });
  }

  /** Hands on, in order; later or in pieces where that is the fault. */
  #pass(to: Socket, chunk: Buffer): void {
    const { delayMs, trickle } = this.#proxy;
    if (delayMs === 0 && !trickle) return void to.write(chunk);
    const dueMs = performance.now() + delayMs;
    this.#line = this.#line.then(async () => {
      await until(dueMs);
      if (!trickle) return void to.write(chunk);
      for (const byte of chunk) {
        if (to.destroyed || this.dead) return;
        to.write(Buffer.of(byte));
        // A turn of the loop between two bytes, so that each is a packet of its own.
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
  }
}

const until = (dueMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));

const encode = ({ headers, body }: Frame): Buffer =>
  Buffer.concat([
    Buffer.from(
      `${[...headers].map(([name, value]) => `${name}: ${value}\n`).join('')}\n`,
      'latin1',
    ),
    body,
  ]);

/** A network with faults, between an app and an Event Socket. It never reorders. */
export class FaultProxy {
  readonly #target: { readonly host: string; readonly port: number };
  readonly #pipes = new Set<Pipe>();
  #server: Server;
  port = 0;
  /** Connections of the app that were ever taken. */
  taken = 0;
  /** ms each chunk is late, both ways. */
  delayMs = 0;
  /** One byte at a time, both ways. */
  trickle = false;
  /** Which frames reach the app; undefined for all, unchanged. */
  keep: ((frame: Frame) => boolean) | undefined;
  /** New connections are taken, and nothing goes through. */
  deaf = false;
  /** New connections are taken and closed at once, as a forwarder without a PBX behind it does. */
  slam = false;
  /** Bytes towards the app after which the next connections it logs in on are cut, one entry each. */
  readonly cutAfter: number[] = [];
  /** Told when one was. */
  onCut: () => void = () => undefined;
  /** The app's bytes reach the PBX on a second connection as well. */
  duplicate = false;

  private constructor(target: { readonly host: string; readonly port: number }) {
    this.#target = target;
    this.#server = this.#newServer();
  }

  static async start(target: {
    readonly host: string;
    readonly port: number;
  }): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    await proxy.listen();
    return proxy;
  }

  /** Connections of the app that are up. */
  get live(): number {
    return [...this.#pipes].filter(({ client }) => !client.destroyed).length;
  }

  /** Cuts all connections, with a reset. */
  cut(): void {
    for (const pipe of this.#pipes) pipe.cut();
  }

  /** What is connected now goes half open, for ever; `which` picks by the order they came in. */
  halfOpen(which: (index: number) => boolean = () => true): void {
    [...this.#pipes].forEach((pipe, i) => (pipe.dead ||= which(i)));
  }

  /** Sends the app bytes of its own on all connections, or those that `which` picks. */
  inject(bytes: Buffer, which: (index: number) => boolean = () => true): void {
    [...this.#pipes].forEach((pipe, i) => void (which(i) && pipe.client.write(bytes)));
  }

  /** Nobody listens any more: connections are refused. Those that are up are cut. */
  async refuse(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cut();
    await closed;
  }

  /** Listens, again at the same port. */
  async listen(): Promise<void> {
    if (!this.#server.listening && this.port !== 0) this.#server = this.#newServer();
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.port, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    if (typeof address === 'object' && address) this.port = address.port;
  }

  async stop(): Promise<void> {
    if (this.#server.listening) await this.refuse();
    else this.cut();
  }

  #newServer(): Server {
    return createServer((client) => {
      this.taken += 1;
      if (this.slam) return void client.destroy();
      const upstream = connect(this.#target);
      const pipe = new Pipe(client, upstream, this);
      pipe.dead = this.deaf;
      this.#pipes.add(pipe);
      client.on('close', () => this.#pipes.delete(pipe));
      if (this.duplicate) this.#double(client);
    });
  }

  #double(client: Socket): void {
    const twin = connect(this.#target);
    twin.on('error', () => twin.destroy());
    twin.resume();
    client.on('data', (chunk: Buffer) => twin.write(chunk));
    client.on('close', () => twin.destroy());
  }
}
