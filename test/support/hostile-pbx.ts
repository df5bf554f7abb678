import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** An Event Socket that lets everyone in and answers what it is told to. */
export interface HostilePbx {
  readonly address: { readonly host: string; readonly port: number };
  /** Sends bytes on the connection that asked for events. */
  send(bytes: string | Buffer): Promise<void>;
  stop(): void;
}

export const event = (headers: Readonly<Record<string, unknown>>): string => {
  const body = JSON.stringify(headers);
  return `Content-Length: ${Buffer.byteLength(body)}\nContent-Type: text/event-json\n\n${body}`;
};
export const answer = (body: string | Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`Content-Type: api/response\nContent-Length: ${Buffer.byteLength(body)}\n\n`),
    Buffer.from(body),
  ]);

/** @param api bytes that answer an `api` command, whole frames. */
export async function startHostilePbx(
  api: (command: string) => string | Buffer,
): Promise<HostilePbx> {
  const sockets = new Set<Socket>();
  let feed: Socket | undefined;
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.write('Content-Type: auth/request\n\n');
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (line.startsWith('event ')) feed = socket;
        if (line.startsWith('api ')) socket.write(api(line.slice(4)));
        else socket.write('Content-Type: command/reply\nReply-Text: +OK\n\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    send: (bytes) => new Promise((resolve) => void feed?.write(bytes, () => resolve())),
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
