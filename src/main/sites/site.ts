import type { KnownNames } from '@shared/calls/shown.ts';
import { callIdOf } from '@shared/calls/parties.ts';
import { PARTS } from '@shared/board/rows.ts';
import type { BoardDelta } from '@shared/board/delta.ts';
import type { Change } from '@shared/calls/table.ts';
import type { PbxEvent } from '@shared/domain/event.ts';
import { NO_CAPABILITIES, type Command } from '@shared/commands/command.ts';
import type { ConnectionStatus } from '@shared/pbx/status.ts';
import { fail, ok, type AppError, type Result } from '@shared/domain/result.ts';
import type { SiteId } from '@shared/domain/site.ts';
import type { Settings, SiteSettings } from '@shared/settings/settings.ts';
import { Commander, type Outcome } from '../calls/commander.ts';
import { PhoneFinder } from '../calls/find-phone.ts';
import { Monitor, type Delta } from '../calls/monitor.ts';
import { MyDesk } from '../calls/my-desk.ts';
import { Board } from '../board/board.ts';
import type { PbxPort } from '../pbx/port.ts';
import { Connection, loginDomain, type SecretSource } from './connection.ts';

/** What happens on a site, for those who show, record or act on it. Each is told the site. */
export interface SiteEvents {
  /** What the adapter sent or got, and what it meant: for the diagnostics. */
  traced(site: Site, direction: '>' | '<', line: string): void;
  told(site: Site, events: readonly PbxEvent[]): void;
  status(site: Site, status: ConnectionStatus): void;
  /** It has just come online. */
  online(site: Site): void;
  changes(site: Site, changes: readonly Change[]): void;
  delta(site: Site, delta: Delta): void;
  /** Agents, queues and registrations changed, while they are watched. */
  board(site: Site, delta: BoardDelta): void;
  /** The whole list is known. @param ended calls of which it tells that they ended while offline */
  listed(site: Site, ended: number): void;
  /** My legs there, or the number of channels. */
  desk(): void;
  /** My phone there was found, or fits several. */
  phone(site: Site): void;
  pending(): void;
  outcome(site: Site, outcome: Outcome): void;
  /** The PBX has more than the table takes. */
  full(site: Site): void;
}

/** ms within which a call in a queue is to be answered: 80 of 100 within 20 s is the usual goal. */
const GOAL_MS = 20_000;
const NO_BOARD = 'This PBX does not list its agents, queues and registrations by this connection.';

export interface SiteParts {
  /** Whether this person, listening there, may be heard. */
  maySpeak(site: Site): boolean;
  /** Why this person may not give a command there; '' where they may. */
  refusal(site: Site, command: Command): string;
  readonly events: SiteEvents;
  readonly secrets: SecretSource;
  /** Why a secret that is kept cannot be read now, or ''. */
  obstacle(): string;
  /** What numbers' owners are called here. */
  readonly known: KnownNames;
}

/**
 * One PBX as the app knows it: its driver and connection, its own table and clock, the commands under
 * way there, and my phone there. Nothing of it is shared with another site.
 */
export class Site {
  readonly id: SiteId;
  readonly monitor: Monitor;
  readonly commander: Commander;
  readonly desk: MyDesk;
  readonly board: Board;
  readonly #events: SiteEvents;
  readonly #connection: Connection;
  readonly #finder: PhoneFinder;
  #settings: SiteSettings;
  #status: ConnectionStatus | null = null;
  #wasLost = false;
  #isLeft = false;
  #watchesBoard = false;

  constructor(settings: SiteSettings, parts: SiteParts) {
    const { events, secrets, obstacle, known } = parts;
    this.id = settings.id;
    this.#settings = settings;
    this.#events = events;
    this.monitor = new Monitor(() => events.full(this));
    this.board = new Board({
      nowMs: () => this.monitor.pbxNowMs,
      goalMs: () => GOAL_MS,
      delta: (delta) => events.board(this, delta),
    });
    this.#connection = new Connection(
      {
        events: (batch) => this.#onEvents(batch),
        status: (status) => this.#onStatus(status),
        find: (uuid) => this.monitor.table.get(uuid),
        maySpeak: () => parts.maySpeak(this),
        board: (batch) => this.board.feed(batch),
        boardRow: (part, key) => this.board.get(part, key),
        trace: (direction, line) => events.traced(this, direction, line),
      },
      secrets,
      obstacle,
    );
    this.desk = new MyDesk(this.id, this.monitor, known, () => events.desk());
    this.#finder = new PhoneFinder({
      monitor: this.monitor,
      port: () => (this.isOnline ? this.port : undefined),
      login: () => loginDomain(this.#settings.connection),
      found: ({ extension }) => {
        this.desk.setExtension(extension);
        events.phone(this);
      },
    });
    this.monitor.onChange((changes) => events.changes(this, changes));
    this.monitor.onDelta((delta) => events.delta(this, delta));
    this.commander = new Commander(
      this.monitor,
      () => this.port,
      (command) => parts.refusal(this, command),
      {
        pending: () => events.pending(),
        outcome: (outcome) => events.outcome(this, outcome),
      },
    );
  }

  get settings(): SiteSettings {
    return this.#settings;
  }

  /** What people call it: its name, or its address. */
  get name(): string {
    return siteName(this.#settings);
  }

  /** null until it is being connected. */
  get status(): ConnectionStatus | null {
    return this.#status;
  }

  get isOnline(): boolean {
    return this.#status?.phase === 'online';
  }

  get port(): PbxPort | undefined {
    return this.#connection.port;
  }

  /** Domains in which my extension is a phone, where there are several. */
  get several(): readonly string[] {
    return this.#finder.phone.several;
  }

  /** My phone there, for what is dialled from it; fails where none is set or several fit. */
  phone(): Result<string> {
    const { extension } = this.#settings;
    if (this.several.length > 0) return fail('bad-input', whichPhone(extension, this.several));
    return extension === ''
      ? fail('bad-input', 'Set your extension in the connection settings first.')
      : ok(this.#finder.phone.extension);
  }

  /** It is called otherwise; all else stays. */
  rename(name: string): void {
    this.#settings = { ...this.#settings, name };
  }

  /** Connects as the settings say; what another PBX had is forgotten. */
  async connect(settings: SiteSettings, dial: Settings['dial']): Promise<void> {
    this.#settings = settings;
    this.monitor.placedBy(dial.programs);
    this.monitor.feed([{ kind: 'cleared', atMs: Date.now() }]);
    this.#finder.set(settings.extension);
    const applied = await this.#connection.apply(settings, dial);
    if (!applied.ok && !this.#isLeft) this.refuse(applied.error);
    this.watchBoard(this.#watchesBoard);
  }

  /** It is not connected, and why. */
  refuse(error: AppError): void {
    this.#onStatus({
      phase: 'stopped',
      backend: this.#settings.connection.kind === 'webitel' ? 'webitel' : 'esl',
      where: '',
      error,
      feed: 'events',
      capabilities: NO_CAPABILITIES,
      limits: '',
    });
  }

  /** How calls are placed and held from now on. */
  follow(dial: Settings['dial']): void {
    this.monitor.placedBy(dial.programs);
    this.#connection.follow(dial);
  }

  /** Asks for agents, queues and registrations, as long as somebody looks. */
  watchBoard(on: boolean): void {
    this.#watchesBoard = on;
    if (this.port?.watchBoard) this.port.watchBoard(on);
    else if (on) this.board.feed(PARTS.map((part) => ({ kind: 'lacks', part, why: NO_BOARD })));
  }

  /** Sets my status in the queues, in mod_callcenter's words. Fails where the PBX does not have it then. */
  async setMyStatus(status: string): Promise<Result<null>> {
    const phone = this.phone();
    if (!phone.ok) return phone;
    const { port } = this;
    if (!port?.setAgentStatus) return fail('bad-input', NO_BOARD);
    return port.setAgentStatus(phone.value, status);
  }

  /** Ends it, and takes its calls off the table. */
  leave(): void {
    this.#isLeft = true;
    this.#finder.stop();
    this.#connection.stop();
    this.monitor.feed([{ kind: 'cleared', atMs: Date.now() }]);
    this.stop();
  }

  stop(): void {
    this.#isLeft = true;
    this.#finder.stop();
    this.#connection.stop();
    this.desk.stop();
    this.board.stop();
    this.monitor.stop();
  }

  #onEvents(events: readonly PbxEvent[]): void {
    this.#events.told(this, events);
    for (const event of events) {
      if (event.kind === 'lost') this.#wasLost = this.monitor.table.size > 0;
      if (event.kind === 'listed') this.#onList(event);
      else this.monitor.feed([event]);
    }
  }

  #onList(event: PbxEvent): void {
    const ended = new Set<string>();
    const stop = this.monitor.onChange((changes) => {
      for (const { before, after } of changes) if (before && !after) ended.add(callIdOf(before));
    });
    this.monitor.feed([event]);
    stop();
    this.#events.listed(this, this.#wasLost ? ended.size : 0);
    this.#wasLost = false;
  }

  #onStatus(status: ConnectionStatus): void {
    const wasOnline = this.isOnline;
    this.#status = status;
    this.#events.status(this, status);
    if (!this.isOnline || wasOnline) return;
    void this.#finder.look();
    this.#events.online(this);
  }
}

/** What people call a site: its name, or its address. */
function siteName({ name, connection }: SiteSettings): string {
  if (name !== '') return name;
  if (connection.kind === 'demo') return 'Demo PBX';
  const { esl, webitel } = connection;
  if (connection.kind === 'esl') return `${esl.host}:${esl.port}`;
  return URL.canParse(webitel.url) ? new URL(webitel.url).host : webitel.url;
}

const whichPhone = (extension: string, domains: readonly string[]): string =>
  `${extension} is a phone in ${domains.length} domains (${domains.join(', ')}): in the connection settings, write your extension as ${extension}@${domains[0] ?? ''} or the other.`;
