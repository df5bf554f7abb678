import { createSocket, type Socket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';

/** A TCP and a UDP port on loopback that nobody should ever reach: counts whatever arrives, of any protocol. */
export class NetworkTrap {
  readonly #tcp: Server;
  readonly #udp: Socket;
  /** `tcp` or `udp`, and the first line of what came. */
  readonly caught: string[] = [];
  port = 0;

  private constructor() {
    this.#tcp = createServer((socket) => {
      this.caught.push('tcp connect');
      socket.on('error', () => undefined);
      socket.once('data', (data) => {
        this.caught.push(`tcp ${data.toString('latin1').split('\r\n')[0]}`);
        socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
      });
    });
    this.#udp = createSocket('udp4');
    this.#udp.on('message', (data) => this.caught.push(`udp ${data.length} bytes`));
  }

  static async open(): Promise<NetworkTrap> {
    const trap = new NetworkTrap();
    await new Promise<void>((done) => trap.#tcp.listen(0, '127.0.0.1', done));
    trap.port = (trap.#tcp.address() as AddressInfo).port;
    await new Promise<void>((done) => trap.#udp.bind(trap.port, '127.0.0.1', done));
    return trap;
  }

  close(): void {
    this.#tcp.close();
    this.#udp.close();
  }
}

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly { readonly type: number; readonly params?: object }[];
}

/** The names of `suffix` that Chromium's own log of its network says it looked up. */
export function lookedUp(logFile: string, suffix: string): string[] {
  const { constants, events } = JSON.parse(readFileSync(logFile, 'utf8')) as NetLog;
  const names = new Map(Object.entries(constants.logEventTypes).map(([name, id]) => [id, name]));
  const asked = new RegExp(`[\\w-]+\\.${suffix.replaceAll('.', '\\.')}`, 'g');
  // A job is a look-up that is begun; a request alone may be answered without one.
  const jobs = events.filter(({ type }) => names.get(type) === 'HOST_RESOLVER_MANAGER_JOB');
  return [
    ...new Set(jobs.flatMap(({ params }) => JSON.stringify(params ?? {}).match(asked) ?? [])),
  ];
}
