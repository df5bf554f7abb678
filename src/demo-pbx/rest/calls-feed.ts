import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import type { Accounts } from './accounts.ts';
import type { CallEvent } from './events.ts';
import { Sockets, type Message, type SocketClient } from './sockets.ts';

/** Today's names of what FreeSWITCH tells. */
const NAMES: Readonly<Record<string, string>> = {
  CHANNEL_CREATE: 'ringing',
  CHANNEL_ANSWER: 'active',
  CHANNEL_BRIDGE: 'bridge',
  CHANNEL_HOLD: 'hold',
  CHANNEL_UNHOLD: 'active',
  CHANNEL_HANGUP_COMPLETE: 'hangup',
};

interface Client extends SocketClient {
  subscribed: boolean;
}

/** Today's socket: one's own calls, once they are subscribed to. */
export class TodaysFeed {
  readonly #sockets: Sockets<Client>;
  readonly #accounts: Accounts;
  readonly #clock: Clock;

  constructor(accounts: Accounts, clock: Clock) {
    this.#accounts = accounts;
    this.#clock = clock;
    this.#sockets = new Sockets<Client>(
      clock,
      (socket) => ({ socket, user: '', subscribed: false }),
      (client, message) => this.#answer(client, message),
    );
  }

  /** Clients that get call events. */
  get listening(): number {
    return this.#sockets.all.filter(({ subscribed }) => subscribed).length;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!/\/ws\/websocket$/.test((request.url ?? '').split('?')[0] ?? '')) {
      socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#sockets.upgrade(request, socket, head);
  }

  tell(event: CallEvent): void {
    const name = NAMES[String(event['Event-Name'])];
    if (name === undefined) return;
    const user = String(event['Channel-Presence-ID'] ?? '');
    const call = { id: event['Unique-ID'], event: name, timestamp: String(this.#clock.now()) };
    for (const client of this.#sockets.all)
      if (client.subscribed && client.user === user)
        client.socket.send(JSON.stringify({ event: 'call', data: { call }, seq: 0 }));
  }

  /** Ends all of them, at once. */
  close(): void {
    this.#sockets.close();
  }

  #answer(client: Client, { seq, action, data }: Message): object {
    const args = (data ?? {}) as Readonly<Record<string, unknown>>;
    const error = this.#exec(client, action, args);
    const reply = { seq_reply: seq, status: error === '' ? 'OK' : 'FAIL' };
    return error === '' ? reply : { ...reply, error: { id: error } };
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
