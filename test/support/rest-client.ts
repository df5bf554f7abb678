import { WebSocket } from 'ws';
import type { DemoPbx } from './demo.ts';

export interface RestReply {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

/** A request to the demo's REST face, signed in unless other headers are given. */
export async function ask(
  { rest }: DemoPbx,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = { 'X-Access-Token': rest.token, 'X-Key': rest.key },
): Promise<RestReply> {
  const answer = await fetch(`${rest.url}${path}`, {
    method,
    headers: { ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as RestReply['json'] };
}

export type Message = Readonly<Record<string, unknown>>;

/** A WebSocket of Webitel's: what it says is answered, and what comes unasked is kept. */
export class EventClient {
  readonly events: Message[] = [];
  readonly #socket: WebSocket;
  readonly #answers = new Map<string, (said: string) => void>();
  #woken: () => void = () => undefined;
  readonly closed: Promise<void>;
  #ids = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Message;
      const answer = this.#answers.get(String(message['exec-uuid']));
      if (answer) return answer(String(message['exec-complete']));
      this.events.push(message);
      this.#woken();
    });
  }

  /** @throws when the server has none */
  static async open({ rest }: DemoPbx): Promise<EventClient> {
    const socket = new WebSocket(rest.url.replace('http', 'ws'));
    const client = new EventClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    return client;
  }

  exec(name: string, args: object = {}): Promise<string> {
    const id = String(this.#ids++);
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#socket.send(JSON.stringify({ 'exec-uuid': id, 'exec-func': name, 'exec-args': args }));
    });
  }

  /** Waits for an event with this name. */
  async heard(name: string): Promise<void> {
    while (!this.events.some((event) => event['Event-Name'] === name))
      await new Promise<void>((resolve) => (this.#woken = resolve));
  }

  close(): void {
    this.#socket.terminate();
  }
}
