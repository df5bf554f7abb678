import { setImmediate as turn } from 'node:timers/promises';
import { Monitor } from '../../src/main/calls/monitor.ts';
import { VirtualClock } from '../../src/demo-pbx/clock.ts';
import { EslAdapter } from '../../src/main/pbx/esl/adapter.ts';
import { EslLink } from '../../src/main/pbx/esl/link.ts';
import { channelFromRow, type Channel } from '../../src/shared/domain/channel.ts';
import type { ConnectionPhase } from '../../src/shared/domain/phase.ts';
import { FaultProxy } from '../faults/proxy.ts';
import { startDemoPbx, type DemoPbx } from '../support/demo.ts';
import { differences, type Difference } from '../support/differences.ts';
import { take, type Step } from './steps.ts';

/** ms all that is under way has to arrive, and between two looks whether it has. */
const PATIENCE_MS = 30_000;
const LOOK_MS = 20;
const COMMAND_MS = 20_000;
/** ms at the end in which all that rings gives up (an application rings for 60 s), and the turns of the event loop over which they pass. */
const SETTLE_MS = 90_000;
const SETTLE_TURNS = 18;

/** A demo PBX, watched by the real adapter over a real, failing network. */
export class World {
  readonly #clock: VirtualClock;
  readonly #demo: DemoPbx;
  readonly #proxy: FaultProxy;
  readonly #adapter: EslAdapter;
  readonly #hand: EslLink;
  readonly monitor = new Monitor();
  #phase: ConnectionPhase = 'idle';
  #wake = (): void => undefined;

  private constructor(clock: VirtualClock, demo: DemoPbx, proxy: FaultProxy, hand: EslLink) {
    this.#clock = clock;
    this.#demo = demo;
    this.#proxy = proxy;
    this.#hand = hand;
    this.#adapter = new EslAdapter(
      {
        address: { host: '127.0.0.1', port: proxy.port },
        credentials: { password: demo.password },
        plan: { context: 'default', ringSeconds: 30 },
      },
      {
        events: (events) => {
          this.monitor.feed(events);
          this.#wake();
        },
        status: ({ phase }) => {
          this.#phase = phase;
          if (phase === 'offline') setImmediate(() => this.#adapter.retry());
          this.#wake();
        },
        trace: () => undefined,
      },
    );
  }

  /** Opens one, online. @param seed the same makes the same uuids */
  static async open(seed: number): Promise<World> {
    const clock = new VirtualClock();
    const demo = await startDemoPbx({ seed, calm: true, clock });
    const proxy = await FaultProxy.start({ host: demo.host, port: demo.port });
    const world = new World(clock, demo, proxy, await handTo(demo));
    world.#adapter.start();
    await world.#until(() => world.#phase === 'online', 'online');
    return world;
  }

  async take(step: Step): Promise<void> {
    const adapter = this.#adapter;
    const proxy = this.#proxy;
    await take(step, {
      demo: this.#demo,
      wait: (ms) => this.#clock.advance(ms),
      command: async (line) => void (await this.#hand.send(line, COMMAND_MS)),
      list: () => void adapter.refresh(),
      cutAfter: (bytes) => void proxy.cutAfter.push(bytes, bytes),
      cutNow: () => proxy.cut(),
    });
  }

  /** The PBX goes down with all its calls, and comes up again. */
  async restart(): Promise<void> {
    await this.#demo.restart();
  }

  /**
   * Lets all come to rest. The last event is one that only follows all others (a call of its own), so
   * nothing has to be waited for by time.
   */
  async settle(): Promise<void> {
    this.#proxy.cutAfter.length = 0;
    // A job given in the last step begins a moment of the PBX's time after its answer, and then what
    // it started takes its own: phones give up, what was transferred arrives.
    for (let i = 0; i < SETTLE_TURNS; i += 1) {
      await turn();
      this.#clock.advance(SETTLE_MS / SETTLE_TURNS);
    }
    await this.#until(() => this.#phase === 'online' && this.#proxy.live === 2, 'online again');
    const { table } = this.monitor;
    const { caller } = this.#demo.inbound({ to: '219', number: '+49309', name: 'The last' });
    await this.#until(() => table.get(caller) !== undefined, 'told of the last call');
    this.#demo.hangup(caller);
    this.#clock.advance(1_000);
    await this.#until(() => table.get(caller) === undefined, 'told that it ended');
  }

  /** What is not the same in these channels as in the PBX's own list. */
  differences(channels: Iterable<Channel>): Difference[] {
    const rows = this.#demo.world.rows().map(channelFromRow);
    return differences(
      [...channels],
      rows.filter((row) => row !== undefined),
    ).filter(({ ours, field }) => !(field === 'callstate' && ours === 'HANGUP'));
  }

  async close(): Promise<void> {
    this.#adapter.stop();
    this.monitor.stop();
    this.#hand.close();
    await this.#proxy.stop();
    await this.#demo.stop();
  }

  #until(holds: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        clearInterval(look);
        this.#wake = () => undefined;
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`never ${what}`));
      }, PATIENCE_MS);
      this.#wake = () => {
        if (!holds()) return;
        end();
        resolve();
      };
      // Not all of it is told: the proxy may learn of an old connection's end after the new one's begin.
      const look = setInterval(() => this.#wake(), LOOK_MS);
      this.#wake();
    });
  }
}

/** A connection of its own, to give commands by. */
async function handTo({ host, port, password }: DemoPbx): Promise<EslLink> {
  const opened = await EslLink.open(
    { host, port },
    { password },
    { frame: () => undefined, down: () => undefined },
    new AbortController().signal,
  );
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** Plays a world, and returns what is not the same once all is quiet. */
export async function play(steps: readonly Step[], seed: number): Promise<Difference[]> {
  const world = await World.open(seed);
  try {
    for (const step of steps) await world.take(step);
    await world.settle();
    return world.differences(world.monitor.table.values());
  } finally {
    await world.close();
  }
}
