import { createServer, type Server, type Socket } from 'node:net';
import type { WorldEvent } from '../world/event.ts';
import { Client, type ClientOptions } from './client.ts';

const HOST = '127.0.0.1';
/** ms the last words have to get out. */
const LAST_WORDS_MS = 20;

/** The Event Socket of the demo PBX: a TCP server on loopback, and its clients. */
export class EventSocketServer {
  readonly #options: ClientOptions;
  readonly #clients = new Set<Client>();
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #frozen = false;
  /** Whether addresses are turned away, as by an access list. */
  denies = false;
  port = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** @param port 0 takes a free one. @throws when it is taken */
  async listen(port: number): Promise<void> {
    const server = createServer((socket) => this.#accept(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, HOST, resolve);
    });
    const address = server.address();
    if (typeof address === 'object' && address) this.port = address.port;
  }

  /** Whether any client asked for events of this name. */
  wants(name: string): boolean {
    for (const client of this.#clients) if (client.wants(name)) return true;
    return false;
  }

  event(event: WorldEvent): void {
    for (const client of this.#clients) client.event(event);
  }

  /** Cuts every connection, as a network does: with a reset. */
  drop(): void {
    for (const client of this.#clients) client.drop();
  }

  /** Half-open: says and hears nothing any more, and closes nothing. */
  freeze(on: boolean): void {
    this.#frozen = on;
    for (const socket of this.#sockets) {
      if (on) socket.pause().cork();
      else socket.resume().uncork();
    }
  }

  /** Says goodbye to all, and is gone. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      if (this.#server) this.#server.close(() => resolve());
      else resolve();
    });
    for (const client of this.#clients) client.bye('The system is being shut down.\n');
    await new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    const client = new Client(socket, this.#options);
    if (this.#frozen) socket.pause();
    this.#clients.add(client);
    socket.on('close', () => {
      this.#clients.delete(client);
      this.#sockets.delete(socket);
    });
    if (this.denies) client.reject();
    else client.welcome();
  }
}
