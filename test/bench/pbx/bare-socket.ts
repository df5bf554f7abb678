import { createServer, type Server, type Socket } from 'node:net';

/** An event socket that lets anybody in and says yes to everything; it has channels, and no life. */
export class BareSocket {
  /** Connections that asked for events, and for which. */
  readonly subscribers = new Map<Socket, Set<string>>();
  /** The answer to `show channels as json`. */
  channels = '{"row_count": 0}';
  /** Told each line that comes in, before it is answered. */
  onCommand: (line: string) => void = () => undefined;
  readonly #server: Server = createServer((socket) => this.#accept(socket));

  /** @returns the port on loopback */
  async listen(port = 0): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    const address = this.#server.address();
    return typeof address === 'object' ? (address?.port ?? 0) : 0;
  }

  /** Sends an event to those who asked for it. */
  send(name: string, frame: Buffer): void {
    for (const [socket, names] of this.subscribers) if (names.has(name)) socket.write(frame);
  }

  #accept(socket: Socket): void {
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.subscribers.delete(socket));
    socket.write('Content-Type: auth/request\n\n');
    let text = '';
    socket.on('data', (data) => {
      text += data.toString('utf8');
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        this.#answer(socket, text.slice(0, end));
        text = text.slice(end + 2);
      }
    });
  }

  #answer(socket: Socket, line: string): void {
    this.onCommand(line);
    const [verb = '', , ...names] = line.split(' ');
    if (verb === 'api') {
      const body = line.startsWith('api show') ? this.channels : '+OK\n';
      const length = Buffer.byteLength(body);
      socket.write(`Content-Type: api/response\nContent-Length: ${length}\n\n${body}`);
      return;
    }
    if (verb === 'event') {
      const asked = this.subscribers.get(socket) ?? new Set();
      for (const name of names) asked.add(name);
      this.subscribers.set(socket, asked);
    }
    socket.write('Content-Type: command/reply\nReply-Text: +OK accepted\n\n');
  }
}
