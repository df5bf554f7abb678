import { fileURLToPath } from 'node:url';
import { Peer } from '../peer.ts';
import type { Findings } from '../report.ts';
import { ratios, spreadOf } from '../stats.ts';
import { buildReader } from './build.ts';
import { EVERY_CHANNEL_EVENT, type Order, type Reading, type ReaderOrder } from './protocol.ts';

const SERVER = fileURLToPath(new URL('server.ts', import.meta.url));
const WHO = ['ours', 'modesl', 'floor'] as const;
type Who = (typeof WHO)[number];

interface Round extends Reading {
  readonly events: number;
}

/** Both ends of the loopback connection, each in a process of its own. */
class Bench {
  readonly #server = new Peer<Order>(SERVER);
  readonly #readers: Record<Who, Peer<ReaderOrder>>;
  #port = 0;

  constructor(reader: string) {
    const start = (who: Who): Peer<ReaderOrder> => new Peer<ReaderOrder>(reader, [who], []);
    this.#readers = { ours: start('ours'), modesl: start('modesl'), floor: start('floor') };
  }

  async start(): Promise<void> {
    this.#port = (await this.#server.hear<{ port: number }>()).port;
  }

  /** Sends copies of what was recorded, at full speed. */
  async round(who: Who, what: 'burst' | 'call', copies: number): Promise<Round> {
    const reader = this.#readers[who];
    await reader.ask({ do: 'connect', port: this.#port });
    const size = await this.#server.ask<{ events: number }>({ do: 'prepare', what, copies });
    await reader.ask({ do: 'expect', events: size.events });
    const reading = reader.hear<Reading>();
    this.#server.tell({ do: 'send' });
    const { ms, cpuUs } = await reading;
    await reader.ask({ do: 'disconnect' });
    return { ms, cpuUs, ...size };
  }

  stop(): void {
    for (const peer of [this.#server, ...Object.values(this.#readers)]) peer.stop();
  }
}

/**
 * Reading events: how many a second of CPU, and the CPU that a call costs from ring to gone. CPU
 * rather than time, for it does not depend on what else the machine does. All readers take turns.
 */
export async function measureIngest(quick: boolean): Promise<Findings> {
  const [bursts, calls, warm, rounds] = quick ? [6, 100, 4, 3] : [30, 200, 5, 9];
  const bench = new Bench(await buildReader());
  await bench.start();
  const wall: Record<Who, number[]> = { ours: [], modesl: [], floor: [] };
  const cpu: Record<Who, number[]> = { ours: [], modesl: [], floor: [] };
  const call: Record<Who, number[]> = { ours: [], modesl: [], floor: [] };
  // A monitor runs for days: what its first seconds cost, compiled and collected, is not the point.
  for (let i = -warm; i < rounds; i += 1) {
    for (const who of WHO) {
      const { events, ms, cpuUs } = await bench.round(who, 'burst', bursts);
      if (i < 0) continue;
      wall[who].push((events / ms) * 1000);
      cpu[who].push(cpuUs / events);
    }
    for (const who of ['ours', 'modesl'] as const) {
      const { cpuUs } = await bench.round(who, 'call', calls);
      if (i >= 0) call[who].push(cpuUs / calls);
    }
  }
  bench.stop();
  return {
    ratios: {
      ingest_vs_modesl: spreadOf(ratios(cpu.modesl, cpu.ours)),
      ingest_vs_floor: spreadOf(ratios(cpu.floor, cpu.ours)),
      call_cost_vs_modesl: spreadOf(ratios(call.ours, call.modesl)),
    },
    details: [
      ...WHO.map((who) => [`ingest, ${who}`, 'events/s', spreadOf(wall[who])] as const),
      ...WHO.map((who) => [`ingest, ${who}`, 'CPU µs an event', spreadOf(cpu[who])] as const),
      ['call, ours', 'CPU µs', spreadOf(call.ours)],
      [
        `call, modesl with ${EVERY_CHANNEL_EVENT.length} kinds of event`,
        'CPU µs',
        spreadOf(call.modesl),
      ],
    ],
  };
}
