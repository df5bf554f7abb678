import { connect, type Socket } from 'node:net';
import type { DemoPbx } from './demo.ts';
import { FrameReader, valueOf, type Frame } from './frames.ts';

/** A plain client of the event socket, for what modesl does not let one see. */
export class EslClient {
  readonly #reader = new FrameReader();
  #woken: () => void = () => undefined;
  #taken = 0;
  readonly closed: Promise<void>;

  private constructor(readonly socket: Socket) {
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => {
      this.#reader.read(data);
      this.#woken();
    });
  }

  get frames(): readonly Frame[] {
    return this.#reader.frames;
  }

  /** Connected and logged in, with these events in this format. */
  static async open(demo: DemoPbx, ...subscriptions: string[]): Promise<EslClient> {
    const client = new EslClient(connect(demo.port, demo.host));
    await client.#next(({ type }) => type === 'auth/request');
    await client.command(`auth ${demo.password}`);
    for (const subscription of subscriptions) await client.command(subscription);
    return client;
  }

  /** Says something, and gives back the text of the answer. */
  async command(line: string): Promise<string> {
    this.socket.write(`${line}\n\n`);
    const answer = await this.#next(({ type }) => /^(command\/reply|api\/response)$/.test(type));
    if (answer.type === 'api/response') return answer.body;
    return answer.headers.find(([name]) => name === 'Reply-Text')?.[1] ?? '';
  }

  api(command: string): Promise<string> {
    return this.command(`api ${command}`);
  }

  /** Waits for the next frame that is so; those before it are passed over. */
  async #next(is: (frame: Frame) => boolean): Promise<Frame> {
    for (;;) {
      const at = this.frames.findIndex((frame, i) => i >= this.#taken && is(frame));
      if (at >= 0) {
        this.#taken = at + 1;
        return this.frames[at] as Frame;
      }
      await new Promise<void>((resolve) => (this.#woken = resolve));
    }
  }

  /** Events so far, each as its name and, where it has one, the value of another header. */
  told(header = 'Unique-ID'): string[] {
    return this.frames.flatMap(({ event }) =>
      event ? [`${valueOf(event, 'Event-Name')} ${valueOf(event, header)}`.trim()] : [],
    );
  }

  close(): void {
    this.socket.destroy();
  }
}
