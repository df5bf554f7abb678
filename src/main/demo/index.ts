import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { Client, type Access } from './client.ts';
import { realClock, type Clock } from './clock.ts';
import { controlOf } from './control.ts';
import { Pbx } from './pbx.ts';
import { Random } from './random.ts';
import { Simulation } from './simulate.ts';
import { World } from './world.ts';

export interface DemoOptions {
  readonly seed?: number;
  /** TCP port; 0 takes a free one. */
  readonly port?: number;
  readonly password?: string;
  readonly domain?: string;
  /** No calls but those that are asked for. */
  readonly calm?: boolean;
  /** Channels to begin with. */
  readonly load?: number;
  readonly clock?: Clock;
}

/** ms between HEARTBEATs, FreeSWITCH's default. */
const HEARTBEAT_MS = 20_000;
/** Command lines remembered for tests. */
const MAX_COMMANDS = 20_000;
const HOST = '127.0.0.1';

/** A running demo PBX. */
export class DemoPbx {
  readonly host = HOST;
  readonly access: Access;
  readonly commands: string[] = [];
  readonly seed: number;
  /** A restarted PBX makes other uuids: no uuid is used twice. */
  #starts = 0;
  readonly #domain: string;
  readonly #clock: Clock;
  readonly #clients = new Set<Client>();
  readonly #sockets = new Set<Socket>();
  #server: Server;
  #pbx: Pbx;
  #simulation: Simulation;
  #calm: boolean;
  #frozen = false;
  #stopHeartbeat: (() => void) | undefined;
  port = 0;

  constructor(options: DemoOptions) {
    this.seed = options.seed ?? 1;
    this.#domain = options.domain ?? 'pbx.example.test';
    this.#clock = options.clock ?? realClock;
    this.#calm = options.calm ?? false;
    const secret = (): string => randomBytes(18).toString('base64url');
    this.access = {
      password: options.password ?? secret(),
      limited: {
        user: `monitor@${this.#domain}`,
        password: secret(),
        events: [
          'CHANNEL_CREATE',
          'CHANNEL_CALLSTATE',
          'CHANNEL_ANSWER',
          'CHANNEL_HANGUP_COMPLETE',
          'CHANNEL_DESTROY',
          'HEARTBEAT',
        ],
        api: ['show', 'uuid_hold'],
      },
    };
    this.#pbx = this.#newPbx();
    this.#simulation = new Simulation(this.#pbx);
    this.#server = this.#newServer();
  }

  get pbx(): Pbx {
    return this.#pbx;
  }
  get world(): World {
    return this.#pbx.world;
  }
  get password(): string {
    return this.access.password;
  }
  get limitedUser(): string {
    return this.access.limited.user;
  }
  get limitedPassword(): string {
    return this.access.limited.password;
  }

  async start(options: DemoOptions): Promise<void> {
    await this.#listen(options.port ?? 0);
    if (options.load) this.load(options.load);
    if (!this.#calm) this.#simulation.start();
  }

  /** Somebody outside calls an agent. Returns the uuids of the caller's and the agent's leg. */
  inbound(call: { to: string; number: string; name: string; did?: string }): {
    caller: string;
    agent: string | undefined;
  } {
    const { caller, agent } = this.#pbx.inbound(call);
    return { caller: caller.uuid, agent: agent?.uuid };
  }

  answer(uuid: string): boolean {
    const leg = this.world.legs.get(uuid);
    if (leg) this.#pbx.pickUp(leg);
    return leg !== undefined;
  }
  reject(uuid: string): boolean {
    const leg = this.world.legs.get(uuid);
    if (leg) this.#pbx.reject(leg);
    return leg !== undefined;
  }
  hangup(uuid: string): boolean {
    const leg = this.world.legs.get(uuid);
    if (leg) this.world.hangup(leg);
    return leg !== undefined;
  }

  calm(): void {
    this.#calm = true;
    this.#simulation.stop();
  }
  load(channels: number): void {
    this.#simulation.fill(channels);
  }

  /** Cuts every connection, as a network does: with a reset. */
  dropConnections(): void {
    for (const client of this.#clients) client.drop();
  }

  /** Half-open: says and hears nothing any more, and closes nothing. */
  freeze(on: boolean): void {
    this.#frozen = on;
    for (const socket of this.#sockets) {
      if (on) socket.pause().cork();
      else socket.resume().uncork();
    }
  }

  /** Ends as FreeSWITCH does: says so, ends all calls, says goodbye. */
  async stop(): Promise<void> {
    this.#simulation.stop();
    this.#stopHeartbeat?.();
    this.world.emitEvent('SHUTDOWN', { 'Event-Info': 'System Shutting Down' });
    this.#pbx.hangupAll('SYSTEM_SHUTDOWN');
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const client of this.#clients) client.bye('The system is being shut down.\n');
    await new Promise((resolve) => setTimeout(resolve, 20));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** The same PBX again at the same address: no calls, another core. */
  async restart(): Promise<void> {
    await this.stop();
    this.#pbx = this.#newPbx();
    this.#simulation = new Simulation(this.#pbx);
    this.#server = this.#newServer();
    await this.#listen(this.port);
    if (!this.#calm) this.#simulation.start();
  }

  #newPbx(): Pbx {
    const world = new World(
      this.#clock,
      new Random(this.seed + this.#starts++ * 7_919),
      this.#domain,
    );
    world.on('event', (event) => {
      for (const client of this.#clients) client.event(event);
    });
    return new Pbx(world);
  }

  #newServer(): Server {
    const extra = { sim: controlOf(this) };
    return createServer((socket) => {
      this.#sockets.add(socket);
      const client = new Client(socket, {
        pbx: this.#pbx,
        access: this.access,
        extra,
        onCommand: (line) => {
          this.commands.push(line);
          if (this.commands.length > MAX_COMMANDS) this.commands.shift();
        },
      });
      if (this.#frozen) socket.pause();
      this.#clients.add(client);
      socket.on('close', () => {
        this.#clients.delete(client);
        this.#sockets.delete(socket);
      });
    });
  }

  async #listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, HOST, resolve);
    });
    const address = this.#server.address();
    if (typeof address === 'object' && address) this.port = address.port;
    this.#beat();
  }

  #beat(): void {
    this.#stopHeartbeat = this.#clock.after(HEARTBEAT_MS, () => {
      this.world.emitEvent('HEARTBEAT', {
        'Event-Info': 'System Ready',
        'Session-Count': String(this.world.legs.size),
        'Max-Sessions': '5000',
        'Session-Per-Sec': '500',
        'Session-Since-Startup': String(this.world.sessions),
        'Idle-CPU': '99.000000',
      });
      this.#beat();
    });
  }
}

/** Starts a demo PBX on loopback. @throws when the port is taken */
export async function startDemoPbx(options: DemoOptions = {}): Promise<DemoPbx> {
  const demo = new DemoPbx(options);
  await demo.start(options);
  return demo;
}
