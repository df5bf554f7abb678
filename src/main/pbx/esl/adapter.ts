import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { refusal } from '@shared/domain/causes.ts';
import { splitAddress } from '@shared/domain/channel.ts';
import { NO_CAPABILITIES, type Command, type Placing } from '@shared/commands/command.ts';
import type { ConnectionStatus } from '@shared/pbx/status.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { Lister } from '../lister.ts';
import type { Part } from '@shared/board/rows.ts';
import type { Accepted, Execution, PbxListener, PbxPort } from '../port.ts';
import { Supervisor, type SupervisorState } from '../supervisor.ts';
import { setStatus } from './board/status.ts';
import { EslBoard } from './board/source.ts';
import { capabilitiesOf, lacksToSpeak, limitsOf } from './capabilities.ts';
import type { CommandLine, DialPlan } from './commands.ts';
import { directoryNames, registeredIn } from './directory.ts';
import type { EslAddress, EslCredentials } from './dial.ts';
import { given, notGranted } from './give.ts';
import { isGreeted } from './probe.ts';
import { EslSession } from './session.ts';
import { eslOf } from './table.ts';

export interface EslOptions {
  readonly address: EslAddress;
  readonly credentials: EslCredentials;
  readonly plan: DialPlan;
}

/**
 * ms after going online when the list is asked for once more: FreeSWITCH's table lags its events,
 * so a leg that ended just before the subscription may still stand in the first list.
 */
const SECOND_LOOK_MS = 2_000;
/** ms until the list is asked for when an event or a count says that the table may be wrong. */
const MISSED_REFRESH_MS = 250;
/** ms after a list that could not be had. */
const UNLISTED_RETRY_MS = 5_000;
/** With a limited login, ms after an event when the list is asked for what it did not say, and the longest between. */
const PARTIAL_REFRESH_MS = 250;
const PARTIAL_POLL_MS = 3_000;

/**
 * ms that FreeSWITCH's table may lag its events: what events wrote within this time before a list is
 * asked for is not taken from it.
 */
const TABLE_LAG_MS = 300;

/** FreeSWITCH by its Event Socket. */
export class EslAdapter implements PbxPort {
  readonly #options: EslOptions;
  readonly #listener: PbxListener;
  readonly #supervisor: Supervisor<EslSession>;
  readonly #lister = new Lister(() => this.#list());
  readonly #board: EslBoard;
  /** Whether the next list is to be followed by another. */
  #twice = false;
  #refreshTimer: NodeJS.Timeout | undefined;
  #pollTimer: NodeJS.Timeout | undefined;
  #synced = false;
  #stopped = false;
  #channels = 0;
  /** Why the last list could not be had, in words, while the connection is up; else ''. */
  #unlisted = '';

  constructor(options: EslOptions, listener: PbxListener) {
    this.#options = options;
    this.#listener = listener;
    const row = (part: Part) => (key: string) => listener.boardRow?.(part, key);
    this.#board = new EslBoard({
      session: () => this.#supervisor.session,
      tell: (events) => listener.board?.(events),
      known: {
        agent: row('agents'),
        queue: row('queues'),
        member: row('members'),
        registration: row('registrations'),
      },
    });
    this.#supervisor = new Supervisor(
      {
        open: (signal, greeted) => this.#open(signal, greeted),
        probe: (signal) => isGreeted(options.address, signal),
        hangsUnsent: true,
      },
      (state) => this.#onState(state),
    );
  }

  start(): void {
    this.#supervisor.start();
  }
  retry(): void {
    this.#supervisor.retry();
  }
  stop(): void {
    this.#stopped = true;
    this.#forgetTimers();
    this.#board.stop();
    this.#supervisor.stop();
  }
  watchBoard(on: boolean): void {
    this.#board.watch(on);
  }
  async setAgentStatus(agent: string, status: string): Promise<Result<null>> {
    const session = this.#supervisor.session;
    return session
      ? setStatus(session, agent, status)
      : fail('offline', 'There is no connection to the PBX.');
  }
  attention(): void {
    // Events come by themselves, whoever looks.
  }

  async domainsOf(user: string): Promise<readonly string[] | undefined> {
    const session = this.#supervisor.session;
    return session && registeredIn(session, user);
  }
  async directory(): Promise<ReadonlyMap<string, string>> {
    const session = this.#supervisor.session;
    return session ? directoryNames(session) : new Map<string, string>();
  }

  refresh(): Promise<boolean> {
    return this.#lister.refresh();
  }

  execute(command: Command): Execution {
    const session = this.#supervisor.session;
    if (!session) {
      return { answer: Promise.resolve(fail('offline', 'There is no connection to the PBX.')) };
    }
    const way = eslOf(command.kind);
    const { plan } = this.#options;
    const find = (uuid: string) => this.#listener.find?.(uuid);
    if ('give' in way) return way.give({ session, plan, find }, command);
    const leg = randomUUID();
    const keys = this.#listener.maySpeak?.() === true && lacksToSpeak(session) === '';
    const built = way.line(command, { leg, plan, find, keys });
    if (!built.ok) return { answer: Promise.resolve(built) };
    if (!('extension' in command)) return { answer: given(session, built.value) };
    return { leg, answer: this.#place(session, built.value, leg, command) };
  }

  async #place(
    session: EslSession,
    built: CommandLine,
    leg: string,
    command: Placing,
  ): Promise<Result<Accepted>> {
    if (!session.mayUse(built.api)) return fail('not-allowed', notGranted(built.api));
    const longestMs = (this.#options.plan.ringSeconds + 15) * 1000;
    if (!session.hasJobs) {
      // The login does not see job results: the table alone shows how it goes.
      const sent = await given(session, built);
      return sent.ok ? ok({ leg }) : sent;
    }
    const done = await session.job(built.line, randomUUID(), longestMs);
    if (!done.ok) return done;
    const result = done.value.trim();
    if (result.startsWith('+OK')) return ok({ leg });
    return { ok: false, error: refusal(result, splitAddress(command.extension).user) };
  }

  #open(signal: AbortSignal, greeted: () => void): Promise<Result<EslSession>> {
    const { address, credentials } = this.#options;
    return EslSession.open(
      address,
      credentials,
      {
        events: (events) => {
          this.#listener.events(events);
          if (this.#mustAsk()) this.#refreshSoon(PARTIAL_REFRESH_MS);
        },
        trace: (direction, text) => this.#listener.trace(direction, text),
        heartbeat: (sessions) => this.#onHeartbeat(sessions),
        custom: (headers) => this.#board.hear(headers),
        missed: () => this.#lookAgain(),
        greeted,
      },
      signal,
    );
  }

  #onState(state: SupervisorState): void {
    if (this.#stopped) return;
    if (state.phase === 'online') {
      this.#synced = false;
      this.#unlisted = '';
      this.#tell({ phase: 'syncing' });
      void this.#sync();
      return;
    }
    this.#forgetTimers();
    this.#board.lost();
    if (this.#synced) this.#listener.events([{ kind: 'lost' }]);
    this.#synced = false;
    this.#tell(state);
  }

  async #sync(): Promise<void> {
    const session = this.#supervisor.session;
    if (!session) return;
    if (!session.mayUse('show')) {
      // Nothing to compare with: what was known before is not known any more.
      this.#listener.events([
        { kind: 'listing' },
        { kind: 'listed', channels: [], atMs: Date.now() },
      ]);
    } else if (!(await this.refresh())) return;
    this.#online(session);
  }

  #online(session: EslSession): void {
    if (this.#synced || this.#supervisor.session !== session) return;
    this.#synced = true;
    this.#supervisor.works();
    this.#board.online(session);
    if (session.mayUse('show')) {
      this.#refreshSoon(SECOND_LOOK_MS);
      if (this.#mustAsk()) this.#poll();
    }
    this.#tell({ phase: 'online' });
  }

  async #list(): Promise<boolean> {
    const session = this.#supervisor.session;
    if (!session || !session.mayUse('show')) return false;
    this.#listener.events([{ kind: 'listing' }]);
    if (this.#synced) await sleep(TABLE_LAG_MS);
    const again = this.#twice;
    this.#twice = false;
    const listed = await session.list();
    if (again) this.#refreshSoon(MISSED_REFRESH_MS);
    if (this.#stopped || this.#supervisor.session !== session) return false;
    if (!listed.ok) {
      this.#listener.trace('<', `show channels: ${listed.error.message}`);
      this.#onUnlisted(`${listed.error.message} The table may be wrong.`);
      return false;
    }
    this.#onUnlisted('');
    this.#channels = listed.value.length;
    this.#listener.events([{ kind: 'listed', channels: listed.value, atMs: Date.now() }]);
    this.#online(session);
    return true;
  }

  /** Whether events are hidden from this login: only the list has what they would have told. */
  #mustAsk(): boolean {
    return (this.#supervisor.session?.missingEvents.length ?? 0) > 0;
  }

  /** A list that cannot be had is told, and asked for again: without it the table is a guess. */
  #onUnlisted(why: string): void {
    if (why !== '') this.#refreshSoon(UNLISTED_RETRY_MS);
    if (why === this.#unlisted) return;
    this.#unlisted = why;
    this.#tell({ phase: this.#synced ? 'online' : 'syncing' });
  }

  #refreshSoon(ms: number): void {
    if (this.#refreshTimer || this.#stopped) return;
    this.#refreshTimer = setTimeout(() => {
      this.#refreshTimer = undefined;
      void this.refresh();
    }, ms);
  }

  #poll(): void {
    this.#pollTimer ??= setInterval(() => void this.refresh(), PARTIAL_POLL_MS);
  }

  #forgetTimers(): void {
    clearTimeout(this.#refreshTimer);
    clearInterval(this.#pollTimer);
    this.#refreshTimer = undefined;
    this.#pollTimer = undefined;
  }

  /** FreeSWITCH counts its sessions each 20 s: a count unlike the last list's is worth a look. */
  #onHeartbeat(sessions: number): void {
    if (Number.isFinite(sessions) && sessions !== this.#channels) this.#lookAgain();
  }

  /** The table may be wrong. Twice, for a list does not end legs that are younger than the last. */
  #lookAgain(): void {
    this.#twice = true;
    this.#refreshSoon(MISSED_REFRESH_MS);
  }

  #tell(state: SupervisorState | { phase: 'syncing' }): void {
    const { address } = this.#options;
    const session = this.#supervisor.session;
    const status: ConnectionStatus = {
      phase: state.phase,
      backend: 'esl',
      where: `${address.host}:${address.port}`,
      ...('error' in state ? { error: state.error } : {}),
      ...('retryAtMs' in state ? { retryAtMs: state.retryAtMs } : {}),
      feed: session?.partial ? 'partial-events' : 'events',
      capabilities: session ? capabilitiesOf(session) : NO_CAPABILITIES,
      limits: session ? [this.#unlisted, limitsOf(session)].filter(Boolean).join(' ') : '',
    };
    this.#listener.status(status);
  }
}
