import { randomUUID } from 'node:crypto';
import { WebSocket, type RawData } from 'ws';
import type { Credentials } from './api.ts';

/** ms the server has to let us in; it gives us 5 s itself. */
const LOGIN_MS = 5_000;
/** Largest message taken (bytes). */
const MAX_MESSAGE_BYTES = 1024 * 1024;
/** ms between pings; a socket that misses one is given up. */
const PING_MS = 8_000;

/**
 * Webitel's events, where the server offers them: they say that something changed, and the list
 * says what. Where the socket fails, polling goes on as before.
 */
export class EventSocket {
  readonly #socket: WebSocket;
  #alive = true;
  #up = false;
  #timer: NodeJS.Timeout;
  #over = false;

  /**
   * @param url the server's base address
   * @param account name and password of the user, or its token and key
   * @param tell `up` once events come, `change` at each, `down` when they stop; then never again
   */
  constructor(
    url: URL,
    account: { readonly username: string; readonly password: string } | Credentials,
    ca: string | undefined,
    tell: { up(): void; change(): void; down(): void },
  ) {
    const target = new URL('/', url);
    target.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    this.#socket = new WebSocket(target, {
      maxPayload: MAX_MESSAGE_BYTES,
      handshakeTimeout: LOGIN_MS,
      followRedirects: false,
      ...(ca === undefined ? {} : { ca }),
    });
    const down = (): void => {
      if (this.#over) return;
      this.close();
      tell.down();
    };
    this.#timer = setTimeout(down, LOGIN_MS);
    const auth = randomUUID();
    const login = randomUUID();
    const send = (id: string, func: string, args: object): void =>
      this.#socket.send(JSON.stringify({ 'exec-uuid': id, 'exec-func': func, 'exec-args': args }));
    this.#socket.on('error', down);
    this.#socket.on('close', down);
    this.#socket.on('pong', () => (this.#alive = true));
    this.#socket.on('open', () =>
      send(
        auth,
        'auth',
        'username' in account
          ? { account: account.username, secret: account.password }
          : { key: account.key, token: account.token },
      ),
    );
    this.#socket.on('message', (data) => {
      const message = read(data);
      if (message['webitel-event-name'] === 'call') return tell.change();
      const answer = message['exec-uuid'];
      if (this.#up || (answer !== auth && answer !== login)) return;
      const word = message['exec-complete'];
      if (typeof word !== 'string' || !word.startsWith('+OK')) return down();
      if (answer === auth) return send(login, 'login', {});
      this.#up = true;
      clearTimeout(this.#timer);
      this.#timer = setInterval(() => {
        if (!this.#alive) return down();
        this.#alive = false;
        this.#socket.ping();
      }, PING_MS);
      tell.up();
    });
  }

  close(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#socket.terminate();
  }
}

function read(data: RawData): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(String(data));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
