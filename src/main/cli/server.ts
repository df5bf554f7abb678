import { chmodSync, lstatSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { CliRequest, MAX_REQUEST, type CliAnswer } from '@shared/cli/protocol.ts';

/** ms a client has to ask. */
const ASK_MS = 5_000;

/** @throws Error when the folder, or the link to it, is another user's: they could take the socket's place. */
function refuseForeign(folder: string): void {
  const own = process.getuid?.();
  if ([lstatSync(folder), statSync(folder)].every(({ uid }) => uid === own)) return;
  throw new Error(`${folder} is not a folder of this user's: remove it, or start as its owner.`);
}

/**
 * Answers the command line. Only the same user gets in: the socket lies in a folder of mode 0700,
 * and has mode 0600 itself.
 */
export class CliServer {
  readonly #path: string;
  readonly #answer: (request: CliRequest) => Promise<CliAnswer>;
  readonly #server: Server;

  constructor(path: string, answer: (request: CliRequest) => Promise<CliAnswer>) {
    this.#path = path;
    this.#answer = answer;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** Listens. Only the one running instance calls this, so a socket that is there is left over. */
  async start(): Promise<void> {
    const unix = process.platform !== 'win32';
    if (unix) {
      const folder = dirname(this.#path);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      refuseForeign(folder);
      chmodSync(folder, 0o700);
      rmSync(this.#path, { force: true });
    }
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#path, resolve);
    });
    if (unix) chmodSync(this.#path, 0o600);
  }

  stop(): void {
    this.#server.close();
  }

  #serve(socket: Socket): void {
    let text = '';
    socket.setEncoding('utf8');
    socket.setTimeout(ASK_MS, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('data', (data: string) => {
      text += data;
      if (text.length > MAX_REQUEST) return socket.destroy();
      const end = text.indexOf('\n');
      if (end < 0) return;
      const line = text.slice(0, end);
      text = '';
      socket.setTimeout(0);
      socket.removeAllListeners('data');
      void this.#reply(line)
        .catch((error: unknown): CliAnswer => ({
          ok: false,
          error: `That failed: ${String(error)}`,
        }))
        .then((answer) => socket.end(`${JSON.stringify(answer)}\n`));
    });
  }

  async #reply(line: string): Promise<CliAnswer> {
    let request: unknown;
    try {
      request = JSON.parse(line);
    } catch {
      return { ok: false, error: 'That is not a request.' };
    }
    const parsed = v.safeParse(CliRequest, request);
    return parsed.success
      ? this.#answer(parsed.output)
      : { ok: false, error: 'That is not a request.' };
  }
}
