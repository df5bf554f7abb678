import { randomBytes } from 'node:crypto';
import { realClock, type Clock } from './clock.ts';
import { controlOf, type Controllable } from './control.ts';
import { runApi } from './esl/api.ts';
import type { Access, LimitedUser } from './esl/client.ts';
import { EventSocketServer } from './esl/server.ts';
import { heartbeat } from './esl/status.ts';
import { Pbx } from './pbx.ts';
import type { Inbound } from './calls/dialplan.ts';
import { hears } from './calls/earshot.ts';
import { receiveDigits } from './calls/media.ts';
import { FIRST_EXTENSION } from './phones.ts';
import { Random } from './random.ts';
import type { Generation } from './rest/answers.ts';
import { RestFace } from './rest/face.ts';
import { Simulation } from './simulate.ts';
import type { Leg } from './world/leg.ts';
import { World } from './world/world.ts';

export interface DemoOptions {
  readonly seed?: number;
  /** TCP port of the event socket; 0 takes a free one. */
  readonly port?: number;
  readonly password?: string;
  readonly domain?: string;
  /** More users of `userauth`, each with the rights of its own lists. */
  readonly logins?: readonly LimitedUser[];
  /** No calls but those that are asked for. */
  readonly calm?: boolean;
  /** Channels to begin with. */
  readonly load?: number;
  readonly clock?: Clock;
  /** s a phone rings before its caller is given up. */
  readonly callTimeoutSec?: number;
  /** Whether the same calls are behind Webitel's REST API too. */
  readonly rest?: boolean;
  /** Which Webitel it is. */
  readonly restGeneration?: Generation;
  /** Path below which it stands, as behind a proxy: `/webitel`. */
  readonly restBasePath?: string;
  /** ms by which its list lags its events. */
  readonly restLagMs?: number;
}

/** ms between HEARTBEATs, FreeSWITCH's default. */
const HEARTBEAT_MS = 20_000;
/** Command lines remembered for tests. */
const MAX_COMMANDS = 20_000;
/** The extension of whoever tries the demo: its phone is called, and Webitel's user is its owner. */
const NEWCOMER = String(FIRST_EXTENSION + 1);

/** A running demo PBX. */
export class DemoPbx implements Controllable {
  readonly host = '127.0.0.1';
  readonly access: Access;
  readonly commands: string[] = [];
  readonly seed: number;
  readonly #options: DemoOptions;
  readonly #domain: string;
  readonly #clock: Clock;
  readonly #server: EventSocketServer;
  readonly #extra = { sim: controlOf(this) };
  readonly #rest: RestFace | undefined;
  /** A restarted PBX makes other uuids: no uuid is used twice. */
  #starts = 0;
  #pbx: Pbx;
  #simulation: Simulation;
  #calm: boolean;
  #stopHeartbeat: (() => void) | undefined;

  constructor(options: DemoOptions) {
    this.#options = options;
    this.seed = options.seed ?? 1;
    this.#domain = options.domain ?? 'pbx.example.test';
    this.#clock = options.clock ?? realClock;
    this.#calm = options.calm ?? false;
    this.access = accessTo(this.#domain, options.logins ?? [], options.password);
    this.#server = new EventSocketServer({
      pbx: () => this.#pbx,
      access: this.access,
      extra: this.#extra,
      onCommand: (line) => {
        this.commands.push(line);
        if (this.commands.length > MAX_COMMANDS) this.commands.shift();
      },
    });
    this.#pbx = this.#newPbx();
    this.#rest = options.rest ? this.#newRest(options.restGeneration ?? 2016) : undefined;
    this.#simulation = new Simulation(this.#pbx, NEWCOMER);
  }

  get pbx(): Pbx {
    return this.#pbx;
  }
  get world(): World {
    return this.#pbx.world;
  }
  get port(): number {
    return this.#server.port;
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
  /** Webitel's face of this PBX. @throws where it was not asked for */
  get rest(): RestFace {
    if (!this.#rest) throw new Error('This demo PBX was started without its REST face.');
    return this.#rest;
  }

  async start(): Promise<void> {
    await this.#server.listen(this.#options.port ?? 0);
    await this.#rest?.start();
    this.#begin();
    if (this.#options.load) this.load(this.#options.load);
  }

  /** Somebody outside calls an agent. Returns the uuids of the caller's and the agent's leg. */
  inbound(call: Inbound): { caller: string; agent: string | undefined } {
    const { caller, agent } = this.#pbx.inbound(call);
    return { caller: caller.uuid, agent: agent?.uuid };
  }

  /** A phone is picked up. These four say whether the leg was there. */
  answer(uuid: string): boolean {
    return this.#with(uuid, (leg) => this.#pbx.pickUp(leg));
  }
  reject(uuid: string): boolean {
    return this.#with(uuid, (leg) => this.#pbx.reject(leg));
  }
  hangup(uuid: string): boolean {
    return this.#with(uuid, (leg) => this.#pbx.leave(leg));
  }
  /** Somebody presses keys of a phone. */
  press(uuid: string, digits: string): boolean {
    return this.#with(uuid, (leg) => receiveDigits(this.world, leg, digits, 'RTP'));
  }
  /** Whether the party of one leg hears the party of another now. */
  hears(ear: string, mouth: string): boolean {
    const [a, b] = [this.world.locate(ear), this.world.locate(mouth)];
    return a !== undefined && b !== undefined && hears(a, b);
  }

  calm(): void {
    this.#calm = true;
    this.#simulation.stop();
  }
  /** Adds answered calls until there are as many channels. */
  load(channels: number): void {
    this.#simulation.fill(channels);
  }

  /** Cuts every connection, as a network does: with a reset. */
  dropConnections(): void {
    this.#server.drop();
    this.#rest?.dropConnections();
  }

  /** Half-open: says and hears nothing any more, and closes nothing. */
  freeze(on: boolean): void {
    this.#server.freeze(on);
    this.#rest?.freeze(on);
  }

  /** Turns new connections away, as an access list does; or lets them in again. */
  deny(on: boolean): void {
    this.#server.denies = on;
  }

  /** Ends as FreeSWITCH does: says so, ends all calls, says goodbye. */
  async stop(): Promise<void> {
    await this.#shutDown();
    await this.#rest?.stop();
  }

  /** The same PBX again at the same address: no calls, another core. Webitel's server runs on. */
  async restart(): Promise<void> {
    await this.#shutDown();
    this.#pbx = this.#newPbx();
    this.#simulation = new Simulation(this.#pbx, NEWCOMER);
    await this.#server.listen(this.port);
    this.#begin();
  }

  async #shutDown(): Promise<void> {
    this.#simulation.stop();
    this.#stopHeartbeat?.();
    this.world.down = true;
    this.world.emitEvent('SHUTDOWN', { 'Event-Info': 'System Shutting Down' });
    this.#pbx.hangupAll('SYSTEM_SHUTDOWN');
    await this.#server.close();
  }

  #begin(): void {
    this.#beat();
    if (!this.#calm) this.#simulation.start();
  }

  #with(uuid: string, act: (leg: Leg) => void): boolean {
    const leg = this.world.locate(uuid);
    if (leg) act(leg);
    return leg !== undefined;
  }

  #newPbx(): Pbx {
    const random = new Random(this.seed + this.#starts++ * 7_919);
    const world = new World(this.#clock, random, this.#domain, {
      callTimeoutSec: this.#options.callTimeoutSec ?? 25,
      presenceData: this.#options.rest ? `@${this.#domain}` : '',
      audience: {
        wants: (name) => this.#server.wants(name) || (this.#rest?.listening ?? 0) > 0,
        hear: (event) => {
          this.#server.event(event);
          this.#rest?.tell(event.headers);
        },
      },
    });
    return new Pbx(world);
  }

  #newRest(generation: Generation): RestFace {
    return new RestFace({
      generation,
      clock: this.#clock,
      domain: this.#domain,
      extension: NEWCOMER,
      isUser: (extension) => this.#pbx.phones.has(extension),
      legs: () => this.world.legs.values(),
      basePath: this.#options.restBasePath ?? '',
      lagMs: this.#options.restLagMs ?? 0,
      api: (command) => new Promise((resolve) => runApi(this.#pbx, command, this.#extra, resolve)),
    });
  }

  #beat(): void {
    this.#stopHeartbeat = this.#clock.after(HEARTBEAT_MS, () => {
      this.world.emitEvent('HEARTBEAT', heartbeat(this.world));
      this.#beat();
    });
  }
}

const secret = (): string => randomBytes(18).toString('base64url');

function accessTo(domain: string, others: readonly LimitedUser[], password = secret()): Access {
  return {
    password,
    others,
    limited: {
      user: `monitor@${domain}`,
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
}

/** Starts a demo PBX on loopback. @throws when the port is taken */
export async function startDemoPbx(options: DemoOptions = {}): Promise<DemoPbx> {
  const demo = new DemoPbx(options);
  await demo.start();
  return demo;
}
