import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import type { Accounts } from './accounts.ts';
import type { ChannelsGeneration } from './answers.ts';
import { Sockets, type Message, type SocketClient } from './sockets.ts';

/** An event of FreeSWITCH's, as far as it is looked at here. */
export type CallEvent = Readonly<Record<string, unknown>>;

/** Sockets the 2021 server allows a user. */
const MOST_SOCKETS = 10;

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

interface Client extends SocketClient {
  loggedIn: boolean;
  readonly subscribed: Set<string>;
}

/** Webitel's events over WebSocket: call events of one's own phone, and on the 2021 server of others. */
export class EventFeed {
  readonly #sockets: Sockets<Client>;
  readonly #generation: ChannelsGeneration;
  readonly #accounts: Accounts;

  constructor(generation: ChannelsGeneration, accounts: Accounts, clock: Clock) {
    this.#generation = generation;
    this.#accounts = accounts;
    this.#sockets = new Sockets<Client>(
      clock,
      (socket) => ({ socket, user: '', loggedIn: false, subscribed: new Set() }),
      (client, message) => this.#answer(client, message),
    );
  }

  /** Clients that get call events. */
  get listening(): number {
    return this.#sockets.all.filter(({ loggedIn }) => loggedIn).length;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.upgrade(request, socket, head);
  }

  tell(event: CallEvent): void {
    const name = String(event['Event-Name']);
    if (!TOLD.has(name)) return;
    const presence = String(event['Channel-Presence-ID'] ?? '');
    let message: string | undefined;
    for (const { socket, user, loggedIn, subscribed } of this.#sockets.all) {
      if (!loggedIn || (presence !== user && !subscribed.has(`SE:${name}`))) continue;
      message ??= JSON.stringify(flat(event));
      socket.send(message);
    }
  }

  /** Ends all of them, at once. */
  close(): void {
    this.#sockets.close();
  }

  #answer(client: Client, message: Message): object {
    const args = (message['exec-args'] ?? {}) as Readonly<Record<string, unknown>>;
    const said = this.#exec(client, message['exec-func'], args);
    return { 'exec-uuid': message['exec-uuid'], 'exec-complete': said };
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
    const sockets = this.#sockets.all.filter((other) => other.user === user).length;
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
