import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Clock } from '../clock.ts';

/** ms a client has to say who it is. */
const AUTH_MS = 5_000;
const MAX_MESSAGE_BYTES = 64 * 1024;

/** A client of a socket: '' until it has said who it is. */
export interface SocketClient {
  readonly socket: WebSocket;
  user: string;
}

/** What a client said, an object or none. */
export type Message = Readonly<Record<string, unknown>>;

/** The clients of a Webitel's WebSocket, of whatever generation. */
export class Sockets<C extends SocketClient> {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  readonly #clients = new Set<C>();
  readonly #clock: Clock;
  readonly #newClient: (socket: WebSocket) => C;
  readonly #answer: (client: C, message: Message) => object;

  /** @param answer to each message of a client; it is sent as JSON */
  constructor(
    clock: Clock,
    newClient: (socket: WebSocket) => C,
    answer: (client: C, message: Message) => object,
  ) {
    this.#clock = clock;
    this.#newClient = newClient;
    this.#answer = answer;
  }

  get all(): readonly C[] {
    return [...this.#clients];
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#open(opened));
  }

  /** Ends all of them, at once. */
  close(): void {
    for (const { socket } of this.#clients) socket.terminate();
  }

  #open(socket: WebSocket): void {
    const client = this.#newClient(socket);
    this.#clients.add(client);
    const stop = this.#clock.after(AUTH_MS, () => {
      if (client.user === '') socket.close();
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      stop();
      this.#clients.delete(client);
    });
    socket.on('message', (data) =>
      socket.send(JSON.stringify(this.#answer(client, messageOf(data)))),
    );
  }
}

function messageOf(data: RawData): Message {
  try {
    const parsed: unknown = JSON.parse(String(data));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Message) : {};
  } catch {
    return {};
  }
}
