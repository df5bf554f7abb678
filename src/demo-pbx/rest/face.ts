import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import { Accounts, type Session } from './accounts.ts';
import { badRequest, json, refused, type Answer, type Generation } from './answers.ts';
import { problem, TodaysCalls } from './calls.ts';
import { TodaysFeed } from './calls-feed.ts';
import { Channels, type Api, type Request } from './channels.ts';
import { EventFeed, type CallEvent } from './events.ts';
import { faulty, send, type Fault } from './faults.ts';
import type { Leg } from '../world/leg.ts';

export interface RestOptions {
  readonly generation: Generation;
  readonly api: Api;
  readonly clock: Clock;
  readonly domain: string;
  /** Whose sign-in `token` and `key` are. */
  readonly extension: string;
  readonly isUser: (extension: string) => boolean;
  readonly legs: () => Iterable<Leg>;
  /** Where a proxy puts it, `/webitel`; '' for nowhere. */
  readonly basePath: string;
  /** ms by which the list lags the events: some 135 on webitel/core. */
  readonly lagMs: number;
}

const HOST = '127.0.0.1';
/** Bytes of a request's body taken. */
const MAX_BODY = 100 * 1024;

interface Rows {
  row_count?: number;
  rows?: { uuid: string }[];
}

/** Webitel's REST API and its WebSocket, of any generation, in front of the demo PBX's calls, on loopback. */
export class RestFace {
  readonly username: string;
  readonly userPassword = randomBytes(18).toString('base64url');
  readonly #options: RestOptions;
  readonly #accounts: Accounts;
  readonly #api: { answer(request: Request): Promise<Answer | undefined> };
  readonly #feed: EventFeed | TodaysFeed;
  #stale: Answer | undefined;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #session: Session;
  #fault: Fault | undefined;
  #frozen = false;
  #port = 0;
  /** Requests that came in, as `GET /api/v2/channels`, for tests. */
  readonly requests: string[] = [];

  constructor(options: RestOptions) {
    const { generation, api, clock, domain, extension, isUser } = options;
    this.#options = options;
    this.username = `${extension}@${domain}`;
    this.#accounts = new Accounts(clock, this.userPassword, domain, isUser);
    this.#session = this.#accounts.login(this.username, this.userPassword) as Session;
    const today = generation === 2026;
    this.#api = today
      ? new TodaysCalls(api, options.legs, domain, clock)
      : new Channels(api, generation, domain);
    this.#feed = today
      ? new TodaysFeed(this.#accounts, clock)
      : new EventFeed(generation, this.#accounts, clock);
    this.#server = createServer((request, response) => void this.#onRequest(request, response));
    this.#server.on('upgrade', (request, socket, head) => {
      if (this.#fault?.kind !== 'no-websocket') return this.#feed.upgrade(request, socket, head);
      socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      if (this.#frozen) socket.pause();
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  get url(): string {
    const api = this.#options.generation === 2026 ? '/api' : '';
    return `http://${HOST}:${this.#port}${this.#options.basePath}${api}`;
  }
  get token(): string {
    return this.#session.token;
  }
  get key(): string {
    return this.#session.key;
  }
  /** WebSockets that get call events now. */
  get listening(): number {
    return this.#feed.listening;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, HOST, resolve);
    });
    const address = this.#server.address();
    if (typeof address === 'object' && address) this.#port = address.port;
  }

  async stop(): Promise<void> {
    this.#feed.close();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** An event of the PBX: those whom it concerns are told. */
  tell(event: CallEvent): void {
    this.#feed.tell(event);
  }

  /** All tokens given out so far end now; POST /login gives others. */
  expireTokens(): void {
    this.#accounts.expire();
  }

  /** What goes wrong from now on; undefined: nothing. */
  setFault(fault: Fault | undefined): void {
    this.#fault = fault;
    this.#stale = undefined;
    if (fault?.kind === 'no-websocket') this.#feed.close();
  }

  dropConnections(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Half-open: says and hears nothing any more, and closes nothing. */
  freeze(on: boolean): void {
    this.#frozen = on;
    for (const socket of this.#sockets) {
      if (on) socket.pause().cork();
      else socket.resume().uncork();
    }
  }

  async #onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const [pathname = '/', query = ''] = url.split('?', 2);
    this.requests.push(`${method} ${pathname}`);
    const fault = this.#fault;
    const path = this.#below(pathname);
    const right = await this.#answer(request, method, path, new URLSearchParams(query));
    if (fault?.kind === 'silent') return;
    const isList = method === 'GET' && (path === '/api/v2/channels' || path === '/calls/active');
    if (isList) this.#lag(right);
    if (fault?.kind === 'stale' && isList) this.#stale ??= right;
    const shown = fault?.kind === 'stale' && isList && this.#stale ? this.#stale : right;
    const answer = faulty(fault, this.#options.generation, shown, isList);
    const go = (): void => send(response, answer, fault);
    if (fault?.kind === 'slow') this.#options.clock.after(fault.ms, go);
    else go();
  }

  /** A list does not have yet what events told a moment ago. */
  #lag({ body }: Answer): void {
    const { lagMs, legs, clock } = this.#options;
    if (lagMs === 0 || !('json' in body)) return;
    const since = clock.now() - lagMs;
    const young = new Set(
      [...legs()].filter((leg) => leg.times.created > since).map(({ uuid }) => uuid),
    );
    const list = body.json as { data?: Rows; items?: { id: string }[] } & Rows;
    const data = list.data ?? list;
    if (data.rows) {
      data.rows = data.rows.filter(({ uuid }) => !young.has(uuid));
      data.row_count = data.rows.length;
    }
    if (list.items) list.items = list.items.filter(({ id }) => !young.has(id));
  }

  /** A path below where the API stands; '' for what stands elsewhere. */
  #below(pathname: string): string {
    const base = this.#options.basePath + (this.#options.generation === 2026 ? '/api' : '');
    return pathname.startsWith(base) ? pathname.slice(base.length) : '';
  }

  /** Body first, then who asks, then what for: the order of the server's layers. */
  async #answer(
    request: IncomingMessage,
    method: string,
    path: string,
    query: URLSearchParams,
  ): Promise<Answer> {
    const { generation } = this.#options;
    const body = await bodyOf(request);
    if ('error' in body) return badRequest(body.error);
    const { fields } = body;
    const header = (name: string): string => String(request.headers[name] ?? '');
    if (generation === 2026) return this.#today({ method, path, query, body: fields }, header);
    if (path === '/login' && method === 'POST') {
      const session = this.#accounts.login(fields['username'], fields['password']);
      return session ? json(200, session) : refused(generation, 'password');
    }
    const unknown: Answer = { status: 404, body: { text: `${path} not found.` } };
    if (!path.startsWith('/api/v2/')) return unknown;
    const checked = this.#accounts.check(header('x-access-token'), header('x-key'));
    if ('refusal' in checked) return refused(generation, checked.refusal);
    if (!/^\/api\/v2\/channels(?:\/|$)/.test(path)) return unknown;
    return (await this.#api.answer({ method, path, query, body: fields })) ?? unknown;
  }

  /** As a proxy lays today's API out: whatever is not there is 404 in its own words. */
  async #today(request: Request, header: (name: string) => string): Promise<Answer> {
    const { method, path, body } = request;
    if (path === '/login' && method === 'POST') {
      const account = `${String(body['username'])}@${String(body['domain'])}`;
      const session = this.#accounts.login(account, body['password']);
      return session
        ? json(200, { accessToken: session.token, username: body['username'] })
        : problem(401, 'auth.login.credentials', 'Invalid credentials');
    }
    if (!/^\/calls(?:\/|$)/.test(path)) return problem(404, 'api.not_found', 'Not found');
    const user = this.#accounts.userOf(header('x-webitel-access'));
    if (user === undefined)
      return problem(401, 'api.context.session_expired', 'Invalid or expired session');
    return (await this.#api.answer(request)) ?? problem(404, 'api.not_found', 'Not found');
  }
}

/** The fields of a JSON body; none where there is no body. */
async function bodyOf(
  request: IncomingMessage,
): Promise<{ fields: Readonly<Record<string, unknown>> } | { error: string }> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BODY) return { error: 'request entity too large' };
      chunks.push(chunk);
    }
    if (size === 0) return { fields: {} };
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const isObject = typeof parsed === 'object' && parsed !== null;
    return { fields: isObject ? (parsed as Record<string, unknown>) : {} };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
