import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Account {
  readonly username: string;
  readonly password: string;
  readonly token: string;
  readonly key: string;
}

/**
 * As much of a Webitel as signing in needs, with a bad habit: its refusals repeat what was sent.
 * Answers are formed as in shared/webitel (login, an empty list).
 */
export class SignInServer {
  readonly #server: Server;
  readonly #account: Account;
  /** Requests let in, and refused. */
  readonly seen = { in: 0, refused: 0 };
  url = '';

  private constructor(account: Account) {
    this.#account = account;
    this.#server = createServer((request, response) => {
      void this.#answer(request).then(([status, body]) => {
        this.seen[status === 200 ? 'in' : 'refused'] += 1;
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      });
    });
  }

  static async start(account: Account): Promise<SignInServer> {
    const it = new SignInServer(account);
    await new Promise<void>((done) => it.#server.listen(0, '127.0.0.1', done));
    it.url = `http://127.0.0.1:${(it.#server.address() as AddressInfo).port}`;
    return it;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage): Promise<[number, object]> {
    const { username, password, token, key } = this.#account;
    let body = '';
    for await (const part of request) body += String(part);
    if (request.url === '/login') {
      const sent = JSON.parse(body) as Partial<Account>;
      return sent.username === username && sent.password === password
        ? [200, { key, token, expires: Date.now() + 3_600_000, username }]
        : [401, { status: 'error', info: `secret incorrect: ${body}` }];
    }
    const { headers } = request;
    return headers['x-access-token'] === token && headers['x-key'] === key
      ? [200, { row_count: 0 }]
      : [401, { status: 401, message: `Invalid credentials ${JSON.stringify(headers)}` }];
  }
}
