import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Clock } from '../clock.ts';
import type { Accounts } from './accounts.ts';
import type { ChannelsGeneration } from './answers.ts';

/** An event of FreeSWITCH's, as far as it is looked at here. */
export type CallEvent = Readonly<Record<string, unknown>>;

/** ms a client has to say who it is. */
const AUTH_MS = 5_000;
/** Sockets the 2021 server allows a user. */
const MOST_SOCKETS = 10;
const MAX_MESSAGE_BYTES = 64 * 1024;

const TOLD = new Set([
  'CHANNEL_CREATE',
  'CHANNEL_ANSWER',
  'CHANNEL_BRIDGE',
  'CHANNEL_HOLD',
  'CHANNEL_UNHOLD',
  'CHANNEL_HANGUP',
  'CHANNEL_HANGUP_COMPLETE',
  'CHANNEL_DESTROY',
  'CHANNEL_STATE',
  'DTMF',
]);
const HEADERS = [
  'Event-Name',
  'Unique-ID',
  'Channel-Call-State',
  'Answer-State',
  'Call-Direction',
  'Caller-Caller-ID-Name',
  'Caller-Caller-ID-Number',
  'Caller-Destination-Number',
];

interface Client {
  readonly socket: WebSocket;
  user: string;
  loggedIn: boolean;
  readonly subscribed: Set<string>;
}

/** Webitel's events over WebSocket: call events of one's own phone, and on the 2021 server of others. */
export class EventFeed {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  readonly #clients = new Set<Client>();
  readonly #generation: ChannelsGeneration;
  readonly #accounts: Accounts;
  readonly #clock: Clock;

  constructor(generation: ChannelsGeneration, accounts: Accounts, clock: Clock) {
    this.#generation = generation;
    this.#accounts = accounts;
    this.#clock = clock;
  }

  /** Clients that get call events. */
  get listening(): number {
    return [...this.#clients].filter(({ loggedIn }) => loggedIn).length;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#open(opened));
  }

  tell(event: CallEvent): void {
    const name = String(event['Event-Name']);
    if (!TOLD.has(name)) return;
    const presence = String(event['Channel-Presence-ID'] ?? '');
    let message: string | undefined;
    for (const { socket, user, loggedIn, subscribed } of this.#clients) {
      if (!loggedIn || (presence !== user && !subscribed.has(`SE:${name}`))) continue;
      message ??= JSON.stringify(flat(event));
      socket.send(message);
    }
  }

  /** Ends all of them, at once. */
  close(): void {
    for (const { socket } of this.#clients) socket.terminate();
  }

  #open(socket: WebSocket): void {
    const client: Client = { socket, user: '', loggedIn: false, subscribed: new Set() };
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
      const message = read(data);
      const args = (message['exec-args'] ?? {}) as Readonly<Record<string, unknown>>;
      const said = this.#exec(client, message['exec-func'], args);
      socket.send(JSON.stringify({ 'exec-uuid': message['exec-uuid'], 'exec-complete': said }));
    });
  }

  #exec(client: Client, name: unknown, args: Readonly<Record<string, unknown>>): string {
    if (name === 'auth') return this.#auth(client, args);
    if (client.user === '') return '-ERR no authorized!';
    if (name === 'login') {
      client.loggedIn = true;
      return '+OK';
    }
    if (name === 'subscribe' && this.#generation === 2021) {
      client.subscribed.add(String(args['event']));
      return '+OK';
    }
    return '-ERR command not found';
  }

  #auth(client: Client, args: Readonly<Record<string, unknown>>): string {
    const user = this.#userOf(args);
    if (user === undefined) return '-ERR incorrect password';
    const sockets = [...this.#clients].filter((other) => other.user === user).length;
    if (this.#generation === 2021 && sockets >= MOST_SOCKETS) return '-ERR max sockets';
    client.user = user;
    return '+OK';
  }

  #userOf({ account, secret, key, token }: Readonly<Record<string, unknown>>): string | undefined {
    if (this.#accounts.passwordOf(account, secret)) return String(account);
    if (this.#generation !== 2021) return undefined;
    const checked = this.#accounts.check(String(token ?? ''), String(key ?? ''));
    return 'user' in checked ? checked.user : undefined;
  }
}

function flat(event: CallEvent): object {
  const headers = HEADERS.filter((name) => event[name] !== undefined);
  return {
    'webitel-event-name': 'call',
    ...Object.fromEntries(headers.map((name) => [name, event[name]])),
  };
}

function read(data: RawData): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(String(data));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
