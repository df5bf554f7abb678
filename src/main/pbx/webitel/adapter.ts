import { readFileSync } from 'node:fs';
import type { Channel } from '@shared/domain/channel.ts';
import {
  capabilitiesBy,
  NO_CAPABILITIES,
  type Command,
  type ConnectionStatus,
} from '@shared/domain/pbx.ts';
import {
  assertNever,
  fail,
  ok,
  type AppError,
  type ErrorKind,
  type Result,
} from '@shared/domain/result.ts';
import type { Accepted, Execution, PbxListener, PbxPort } from '../port.ts';
import { Supervisor, type Session, type SupervisorState } from '../supervisor.ts';
import { ChannelsApi, expiryOf, login, type Credentials } from './api.ts';
import { EventSocket } from './events.ts';
import { HttpClient } from './http.ts';

export type SignIn =
  | { readonly by: 'password'; readonly username: string; readonly password: string }
  | { readonly by: 'token'; readonly token: string; readonly key: string };

export interface WebitelOptions {
  readonly url: string;
  readonly caFile: string;
  readonly signIn: SignIn;
  readonly autoAnswerParam: string;
  readonly ringSeconds: number;
}

/** ms between lists: a call of mine is up or rings; nothing of mine; nobody looks. */
const POLL_MS = { busy: 1_000, idle: 2_000, hidden: 3_000 } as const;
/** With events, the list is asked for when one comes, and once in a while to be sure. */
const POLL_WITH_EVENTS_MS = 10_000;
/** ms after an event until the list is asked for: several come at once. */
const AFTER_EVENT_MS = 60;
/** ms before a sign-in ends when it is made anew. */
const EXPIRES_SOON_MS = 15 * 60_000;

/** Failures in which no server answered. */
const UNANSWERED: readonly ErrorKind[] = ['unreachable', 'no-such-host', 'timeout', 'dropped'];

const CANNOT = 'Webitel’s REST API cannot do that: use the phone.';
/** What the API has; the rest is off with the reason. */
const CAPABILITIES = capabilitiesBy((kind) =>
  kind === 'answer' || kind === 'mute' || kind === 'unmute' ? CANNOT : '',
);

/**
 * When a sign-in is made anew (ms since the epoch): 15 minutes before it ends, or at half its life
 * where that is shorter. One that had ended when it was made has a clock unlike ours: then a refusal
 * tells, not the clock.
 */
function renewalOf({ expiresMs }: Credentials): number {
  const nowMs = Date.now();
  if (expiresMs <= nowMs) return Infinity;
  return Math.max(expiresMs - EXPIRES_SOON_MS, (nowMs + expiresMs) / 2);
}

/** Signs in and lists once: a session that works. */
interface WebitelSession extends Session {
  readonly api: ChannelsApi;
  readonly credentials: Credentials;
  fail(error: AppError): void;
}

/** A Webitel by its REST API v2. The difference of two lists is what happened between. */
export class WebitelAdapter implements PbxPort {
  readonly #options: WebitelOptions;
  readonly #listener: PbxListener;
  readonly #supervisor: Supervisor<WebitelSession>;
  readonly #http: HttpClient;
  readonly #ca: string | undefined;
  #credentials: Credentials | undefined;
  #renewMs = Infinity;
  #events: EventSocket | undefined;
  #eventsUp = false;
  #level: keyof typeof POLL_MS = 'idle';
  #listing: Promise<boolean> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Whether an event came that no list begun since has answered. */
  #changed = false;
  #online = false;
  #stopped = false;

  /** @throws when the CA file cannot be read */
  constructor(options: WebitelOptions, listener: PbxListener) {
    this.#options = options;
    this.#listener = listener;
    this.#http = new HttpClient(options.url, options.caFile);
    this.#ca = options.caFile === '' ? undefined : readFileSync(options.caFile, 'utf8');
    this.#supervisor = new Supervisor(
      {
        open: async (_signal, greeted) => {
          const opened = await this.#open();
          if (opened.ok || !UNANSWERED.includes(opened.error.kind)) greeted();
          return opened;
        },
        hangsUnsent: false,
        knock: (signal) => this.#http.answers(signal),
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
    this.#endFeed();
    this.#supervisor.stop();
    this.#http.close();
  }

  attention(level: keyof typeof POLL_MS): void {
    if (level === this.#level) return;
    this.#level = level;
    if (this.#online) this.#schedule();
  }

  /** Never two lists at once: a wish during one is met by it. */
  refresh(): Promise<boolean> {
    this.#listing ??= this.#list().finally(() => {
      this.#listing = undefined;
      if (this.#online) this.#schedule(this.#changed ? AFTER_EVENT_MS : undefined);
    });
    return this.#listing;
  }

  execute(command: Command, signal: AbortSignal): Execution {
    const session = this.#supervisor.session;
    if (!session)
      return { answer: Promise.resolve(fail('offline', 'There is no connection to the PBX.')) };
    return { answer: this.#carryOut(session, command, signal) };
  }

  async #carryOut(
    session: WebitelSession,
    command: Command,
    signal: AbortSignal,
  ): Promise<Result<Accepted>> {
    const { api } = session;
    const { autoAnswerParam, ringSeconds } = this.#options;
    const answer = await this.#ask(api, command, autoAnswerParam, ringSeconds, signal);
    void this.refresh();
    if (answer.ok) return ok(/^[0-9a-f-]{36}$/i.test(answer.value) ? { leg: answer.value } : {});
    if (answer.error.kind === 'token-expired') this.#end(session, answer.error);
    return answer;
  }

  #ask(
    api: ChannelsApi,
    command: Command,
    autoAnswerParam: string,
    ringSeconds: number,
    signal: AbortSignal,
  ): Promise<Result<string>> {
    switch (command.kind) {
      case 'hold':
        return api.setState(command.uuid, 'hold');
      case 'resume':
        return api.setState(command.uuid, 'unhold');
      case 'hangup':
      case 'reject':
        return api.hangup(command.uuid);
      case 'answer':
      case 'mute':
      case 'unmute':
        return Promise.resolve(fail('not-allowed', CANNOT));
      case 'originate':
        return api.originate(
          command.extension,
          command.number,
          command.autoAnswer ? autoAnswerParam : '',
          ringSeconds,
          signal,
        );
      case 'eavesdrop':
        return api.eavesdrop(command.uuid, command.extension, ringSeconds, signal);
      default:
        return assertNever(command);
    }
  }

  async #open(): Promise<Result<WebitelSession>> {
    const credentials = await this.#signIn();
    if (!credentials.ok) return credentials;
    const api = new ChannelsApi(this.#http, credentials.value);
    const first = await api.list();
    if (!first.ok) {
      // A kept sign-in may have ended: with a password it is made anew, once. A fresh one that is
      // refused is for a person to look at.
      const stale = first.error.kind === 'token-expired' && this.#credentials !== undefined;
      this.#credentials = undefined;
      return stale && this.#options.signIn.by === 'password' ? this.#open() : first;
    }
    this.#credentials = credentials.value;
    let close: (error: AppError) => void = () => undefined;
    const closed = new Promise<AppError>((resolve) => (close = resolve));
    this.#take(first.value);
    return ok({
      api,
      credentials: credentials.value,
      closed,
      fail: close,
      close: () => close({ kind: 'cancelled', message: 'The connection was closed.' }),
    });
  }

  async #signIn(): Promise<Result<Credentials>> {
    const { signIn } = this.#options;
    if (signIn.by === 'token') {
      const expiresMs = expiryOf(signIn.token);
      if (expiresMs > 0 && expiresMs <= Date.now()) {
        return fail(
          'token-expired',
          'This token has expired: enter another in the connection settings.',
        );
      }
      return ok({ token: signIn.token, key: signIn.key, expiresMs, domain: '' });
    }
    const kept = this.#credentials;
    if (kept && Date.now() < this.#renewMs) return ok(kept);
    this.#listener.trace('>', 'POST /login');
    const made = await login(this.#http, signIn.username, signIn.password);
    if (made.ok) this.#renewMs = renewalOf(made.value);
    return made;
  }

  #take(channels: Channel[]): void {
    this.#listener.events([{ kind: 'listing' }, { kind: 'listed', channels, atMs: Date.now() }]);
  }

  async #list(): Promise<boolean> {
    const session = this.#supervisor.session;
    if (!session) return false;
    const listed = await session.api.list();
    if (this.#stopped || this.#supervisor.session !== session) return false;
    if (!listed.ok) {
      this.#end(session, listed.error);
      return false;
    }
    this.#take(listed.value);
    return true;
  }

  /** Ends a session. A sign-in that the server ended early is made anew where we have the password. */
  #end(session: WebitelSession, error: AppError): void {
    const again = error.kind === 'token-expired' && this.#options.signIn.by === 'password';
    session.fail(again ? { kind: 'dropped', message: 'Signing in anew.' } : error);
  }

  #schedule(ms = this.#eventsUp ? POLL_WITH_EVENTS_MS : POLL_MS[this.#level]): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      const session = this.#supervisor.session;
      if (session && this.#options.signIn.by === 'password' && Date.now() >= this.#renewMs) {
        void this.#renew(session);
      }
      // A list under way may have been made before the event: then it is followed by another.
      if (!this.#listing) this.#changed = false;
      void this.refresh();
    }, ms);
  }

  /** Signs in again before the sign-in ends, so that nobody notices. */
  async #renew(session: WebitelSession): Promise<void> {
    this.#credentials = undefined;
    const renewed = await this.#signIn();
    if (!renewed.ok || this.#supervisor.session !== session) return;
    this.#credentials = renewed.value;
    session.fail({ kind: 'dropped', message: 'Signing in anew.' });
  }

  #onState(state: SupervisorState): void {
    if (this.#stopped) return;
    if (state.phase === 'online') {
      this.#online = true;
      this.#supervisor.works();
      this.#startEvents();
      this.#schedule();
    } else {
      if (this.#online) this.#listener.events([{ kind: 'lost' }]);
      this.#online = false;
      this.#endFeed();
    }
    this.#tell(state);
  }

  #startEvents(): void {
    const { signIn } = this.#options;
    const credentials = this.#supervisor.session?.credentials;
    if (!credentials) return;
    const account = signIn.by === 'password' ? signIn : credentials;
    this.#events = new EventSocket(this.#http.base, account, this.#ca, {
      up: () => {
        this.#eventsUp = true;
        this.#tell({ phase: 'online' });
        this.#schedule(0);
      },
      change: () => {
        // Not put off by those that follow: on a busy server there is always another.
        if (!this.#changed) this.#schedule(AFTER_EVENT_MS);
        this.#changed = true;
      },
      down: () => {
        const wasUp = this.#eventsUp;
        this.#eventsUp = false;
        this.#events = undefined;
        if (!this.#online || !wasUp) return;
        this.#tell({ phase: 'online' });
        this.#schedule(0);
      },
    });
  }

  #endFeed(): void {
    clearTimeout(this.#timer);
    this.#changed = false;
    this.#events?.close();
    this.#events = undefined;
    this.#eventsUp = false;
  }

  #tell(state: SupervisorState): void {
    const session = this.#supervisor.session;
    const expiresMs =
      this.#options.signIn.by === 'token' ? (session?.credentials.expiresMs ?? 0) : 0;
    const soon = expiresMs > 0 && expiresMs - 24 * 3_600_000 < Date.now();
    const status: ConnectionStatus = {
      phase: state.phase,
      backend: 'webitel',
      where: this.#http.base.host,
      ...('error' in state ? { error: state.error } : {}),
      ...('retryAtMs' in state ? { retryAtMs: state.retryAtMs } : {}),
      feed: this.#eventsUp ? 'events' : 'polling',
      capabilities: session ? CAPABILITIES : NO_CAPABILITIES,
      limits: soon
        ? `The token ends ${new Date(expiresMs).toLocaleString()}: get another before then.`
        : '',
    };
    this.#listener.status(status);
  }
}
