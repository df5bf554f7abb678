import { internalError } from '@shared/domain/app-error.ts';
import { clockEvent, type PbxEvent } from '@shared/domain/event.ts';
import { NO_CAPABILITIES, type Command } from '@shared/commands/command.ts';
import type { ConnectionStatus } from '@shared/pbx/status.ts';
import { fail, ok, type AppError, type ErrorKind, type Result } from '@shared/domain/result.ts';
import { Lister } from '../lister.ts';
import type { Accepted, Execution, PbxListener, PbxPort } from '../port.ts';
import { Supervisor, type Session, type SupervisorState } from '../supervisor.ts';
import { Expectations } from './expectations.ts';
import { FeedKeeper } from './feed-keeper.ts';
import { findCalls, firstGuess, type Found, type GenerationChoice } from './find.ts';
import type { Credentials, Listed, WebitelApi } from './generation.ts';
import { HttpClient, type Trusted } from './http.ts';
import { waitAfterList, type Attention } from './polling.ts';
import { SignedIn, type SignIn } from './sign-in.ts';
import { CAPABILITIES, webitelOf } from './table.ts';

export interface WebitelOptions {
  readonly url: string;
  /** Certificates that are trusted beside the system's. */
  readonly ca?: Trusted;
  readonly signIn: SignIn;
  readonly generation?: GenerationChoice;
  /** Whether its socket is used, which tells colleagues that this user is online (webitel/core). */
  readonly events?: boolean;
  /** The domain of my extension: of a sign-in by token nothing else names it. */
  readonly domain?: string;
  readonly autoAnswerParam: string;
  readonly ringSeconds: number;
}

/** Failures in which no server answered. */
const UNANSWERED: readonly ErrorKind[] = ['unreachable', 'no-such-host', 'timeout', 'dropped'];
/** Failures that another generation of the server can be the reason for. */
const PERHAPS_ANOTHER: readonly ErrorKind[] = [
  'not-a-webitel',
  'wrong-password',
  'token-expired',
  'unreachable',
];

/** Signed in and listed once: a session that works. */
interface WebitelSession extends Session {
  api: WebitelApi;
  credentials: Credentials;
  fail(error: AppError): void;
}

/** A Webitel by its REST API, of any generation. The difference of two lists is what happened between. */
export class WebitelAdapter implements PbxPort {
  readonly #options: WebitelOptions;
  readonly #listener: PbxListener;
  readonly #supervisor: Supervisor<WebitelSession>;
  readonly #signedIn: SignedIn;
  readonly #lister = new Lister(() => this.#list());
  readonly #expected = new Expectations();
  readonly #ca: Trusted;
  #server: Found;
  #isFound: boolean;
  #feed: FeedKeeper | undefined;
  #attention: Attention = 'idle';
  #timer: NodeJS.Timeout | undefined;
  /** When the timer goes off (ms, as of performance.now()). */
  #dueMs = Infinity;
  /** ms the last lists took to be answered, the newest counting most. */
  #answerMs = 0;
  #online = false;
  #stopped = false;

  /** @throws when the address is none */
  constructor(options: WebitelOptions, listener: PbxListener) {
    const { url, ca, signIn, generation = 'auto' } = options;
    this.#options = options;
    this.#listener = listener;
    this.#ca = ca;
    this.#server = { generation: firstGuess(generation), http: new HttpClient(url, ca) };
    this.#isFound = generation !== 'auto';
    this.#signedIn = new SignedIn(signIn, options.domain ?? '', (line) =>
      listener.trace('>', line),
    );
    this.#supervisor = new Supervisor(
      {
        open: async (_signal, greeted) => {
          const opened = await this.#find();
          if (opened.ok || !UNANSWERED.includes(opened.error.kind)) greeted();
          return opened;
        },
        hangsUnsent: false,
        probe: (signal) => this.#server.http.answers(signal),
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
    this.#server.http.close();
  }

  attention(level: Attention): void {
    if (level === this.#attention) return;
    this.#attention = level;
    if (this.#online) this.#sooner(this.#steadyMs());
  }

  refresh(): Promise<boolean> {
    return this.#lister.refresh();
  }

  /** An action goes on at the server when it is given up here: so its answer is waited for, not dropped. */
  execute(command: Command): Execution {
    const session = this.#supervisor.session;
    if (!session)
      return { answer: Promise.resolve(fail('offline', 'There is no connection to the PBX.')) };
    return { answer: this.#carryOut(session, command) };
  }

  async #carryOut(session: WebitelSession, command: Command): Promise<Result<Accepted>> {
    let answer = await this.#ask(session.api, command);
    // What was refused for its sign-in was not carried out: it may be asked again.
    if (!answer.ok && answer.error.kind === 'token-expired' && (await this.#renew(session)))
      answer = await this.#ask(session.api, command);
    const request = webitelOf(command.kind);
    const expect = typeof request === 'string' ? undefined : request.shows;
    if (answer.ok && expect && 'uuid' in command)
      this.#expected.note({ uuid: command.uuid, expect }, performance.now());
    void this.refresh();
    if (!answer.ok && answer.error.kind === 'token-expired') this.#end(session, answer.error);
    return answer;
  }

  #ask(api: WebitelApi, command: Command): Promise<Result<Accepted>> {
    const request = webitelOf(command.kind);
    return typeof request === 'string'
      ? Promise.resolve(fail('not-allowed', request))
      : request.ask(api, command, this.#options);
  }

  /** Opens; and where the documented API is not what answers, looks for today's, once. */
  async #find(): Promise<Result<WebitelSession>> {
    const opened = await this.#open();
    if (opened.ok) this.#isFound = true;
    if (opened.ok || this.#isFound || !PERHAPS_ANOTHER.includes(opened.error.kind)) return opened;
    const found = await findCalls(this.#options.url, this.#ca);
    if (!found.ok || !found.value || this.#stopped) return opened;
    this.#server.http.close();
    this.#server = found.value;
    this.#isFound = true;
    return this.#open();
  }

  async #open(): Promise<Result<WebitelSession>> {
    const { generation, http } = this.#server;
    const kept = this.#signedIn.isKept;
    const credentials = await this.#signedIn.in(generation, http);
    if (!credentials.ok) return credentials;
    const api = generation.api(http, credentials.value);
    const first = await api.list();
    if (!first.ok) {
      // A kept sign-in may have ended: with a password it is made anew, once. A fresh one that is
      // refused is for a person to look at.
      this.#signedIn.forget();
      const stale = first.error.kind === 'token-expired' && kept && this.#signedIn.renews;
      return stale ? this.#open() : first;
    }
    let close: (error: AppError) => void = () => undefined;
    const closed = new Promise<AppError>((resolve) => (close = resolve));
    this.#take(first.value, true);
    return ok({
      api,
      credentials: credentials.value,
      closed,
      fail: close,
      close: () => close({ kind: 'cancelled', message: 'The connection was closed.' }),
    });
  }

  /** Signs in again under a session that goes on. False where it could not. */
  async #renew(session: WebitelSession): Promise<boolean> {
    if (!this.#signedIn.renews) return false;
    const { generation, http } = this.#server;
    this.#signedIn.forget();
    const renewed = await this.#signedIn.in(generation, http);
    if (!renewed.ok || this.#supervisor.session !== session) return false;
    session.credentials = renewed.value;
    session.api = generation.api(http, renewed.value);
    return true;
  }

  #take({ channels, dateMs }: Listed, isAskedFor = false): void {
    const events: PbxEvent[] = dateMs > 0 ? [clockEvent(dateMs)] : [];
    if (isAskedFor) events.push({ kind: 'listing' });
    events.push({ kind: 'listed', channels, atMs: dateMs || Date.now() });
    this.#listener.events(events);
  }

  /** A list. What goes wrong in it ends the session, and is told: the loop of lists never just stops. */
  async #list(): Promise<boolean> {
    const session = this.#supervisor.session;
    if (!session) return false;
    try {
      return await this.#listOf(session);
    } catch (thrown) {
      session.fail(internalError(thrown, 'The list could not be read inside Ringside.').error);
      return false;
    }
  }

  async #listOf(session: WebitelSession): Promise<boolean> {
    const askedMs = performance.now();
    this.#listener.events([{ kind: 'listing' }]);
    const listed = await session.api.list();
    if (this.#stopped || this.#supervisor.session !== session) return false;
    this.#answerMs = (this.#answerMs + performance.now() - askedMs) / 2;
    if (!listed.ok) {
      this.#end(session, listed.error);
      return false;
    }
    this.#take(listed.value);
    this.#expected.settle(listed.value.channels, askedMs);
    this.#schedule();
    return true;
  }

  /** Ends a session. A sign-in that the server ended early is made anew where we have the password. */
  #end(session: WebitelSession, error: AppError): void {
    const again = error.kind === 'token-expired' && this.#signedIn.renews;
    session.fail(again ? { kind: 'dropped', message: 'Signing in anew.' } : error);
  }

  #steadyMs(): number {
    return waitAfterList(this.#attention, this.#feed?.up === true, this.#answerMs);
  }

  /** After a list: when the next is asked for, by the clock or sooner where an event's effect is not seen yet. */
  #schedule(): void {
    clearTimeout(this.#timer);
    this.#dueMs = Infinity;
    this.#sooner(Math.min(this.#steadyMs(), this.#expected.nextMs(performance.now()) ?? Infinity));
  }

  /** A list in `ms` at the latest. Never put off by what comes later: on a busy server there is always more. */
  #sooner(ms: number): void {
    if (this.#stopped || !this.#online) return;
    const dueMs = performance.now() + ms;
    if (dueMs >= this.#dueMs) return;
    clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    this.#timer = setTimeout(() => void this.#onTime(), ms);
  }

  async #onTime(): Promise<void> {
    const session = this.#supervisor.session;
    if (session && this.#signedIn.isDue && (await this.#renew(session))) this.#startFeed(session);
    await this.refresh();
  }

  #onState(state: SupervisorState): void {
    if (this.#stopped) return;
    if (state.phase === 'online') {
      this.#online = true;
      this.#supervisor.works();
      const session = this.#supervisor.session;
      if (session) this.#startFeed(session);
      this.#schedule();
    } else {
      if (this.#online) this.#listener.events([{ kind: 'lost' }]);
      this.#online = false;
      this.#endFeed();
    }
    this.#tell(state);
  }

  #startFeed(session: WebitelSession): void {
    this.#feed?.close();
    if (this.#options.events === false) return;
    const { generation, http } = this.#server;
    // Today's Webitel lets a socket in by its token alone.
    const account =
      generation.kind === 'calls'
        ? session.credentials
        : this.#signedIn.accountOf(session.credentials);
    this.#feed = new FeedKeeper((tell) => generation.feed(http.base, account, this.#ca, tell), {
      changed: (change) => {
        const nowMs = performance.now();
        this.#expected.note(change, nowMs);
        this.#sooner(this.#expected.nextMs(nowMs) ?? this.#steadyMs());
      },
      told: () => {
        if (!this.#online) return;
        this.#tell({ phase: 'online' });
        void this.refresh();
      },
    });
  }

  #endFeed(): void {
    clearTimeout(this.#timer);
    this.#dueMs = Infinity;
    this.#expected.clear();
    this.#feed?.close();
    this.#feed = undefined;
  }

  #tell(state: SupervisorState): void {
    const session = this.#supervisor.session;
    const expiresMs = this.#signedIn.renews ? 0 : (session?.credentials.expiresMs ?? 0);
    const soon = expiresMs > 0 && expiresMs - 24 * 3_600_000 < Date.now();
    const status: ConnectionStatus = {
      phase: state.phase,
      backend: 'webitel',
      where: this.#server.http.base.host,
      ...('error' in state ? { error: state.error } : {}),
      ...('retryAtMs' in state ? { retryAtMs: state.retryAtMs } : {}),
      feed: this.#feed?.up ? 'events' : 'polling',
      capabilities: session ? CAPABILITIES : NO_CAPABILITIES,
      limits: soon
        ? `The token ends ${new Date(expiresMs).toLocaleString()}: get another before then.`
        : '',
    };
    this.#listener.status(status);
  }
}
