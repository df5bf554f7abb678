import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Clock } from '../clock.ts';
import type { Accounts } from './accounts.ts';
import type { CallEvent } from './events.ts';

/** ms a client has to say who it is. */
const AUTH_MS = 5_000;
const MAX_MESSAGE_BYTES = 64 * 1024;

/** Today's names of what FreeSWITCH tells. */
const NAMES: Readonly<Record<string, string>> = {
  CHANNEL_CREATE: 'ringing',
  CHANNEL_ANSWER: 'active',
  CHANNEL_BRIDGE: 'bridge',
  CHANNEL_HOLD: 'hold',
  CHANNEL_UNHOLD: 'active',
  CHANNEL_HANGUP_COMPLETE: 'hangup',
};

interface Client {
  readonly socket: WebSocket;
  user: string;
  subscribed: boolean;
}

/** Today's socket: one's own calls, once they are subscribed to. */
export class TodaysFeed {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  readonly #clients = new Set<Client>();
  readonly #accounts: Accounts;
  readonly #clock: Clock;

  constructor(accounts: Accounts, clock: Clock) {
    this.#accounts = accounts;
    this.#clock = clock;
  }

  /** Clients that get call events. */
  get listening(): number {
    return [...this.#clients].filter(({ subscribed }) => subscribed).length;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!/\/ws\/websocket$/.test((request.url ?? '').split('?')[0] ?? '')) {
      socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#open(opened));
  }

  tell(event: CallEvent): void {
    const name = NAMES[String(event['Event-Name'])];
    if (name === undefined) return;
    const user = String(event['Channel-Presence-ID'] ?? '');
    const call = { id: event['Unique-ID'], event: name, timestamp: String(this.#clock.now()) };
    for (const client of this.#clients)
      if (client.subscribed && client.user === user)
        client.socket.send(JSON.stringify({ event: 'call', data: { call }, seq: 0 }));
  }

  /** Ends all of them, at once. */
  close(): void {
    for (const { socket } of this.#clients) socket.terminate();
  }

  #open(socket: WebSocket): void {
    const client: Client = { socket, user: '', subscribed: false };
    this.#clients.add(client);
    const stop = this.#clock.after(AUTH_MS, () => {
      if (client.user === '') socket.close();
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      stop();
      this.#clients.delete(client);
    });
    socket.on('message', (data) => {
      const { seq, action, data: args = {} } = read(data);
      const error = this.#exec(client, action, args);
      const reply = { seq_reply: seq, status: error === '' ? 'OK' : 'FAIL' };
      socket.send(JSON.stringify(error === '' ? reply : { ...reply, error: { id: error } }));
    });
  }

  #exec(client: Client, action: unknown, args: Readonly<Record<string, unknown>>): string {
    if (action === 'authentication_challenge') {
      const user = this.#accounts.userOf(String(args['token']));
      if (user === undefined) return 'api.context.session_expired';
      client.user = user;
      return '';
    }
    if (client.user === '') return 'api.web_socket_router.not_authenticated.app_error';
    if (action !== 'subscribe_call') return 'api.web_socket_router.bad_action.app_error';
    client.subscribed = true;
    return '';
  }
}

interface Heard {
  readonly seq?: unknown;
  readonly action?: unknown;
  readonly data?: Readonly<Record<string, unknown>>;
}

function read(data: RawData): Heard {
  try {
    const parsed: unknown = JSON.parse(String(data));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Heard) : {};
  } catch {
    return {};
  }
}
