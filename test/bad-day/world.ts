import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { channelFromRow } from '../../src/shared/domain/channel.ts';
import { FaultProxy } from '../faults/proxy.ts';
import { startDemoPbx, type DemoPbx } from '../support/demo.ts';
import { differences } from '../support/differences.ts';
import { Disk } from '../support/disk.ts';
import { randomOf } from '../support/random.ts';
import { startBus, type SessionBus } from '../support/session-bus.ts';
import { Calls } from './calls.ts';
import { AppProcess, Peer } from './process.ts';
import type { AppState } from './protocol.ts';

/** Events that one answered call of the crowd is, counted with `event json all`. */
const EVENTS_A_CALL = 56;
/** ms for all to be well again once nothing is wrong any more: half-open lines and retries take 8 to 10 s. */
const HEALS_MS = 30_000;
const LOOK_MS = 50;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface Figures {
  /** Of the last stretch. */
  longestMs: number;
  rssBytes: number;
  heldBytes: number;
  /** Changes told by the table, and sentences told to a person. */
  changes: number;
  said: number;
}

/** The app's process and all that stands around it: PBX, network, disk, desktop. */
export class World {
  readonly demo: DemoPbx;
  readonly proxy: FaultProxy;
  readonly disk = new Disk(16_384);
  readonly calls: Calls;
  readonly figures: Figures = { longestMs: 0, rssBytes: 0, heldBytes: 0, changes: 0, said: 0 };
  bus!: SessionBus;
  daemon!: Peer;
  keyring!: Peer;
  app!: AppProcess;
  readonly #busFolder = mkdtempSync(join(tmpdir(), 'ringside-day-'));
  readonly #resolver = join(this.#busFolder, 'resolver');
  /** Counts up whenever something may have kept the app from seeing a call. */
  #epoch = 0;
  /** The line was disturbed, and is not known to be well again. */
  #isBlind = true;
  /** Faults of the line that last. */
  #disturbing = 0;
  /** What the setting was last set to. */
  #setting = 0;
  /** Of runs of the app that are over. */
  #changesBefore = 0;
  #saidBefore = 0;

  private constructor(demo: DemoPbx, proxy: FaultProxy, events: number, seed: number) {
    this.demo = demo;
    this.proxy = proxy;
    this.calls = new Calls(demo, events / EVENTS_A_CALL, randomOf(seed), () =>
      this.#isBlind || this.#disturbing > 0 ? undefined : this.#epoch,
    );
  }

  /** @param events a second, of the crowd's calls */
  static async start(events: number, seed: number): Promise<World> {
    const demo = await startDemoPbx({ seed, calm: true });
    const world = new World(demo, await FaultProxy.start(demo), events, seed);
    execFileSync('mkfifo', [world.#resolver]);
    await world.startDesktop();
    await world.startApp();
    return world;
  }

  async startDesktop(): Promise<void> {
    this.bus = await startBus(join(this.#busFolder, 'bus'));
    [this.daemon, this.keyring] = await Promise.all([
      Peer.start('daemon', this.bus.address),
      Peer.start('keyring', this.bus.address),
    ]);
  }

  async startApp(): Promise<void> {
    this.disturbed();
    this.app = await AppProcess.start(
      {
        directory: this.disk.folder,
        port: this.proxy.port,
        password: this.demo.password,
        bus: this.bus.address,
        resolver: this.#resolver,
      },
      (phase) => {
        this.disturbed();
        this.#isBlind = phase !== 'online';
      },
    );
    this.#isBlind = this.app.phase !== 'online';
  }

  /** The app is quit, as a person does. @returns what it could not write */
  async quitApp(): Promise<string[]> {
    this.disturbed();
    this.#note(await this.app.ask({ ask: 'state' }));
    const { history, settings } = await this.app.ask({ ask: 'stop' });
    await this.app.kill();
    return [
      history ? '' : 'quitting left history',
      settings ? '' : 'quitting left settings',
    ].filter(Boolean);
  }

  /** From here on a call may be seen in part only, until the app is online anew. */
  disturbed(): void {
    this.#epoch += 1;
    this.#isBlind = true;
  }

  /** The same for as long as a fault lasts. @returns how it ends */
  disturb(): () => void {
    this.disturbed();
    this.#disturbing += 1;
    return () => {
      this.disturbed();
      this.#disturbing -= 1;
    };
  }

  /** A person changes a setting. */
  async change(): Promise<void> {
    this.#setting += 1;
    await this.app.ask({ ask: 'patch', value: `${this.#setting}` });
  }

  /** Lets lookups that hang in the resolver end. */
  wakeResolver(): void {
    closeSync(openSync(this.#resolver, constants.O_RDWR | constants.O_NONBLOCK));
  }

  get historyFile(): string {
    return join(this.disk.folder, 'history.db');
  }
  get settingsFile(): string {
    return join(this.disk.folder, 'settings.json');
  }

  /** All is mended, and nobody new calls: what is not as it should be, once all had time to heal. */
  async wrongs(): Promise<string[]> {
    this.figures.longestMs = 0;
    const found: string[] = [];
    const heals = async (what: string, wrong: () => Promise<string> | string): Promise<void> => {
      const why = await healed(wrong);
      if (why !== '') found.push(`${what}: ${why}`);
    };
    await heals('line', () => (this.app.phase === 'online' ? '' : this.app.phase));
    await heals('table', () => this.#tableIsNot());
    await this.calls.toMe(false, 'Marker', async () => {
      await heals('notification', () =>
        this.daemon.shows.length === 1 && this.daemon.shows[0]?.startsWith('Marker') === true
          ? ''
          : `the daemon shows ${JSON.stringify(this.daemon.shows)}`,
      );
    });
    await heals('notification after its call', () => this.daemon.shows.join());
    await heals('history', () => this.#historyIsNot());
    await heals('settings', () => this.#settingIsNot());
    await heals('keyring', async () => {
      const { keyring } = await this.app.ask({ ask: 'state' });
      return keyring === 'open' ? '' : keyring;
    });
    const state = await this.app.ask({ ask: 'state' });
    this.#note(state);
    this.figures.heldBytes = await this.app.ask({ ask: 'held' });
    return [...found, ...faultsOf(state.said)];
  }

  #note({ longestMs, rssBytes, changes, said }: AppState): void {
    const { figures } = this;
    figures.longestMs = Math.max(figures.longestMs, longestMs);
    figures.rssBytes = Math.max(figures.rssBytes, rssBytes);
    figures.changes = this.#changesBefore + changes;
    figures.said = this.#saidBefore + said.length;
  }

  /** Where the table is not the PBX's own list. */
  async #tableIsNot(): Promise<string> {
    const { table } = await this.app.ask({ ask: 'state' });
    const rows = this.demo.world.rows().map(channelFromRow);
    return differences(
      table,
      rows.filter((row) => row !== undefined),
    )
      .slice(0, 3)
      .map(({ uuid, field, ours, theirs }) => `${uuid} ${field} ${ours}, not ${theirs}`)
      .join('; ');
  }

  /** Which of my calls are not in the file as they were. */
  #historyIsNot(): string {
    const aside = readdirSync(this.disk.folder).filter((name) => /^history.*broken/.test(name));
    if (aside.length > 0) return `set aside: ${aside.join()}`;
    const db = new DatabaseSync(this.historyFile, { readOnly: true });
    try {
      const rows = db.prepare('SELECT number, outcome FROM calls').all() as {
        number: string;
        outcome: string;
      }[];
      const outcomes = new Map<string, string[]>();
      for (const { number, outcome } of rows)
        outcomes.set(number, [...(outcomes.get(number) ?? []), outcome]);
      return this.calls.mine
        .map(({ number, outcome, certain }) => {
          const found = outcomes.get(number) ?? [];
          if (certain && String(found) !== outcome)
            return `${number} is ${found.join()}, not ${outcome}`;
          return found.length > 1 || found[0] === 'ongoing' ? `${number} is ${found.join()}` : '';
        })
        .filter(Boolean)
        .slice(0, 3)
        .join('; ');
    } finally {
      db.close();
    }
  }

  #settingIsNot(): string {
    const { table } = JSON.parse(readFileSync(this.settingsFile, 'utf8')) as {
      table: { filter: string };
    };
    return table.filter === `${this.#setting}` ? '' : `${table.filter}, not ${this.#setting}`;
  }

  async stop(): Promise<void> {
    this.calls.rest();
    this.wakeResolver();
    await Promise.all([this.app.kill(), this.daemon.kill(), this.keyring.kill()]);
    await this.bus.stop();
    await this.proxy.stop();
    await this.demo.stop();
    this.disk.remove();
    rmSync(this.#busFolder, { recursive: true, force: true });
  }
}

/** Looks until nothing is wrong, or it does not heal. @returns '' or what is wrong */
async function healed(wrong: () => Promise<string> | string): Promise<string> {
  const endMs = performance.now() + HEALS_MS;
  for (;;) {
    const why = await Promise.resolve()
      .then(wrong)
      .catch((error: unknown) => String(error));
    if (why === '' || performance.now() > endMs) return why;
    await pause(LOOK_MS);
  }
}

/** Faults of main's own, and things told twice without having been right in between. */
function faultsOf(said: readonly string[]): string[] {
  const own = said.filter((text) => text.startsWith('fault: '));
  const twice = ['The call history', 'The settings'].filter((what) => {
    const tones = said
      .filter((text) => text.includes(`${what} `) && /cannot be written|written again/.test(text))
      .map((text) => text.slice(0, 3));
    return tones.some((tone, i) => tone === tones[i - 1]);
  });
  return [...own, ...twice.map((what) => `told twice: ${what}`)];
}
