import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that nobody should ever ask: it counts who does, over HTTP or as a WebSocket. */
export class Trap {
  readonly #server: Server;
  readonly caught: string[] = [];
  url = '';

  private constructor() {
    this.#server = createServer((request, response) => {
      this.caught.push(`${request.method} ${request.url}`);
      response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' });
      response.end('<title>elsewhere</title>');
    });
    this.#server.on('upgrade', (request, socket) => {
      this.caught.push(`upgrade ${request.url}`);
      socket.destroy();
    });
  }

  static async open(): Promise<Trap> {
    const trap = new Trap();
    await new Promise<void>((done) => trap.#server.listen(0, '127.0.0.1', done));
    trap.url = `http://127.0.0.1:${(trap.#server.address() as AddressInfo).port}/`;
    return trap;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
