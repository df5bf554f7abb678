import type { Channel } from '@shared/domain/channel.ts';
import { clockEvent, type PbxEvent } from '@shared/domain/event.ts';
import { fail, ok, type AppError, type Result } from '@shared/domain/result.ts';
import type { Session } from '../supervisor.ts';
import type { EslAddress, EslCredentials } from './dial.ts';
import type { Frame } from './framing.ts';
import { headersOfJson, type EventHeaders } from './headers.ts';
import { EslLink, type Reply } from './link.ts';
import { readList } from './list.ts';
import { mapEvent, millis, TABLE_EVENTS } from './mapping.ts';
import { APIS } from './table.ts';

export interface SessionEvents {
  /** The PBX has answered at all, before anything is sent to it. */
  greeted?(): void;
  events(events: readonly PbxEvent[]): void;
  trace(direction: '>' | '<', line: string): void;
  /** The PBX says how many sessions it has (HEARTBEAT). */
  heartbeat(sessions: number): void;
  /** An event came that cannot be read: only a fresh list says what it was about. */
  missed?(): void;
  /** A CUSTOM event of a subclass that was asked for by `listen`. */
  custom?(headers: EventHeaders): void;
}

/** ms a short command, and a list, may take. A list of 10,000 channels takes some 0.3 s. */
const COMMAND_DEADLINE_MS = 8_000;
const LIST_DEADLINE_MS = 30_000;

/** Events beyond the table's: job results, the PBX's pulse and its end, and who is played something. */
const EXTRA_EVENTS = [
  'BACKGROUND_JOB',
  'HEARTBEAT',
  'SHUTDOWN',
  'PLAYBACK_START',
  'PLAYBACK_STOP',
  'DTMF',
] as const;
/** Without one of these the events do not tell the whole story, and the list must be asked for. */
const WHOLE_STORY = ['CHANNEL_CREATE', 'CHANNEL_DESTROY', 'CHANNEL_STATE', 'CALL_UPDATE'] as const;

/** Takes a job's result, or undefined when none will come. */
type Job = (result: string | undefined) => void;

/**
 * A login to the Event Socket that works: one connection for events, one for commands, for
 * FreeSWITCH runs `api` in the listener's own thread, and a long list would hold up the events.
 */
export class EslSession implements Session {
  readonly closed: Promise<AppError>;
  #subscribed: ReadonlySet<string> = new Set();
  #missing: readonly string[] = TABLE_EVENTS;
  #partial = true;
  /** The API commands this login may use; undefined for all. */
  #api: ReadonlySet<string> | undefined;
  readonly #commands: EslLink;
  readonly #feed: EslLink;
  readonly #tell: SessionEvents;
  readonly #jobs = new Map<string, Job>();
  readonly #close: (error: AppError) => void;

  static async open(
    address: EslAddress,
    credentials: EslCredentials,
    tell: SessionEvents,
    signal: AbortSignal,
  ): Promise<Result<EslSession>> {
    let down: (error: AppError) => void = () => undefined;
    const closed = new Promise<AppError>((resolve) => (down = resolve));
    const greeted = (): void => tell.greeted?.();
    // What comes before the subscription is no event of ours.
    const ready: { session?: EslSession } = {};
    const frame = (one: Frame): void => {
      const { session } = ready;
      if (session) session.#onFrame(one);
    };
    const feed = await EslLink.open(address, credentials, { greeted, frame, down }, signal);
    if (!feed.ok) return feed;
    const quiet = { greeted, frame: () => undefined, down };
    const commands = await EslLink.open(address, credentials, quiet, signal);
    if (!commands.ok) {
      feed.value.close();
      return commands;
    }
    const session = new EslSession(feed.value, commands.value, tell, closed, down);
    ready.session = session;
    const giveUp = (): void => session.close();
    signal.addEventListener('abort', giveUp);
    const learnt = await session.#learn();
    const subscribed = learnt.ok ? await session.#subscribe() : learnt;
    signal.removeEventListener('abort', giveUp);
    if (subscribed.ok) return ok(session);
    session.close();
    return subscribed;
  }

  private constructor(
    feed: EslLink,
    commands: EslLink,
    tell: SessionEvents,
    closed: Promise<AppError>,
    close: (error: AppError) => void,
  ) {
    this.#feed = feed;
    this.#commands = commands;
    this.#api = commands.login.api;
    this.#tell = tell;
    this.closed = closed.then((error) => {
      this.#end();
      return error;
    });
    this.#close = close;
  }

  /**
   * Finds out what a list that broke off does not say: a command without its arguments is answered by
   * its usage, and does nothing, or may not be given.
   */
  async #learn(): Promise<Result<null>> {
    const { api, cut } = this.#commands.login;
    if (!cut) return ok(null);
    const known = new Set(api);
    for (const name of APIS.filter((one) => !known.has(one))) {
      const answer = await this.command(`api ${name}`);
      if (answer.ok) known.add(name);
      else if (answer.error.kind !== 'not-allowed') return answer;
    }
    this.#api = known;
    return ok(null);
  }

  /** Asks for the events this login may have. */
  async #subscribe(): Promise<Result<null>> {
    const { events: allowed, cut } = this.#feed.login;
    const all = [...TABLE_EVENTS, ...EXTRA_EVENTS];
    const wanted = all.filter((name) => !allowed || allowed.has(name));
    // One forbidden name refuses the whole line (docs/protocol, handshake-userauth-limited).
    const lines = wanted.length > 0 ? [wanted] : [];
    // Each adds to those before: what is not known to be allowed is tried alone.
    if (cut === 'events') for (const name of all) if (!wanted.includes(name)) lines.push([name]);
    const subscribed = new Set<string>();
    for (const names of lines) {
      const answer = await this.#ask(`event json ${names.join(' ')}`);
      if (!answer.ok) return answer;
      if (answer.value.text.startsWith('+OK')) for (const name of names) subscribed.add(name);
    }
    this.#subscribed = subscribed;
    // Asked for with each event: found out once.
    this.#missing = TABLE_EVENTS.filter((name) => !subscribed.has(name));
    this.#partial = WHOLE_STORY.some((name) => !subscribed.has(name));
    return ok(null);
  }

  /** Events this login may have; TABLE_EVENTS it may not are missing. */
  get missingEvents(): readonly string[] {
    return this.#missing;
  }

  /** Whether the events alone do not tell which calls there are, and of whom. */
  get partial(): boolean {
    return this.#partial;
  }

  /** Whether results of `bgapi` reach us. */
  get hasJobs(): boolean {
    return this.#subscribed.has('BACKGROUND_JOB');
  }

  /** Whether events of this name reach us. */
  hears(event: string): boolean {
    return this.#subscribed.has(event);
  }

  /**
   * Asks for CUSTOM events of these subclasses. Each by itself: one that this login may not have refuses
   * the whole line. Resolves with those it may not have.
   */
  async listen(subclasses: readonly string[]): Promise<string[]> {
    const refused: string[] = [];
    for (const subclass of subclasses) {
      const answer = await this.#ask(`event json CUSTOM ${subclass}`);
      if (!answer.ok || !answer.value.text.startsWith('+OK')) refused.push(subclass);
    }
    return refused;
  }

  /** Asks for them no longer. */
  async unlisten(subclasses: readonly string[]): Promise<void> {
    await this.#ask(`nixevent CUSTOM ${subclasses.join(' ')}`);
  }

  async #ask(line: string): Promise<Result<Reply>> {
    this.#tell.trace('>', line);
    const answer = await this.#feed.send(line, COMMAND_DEADLINE_MS);
    if (answer.ok) this.#tell.trace('<', wordsOf(answer.value));
    return answer;
  }

  close(): void {
    this.#close({ kind: 'cancelled', message: 'The connection was closed.' });
    this.#end();
  }

  /** Whether the login may use an API command. */
  mayUse(api: string): boolean {
    return !this.#api || this.#api.has(api);
  }

  /** Sends one command; a refusal by the login's rights is a failure of its own kind. */
  async command(
    line: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Result<Reply>> {
    this.#tell.trace('>', line);
    const sent = await this.#commands.send(line, COMMAND_DEADLINE_MS, headers);
    if (!sent.ok) return sent;
    this.#tell.trace('<', wordsOf(sent.value));
    return sent.value.text.startsWith('-ERR permission denied')
      ? fail('not-allowed', 'The login of this app may not do that: ask the administrator for it.')
      : sent;
  }

  /** Sends a `bgapi` and resolves with the text its BACKGROUND_JOB brings. */
  async job(line: string, id: string, deadlineMs: number): Promise<Result<string>> {
    let finish: Job = () => undefined;
    const result = new Promise<string | undefined>((resolve) => (finish = resolve));
    const timer = setTimeout(() => finish(undefined), deadlineMs);
    this.#jobs.set(id, finish);
    try {
      const sent = await this.command(line, { 'Job-UUID': id });
      if (!sent.ok) return sent;
      if (!sent.value.text.startsWith('+OK')) {
        return fail('refused-by-pbx', 'The PBX refused the command.', wordsOf(sent.value));
      }
      const text = await result;
      return text === undefined
        ? fail('timeout', 'The PBX did not say how it went; look at the list.')
        : ok(text);
    } finally {
      this.#jobs.delete(id);
      clearTimeout(timer);
    }
  }

  /** The whole answer to an `api` command that lists something. */
  async whole(line: string): Promise<Result<Reply>> {
    return this.#commands.send(`api ${line}`, LIST_DEADLINE_MS);
  }

  /** The channels as `show channels as json` has them. */
  async list(): Promise<Result<Channel[]>> {
    const sent = await this.#commands.send('api show channels as json', LIST_DEADLINE_MS);
    if (!sent.ok) return sent;
    return readList(sent.value.body, sent.value.text);
  }

  #end(): void {
    this.#feed.close();
    this.#commands.close();
    for (const finish of this.#jobs.values()) finish(undefined);
  }

  #onFrame(frame: Frame): void {
    if (frame.headers.get('Content-Type') !== 'text/event-json') return;
    let headers: EventHeaders;
    try {
      headers = headersOfJson(frame.body);
    } catch {
      return this.#tell.missed?.(); // an event that is no JSON tells nothing
    }
    switch (headers.get('Event-Name')) {
      case 'BACKGROUND_JOB':
        this.#jobs.get(headers.get('Job-UUID') ?? '')?.(headers.get('_body') ?? '');
        return;
      case 'HEARTBEAT':
        this.#tell.events([clockEvent(millis(headers, 'Event-Date-Timestamp'))]);
        this.#tell.heartbeat(Number(headers.get('Session-Count') ?? NaN));
        return;
      case 'CUSTOM':
        return this.#tell.custom?.(headers);
      default: {
        const event = mapEvent(headers, this.partial);
        if (event) this.#tell.events([event]);
      }
    }
  }
}

/** What the PBX answered, for the diagnostics and for messages. */
const wordsOf = (reply: Reply): string => reply.text.trim();
