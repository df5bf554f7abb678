import { channelFromRow, type Channel } from '@shared/domain/channel.ts';
import type { PbxEvent } from '@shared/domain/event.ts';
import { fail, ok, type AppError, type Result } from '@shared/domain/result.ts';
import type { Session } from '../supervisor.ts';
import type { EslAddress, EslCredentials } from './dial.ts';
import type { Frame } from './framing.ts';
import { headersOfJson, type EventHeaders } from './headers.ts';
import { EslLink, type Reply } from './link.ts';
import { mapEvent, TABLE_EVENTS } from './mapping.ts';

export interface SessionEvents {
  events(events: readonly PbxEvent[]): void;
  trace(direction: '>' | '<', line: string): void;
  /** The PBX says how many sessions it has (HEARTBEAT). */
  heartbeat(sessions: number): void;
}

/** ms a short command, and a list, may take. A list of 10,000 channels takes some 0.3 s. */
const COMMAND_DEADLINE_MS = 8_000;
const LIST_DEADLINE_MS = 30_000;

/** Events beyond the table's: job results, the PBX's pulse, and its end. */
const EXTRA_EVENTS = ['BACKGROUND_JOB', 'HEARTBEAT', 'SHUTDOWN'] as const;
/** Without one of these the events do not tell the whole story, and the list must be asked for. */
const WHOLE_STORY = ['CHANNEL_CREATE', 'CHANNEL_DESTROY', 'CHANNEL_STATE', 'CALL_UPDATE'] as const;

type Job = (result: string) => void;

/**
 * A login to the Event Socket that works: one connection for events, one for commands, for
 * FreeSWITCH runs `api` in the listener's own thread, and a long list would hold up the events.
 */
export class EslSession implements Session {
  readonly closed: Promise<AppError>;
  /** Events this login may have; TABLE_EVENTS it may not are missing. */
  readonly missingEvents: readonly string[];
  /** Whether the events alone do not keep the table true. */
  readonly partial: boolean;
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
    const early: Frame[] = [];
    let onFrame = (frame: Frame): void => void early.push(frame);
    const feed = await EslLink.open(
      address,
      credentials,
      { frame: (frame) => onFrame(frame), down },
      signal,
    );
    if (!feed.ok) return feed;
    const commands = await EslLink.open(
      address,
      credentials,
      { frame: () => undefined, down },
      signal,
    );
    if (!commands.ok) {
      feed.value.close();
      return commands;
    }
    const refused = (result: Result<never>): Result<never> => {
      feed.value.close();
      commands.value.close();
      return result;
    };
    const { events: allowed } = feed.value.login;
    const wanted = [...TABLE_EVENTS, ...EXTRA_EVENTS].filter(
      (name) => !allowed || allowed.has(name),
    );
    if (wanted.length > 0) {
      // One forbidden name refuses the whole line (esl-captures, handshake-userauth-limited).
      const line = `event json ${wanted.join(' ')}`;
      tell.trace('>', line);
      const subscribed = await feed.value.send(line, COMMAND_DEADLINE_MS);
      if (!subscribed.ok) return refused(subscribed);
      tell.trace('<', subscribed.value.text);
      if (!subscribed.value.text.startsWith('+OK')) wanted.length = 0;
    }
    const session = new EslSession(feed.value, commands.value, tell, closed, down, wanted);
    onFrame = (frame) => session.#onFrame(frame);
    for (const frame of early) onFrame(frame);
    return ok(session);
  }

  private constructor(
    feed: EslLink,
    commands: EslLink,
    tell: SessionEvents,
    closed: Promise<AppError>,
    close: (error: AppError) => void,
    subscribed: readonly string[],
  ) {
    this.#feed = feed;
    this.#commands = commands;
    this.#tell = tell;
    this.closed = closed.then((error) => {
      this.#end();
      return error;
    });
    this.#close = close;
    this.missingEvents = TABLE_EVENTS.filter((name) => !subscribed.includes(name));
    this.partial = WHOLE_STORY.some((name) => !subscribed.includes(name));
    this.hasJobs = subscribed.includes('BACKGROUND_JOB');
  }

  /** Whether results of `bgapi` reach us. */
  readonly hasJobs: boolean;

  close(): void {
    this.#close({ kind: 'cancelled', message: 'The connection was closed.' });
    this.#end();
  }

  /** Whether the login may use an API command. */
  mayUse(api: string): boolean {
    const { api: allowed } = this.#commands.login;
    return !allowed || allowed.has(api);
  }

  /** Sends one command; a refusal by the login's rights is a failure of its own kind. */
  async command(
    line: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Result<Reply>> {
    this.#tell.trace('>', line);
    const sent = await this.#commands.send(line, COMMAND_DEADLINE_MS, headers);
    if (!sent.ok) return sent;
    this.#tell.trace('<', sent.value.text);
    return sent.value.text.startsWith('-ERR permission denied')
      ? fail('not-allowed', 'The login of this app may not do that: ask the administrator for it.')
      : sent;
  }

  /** Sends a `bgapi` and resolves with the text its BACKGROUND_JOB brings. */
  async job(line: string, id: string, deadlineMs: number): Promise<Result<string>> {
    let finish: Job = () => undefined;
    const result = new Promise<string | undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), deadlineMs);
      finish = (text) => {
        clearTimeout(timer);
        resolve(text);
      };
      void this.closed.then(() => {
        clearTimeout(timer);
        resolve(undefined);
      });
    });
    this.#jobs.set(id, finish);
    try {
      const sent = await this.command(line, { 'Job-UUID': id });
      if (!sent.ok) return sent;
      if (!sent.value.text.startsWith('+OK')) {
        return fail('refused-by-pbx', 'The PBX refused the command.', sent.value.text.trim());
      }
      const text = await result;
      return text === undefined
        ? fail('timeout', 'The PBX did not say how it went; look at the list.')
        : ok(text);
    } finally {
      this.#jobs.delete(id);
      finish('');
    }
  }

  /** The channels as `show channels as json` has them. */
  async list(): Promise<Result<Channel[]>> {
    const sent = await this.#commands.send('api show channels as json', LIST_DEADLINE_MS);
    if (!sent.ok) return sent;
    return parseList(sent.value.body, sent.value.text);
  }

  #end(): void {
    this.#feed.close();
    this.#commands.close();
  }

  #onFrame(frame: Frame): void {
    if (frame.headers.get('Content-Type') !== 'text/event-json') return;
    let headers: EventHeaders;
    try {
      headers = headersOfJson(frame.body, !this.partial);
    } catch {
      return; // an event that is no JSON tells nothing; the next list makes up for it
    }
    switch (headers.get('Event-Name')) {
      case 'BACKGROUND_JOB':
        this.#jobs.get(headers.get('Job-UUID') ?? '')?.(headers.get('_body') ?? '');
        return;
      case 'HEARTBEAT':
        this.#tell.heartbeat(Number(headers.get('Session-Count') ?? NaN));
        return;
      default: {
        const event = mapEvent(headers, this.partial);
        if (event) this.#tell.events([event]);
      }
    }
  }
}

/** Rows taken of one list; more are a fault or an attack, and told as such. */
export const MAX_ROWS = 50_000;

/** Parses the answer to `show channels as json`. With no channels it has no `rows` at all. */
export function parseList(body: Buffer, text: string): Result<Channel[]> {
  if (/^-(ERR|USAGE)/.test(text)) {
    return text.startsWith('-ERR permission denied')
      ? fail('not-allowed', 'This login may not list the channels (esl-allowed-api: show).')
      : fail('refused-by-pbx', 'The PBX cannot list its channels.', text.trim().slice(0, 200));
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    return fail('refused-by-pbx', 'The PBX sent a list that cannot be read.', text.slice(0, 100));
  }
  const rows = (parsed as { rows?: unknown } | null)?.rows ?? [];
  if (!Array.isArray(rows))
    return fail('refused-by-pbx', 'The PBX sent a list that cannot be read.');
  if (rows.length > MAX_ROWS) {
    return fail(
      'refused-by-pbx',
      `The PBX lists ${rows.length} channels; ${MAX_ROWS} are the most.`,
    );
  }
  return ok(rows.map(channelFromRow).filter((channel) => channel !== undefined));
}
