import { connect } from 'node:net';
import { Monitor } from '../../src/main/calls/monitor.ts';
import { EslAdapter } from '../../src/main/pbx/esl/adapter.ts';
import { CHANNEL_FIELDS } from '../../src/shared/domain/channel.ts';
import type { ConnectionStatus } from '../../src/shared/pbx/status.ts';
import { startDemoPbx, type DemoPbx } from '../support/demo.ts';
import { Stopwatch } from '../support/stopwatch.ts';
import { FaultProxy } from './proxy.ts';

/** ms a wait may take before it is a failure. */
const PATIENCE_MS = 30_000;

/** The app without its windows: adapter and monitor, on a demo PBX behind a faulty network. */
export class Rig {
  readonly demo: DemoPbx;
  readonly proxy: FaultProxy;
  readonly monitor = new Monitor();
  readonly adapter: EslAdapter;
  readonly statuses: ConnectionStatus[] = [];
  #watchers = new Set<() => void>();

  private constructor(demo: DemoPbx, proxy: FaultProxy) {
    this.demo = demo;
    this.proxy = proxy;
    this.adapter = new EslAdapter(
      {
        address: { host: '127.0.0.1', port: proxy.port },
        credentials: { password: demo.password },
        plan: { context: 'default', ringSeconds: 30 },
      },
      {
        events: (events) => this.monitor.feed(events),
        status: (status) => {
          this.statuses.push(status);
          for (const watcher of this.#watchers) watcher();
        },
        trace: () => undefined,
      },
    );
  }

  /** Online, with this many channels. */
  static async start(channels = 6): Promise<Rig> {
    const demo = await startDemoPbx({ calm: true, load: channels });
    const rig = new Rig(demo, await FaultProxy.start(demo));
    rig.adapter.start();
    await rig.online();
    return rig;
  }

  get status(): ConnectionStatus | undefined {
    return this.statuses.at(-1);
  }

  /** Waits for a status; resolves with the ms it took, as this process had them. */
  until(met: (status: ConnectionStatus) => boolean): Promise<number> {
    const watch = new Stopwatch();
    return new Promise((resolve, reject) => {
      const end = (): number => {
        clearTimeout(timer);
        this.#watchers.delete(check);
        return watch.stop();
      };
      const check = (): void => {
        if (!this.status || !met(this.status)) return;
        resolve(end());
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`still ${JSON.stringify(this.status)} after ${PATIENCE_MS} ms`));
      }, PATIENCE_MS);
      this.#watchers.add(check);
      check();
    });
  }
  online(): Promise<number> {
    return this.until(({ phase }) => phase === 'online');
  }
  /** Waits for the connection to be told as lost; resolves with the ms it took. */
  lost(): Promise<number> {
    return this.until(({ phase }) => phase === 'offline' || phase === 'connecting');
  }

  /** Six channels again, and both sides at rest, whatever the last fault left. */
  async calm(): Promise<void> {
    const rows = await showChannels(this.demo);
    for (const { uuid = '' } of rows.slice(6)) this.demo.hangup(uuid);
    if (rows.length < 6) this.demo.load(6);
    const left = await this.differences();
    if (left.length > 0) throw new Error(left.join('; '));
  }

  /** An answered call from outside to a free agent; the agent's leg. */
  call(to = '215'): string {
    const { agent = '' } = this.demo.inbound({ to, number: '+4930111', name: 'Ada' });
    this.demo.answer(agent);
    return agent;
  }

  /**
   * Where the table and the PBX's own `show channels` differ, once both rest; [] when nowhere. Asked
   * on a connection of its own, past the proxy.
   */
  async differences(): Promise<string[]> {
    const endMs = performance.now() + 5_000;
    for (;;) {
      const found = compare(await showChannels(this.demo), this.monitor);
      if (found.length === 0 || performance.now() > endMs) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async stop(): Promise<void> {
    this.adapter.stop();
    this.monitor.stop();
    await this.proxy.stop();
    await this.demo.stop();
  }
}

type Row = Record<string, string>;

function compare(rows: readonly Row[], { table }: Monitor): string[] {
  const found: string[] = [];
  for (const row of rows) {
    const channel = table.get(row['uuid'] ?? '');
    if (!channel) found.push(`${row['uuid']} is missing`);
    else
      for (const field of CHANNEL_FIELDS)
        if (channel[field] !== (row[field] ?? ''))
          found.push(`${channel.uuid} ${field}: ${channel[field]}, not ${row[field]}`);
  }
  const listed = new Set(rows.map(({ uuid }) => uuid));
  for (const { uuid } of table.values()) if (!listed.has(uuid)) found.push(`${uuid} is a ghost`);
  return found;
}

/** `show channels as json`, by a client that shares nothing with the adapter. */
async function showChannels(demo: DemoPbx): Promise<Row[]> {
  const socket = connect(demo.port, demo.host);
  socket.write(`auth ${demo.password}\n\napi show channels as json\n\nexit\n\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  const all = Buffer.concat(chunks);
  const mark = 'Content-Type: api/response\nContent-Length: ';
  const at = all.indexOf(mark) + mark.length;
  const length = Number.parseInt(all.toString('latin1', at, at + 12), 10);
  const begin = all.indexOf('\n\n', at) + 2;
  const { rows = [] } = JSON.parse(all.toString('utf8', begin, begin + length)) as { rows?: Row[] };
  return rows;
}
