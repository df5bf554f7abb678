import { fail, ok, type AppError, type Result } from '@shared/domain/result.ts';
import { dial, type Dialled, type EslAddress, type EslCredentials, type EslLogin } from './dial.ts';
import { FramingError, type Frame } from './framing.ts';

/** The answer to one command. `text` is Reply-Text or the body, whichever came. */
export interface Reply {
  readonly text: string;
  /** The whole answer's bytes, for a list that is parsed once. */
  readonly body: Buffer;
  readonly headers: ReadonlyMap<string, string>;
}

interface Waiting {
  readonly resolve: (reply: Result<Reply>) => void;
  readonly deadline: NodeJS.Timeout;
}

export interface LinkEvents {
  /** A frame that is no answer: events, logs, notices. */
  frame(frame: Frame): void;
  /** The connection is of no use any more. Told once. */
  down(error: AppError): void;
}

/** ms of silence after which the peer is asked for a sign of life, and ms it has to give one. */
const IDLE_MS = 4_000;
const PING_DEADLINE_MS = 4_000;
/** A command any login may give, that changes nothing and is answered at once. */
const PING = 'nolog';

/**
 * One connection to an Event Socket: commands and answers in step, whatever comes. An `api` that
 * the login may not give is answered by `command/reply` (esl-captures, handshake-userauth-limited),
 * so both kinds of answer come out of one queue. Every command has a deadline; when one passes, the
 * connection is dropped, for a queue with a missing answer is out of step for good.
 */
export class EslLink {
  readonly login: EslLogin;
  readonly #socket: Dialled['socket'];
  readonly #framer: Dialled['framer'];
  readonly #events: LinkEvents;
  readonly #queue: Waiting[] = [];
  #idle: NodeJS.Timeout;
  #heard = false;
  #down: AppError | undefined;

  private constructor(dialled: Dialled, events: LinkEvents) {
    this.login = dialled.login;
    this.#socket = dialled.socket;
    this.#framer = dialled.framer;
    this.#events = events;
    this.#socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    this.#socket.on('error', (error: NodeJS.ErrnoException) =>
      this.#drop(dropped(error.code ?? error.message)),
    );
    this.#socket.on('close', () => this.#drop(dropped('closed')));
    this.#idle = setInterval(() => this.#onIdle(), IDLE_MS);
  }

  /** Dials, logs in and starts to listen. */
  static async open(
    address: EslAddress,
    credentials: EslCredentials,
    events: LinkEvents,
    signal: AbortSignal,
  ): Promise<Result<EslLink>> {
    const dialled = await dial(address, credentials, signal);
    return dialled.ok ? ok(new EslLink(dialled.value, events)) : dialled;
  }

  /**
   * Sends one command line, with headers of its own where it takes any, in one write. The caller
   * has built the line from validated parts; a line break in it would begin another command and is
   * refused here once more.
   * @param deadlineMs how long the answer may take.
   */
  send(
    line: string,
    deadlineMs: number,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Result<Reply>> {
    const lines = [line, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
    if (lines.some((text) => /[\r\n\0]/.test(text))) {
      return Promise.resolve(fail('bad-input', 'A command cannot hold a line break.'));
    }
    const down = this.#down;
    if (down) return Promise.resolve({ ok: false, error: down });
    return new Promise((resolve) => {
      const deadline = setTimeout(() => {
        this.#drop({ kind: 'timeout', message: 'The PBX stopped answering; connecting again.' });
      }, deadlineMs);
      this.#queue.push({ resolve, deadline });
      this.#socket.write(`${lines.join('\n')}\n\n`);
    });
  }

  /** Closes in peace; `down` is not told. */
  close(): void {
    this.#drop(dropped('closed by us'), false);
  }

  #onIdle(): void {
    if (!this.#heard && this.#queue.length === 0) void this.send(PING, PING_DEADLINE_MS);
    this.#heard = false;
  }

  #onData(chunk: Buffer): void {
    this.#heard = true;
    let frames: Frame[];
    try {
      frames = this.#framer.push(chunk);
    } catch (error) {
      if (!(error instanceof FramingError)) throw error;
      return this.#drop({
        kind: 'not-an-event-socket',
        message: 'The connection carried something that is not the Event Socket; connecting again.',
        detail: error.message,
      });
    }
    for (const frame of frames) {
      if (this.#down) return;
      const type = frame.headers.get('Content-Type');
      if (type === 'command/reply' || type === 'api/response') this.#answer(frame);
      else this.#events.frame(frame);
    }
  }

  #answer(frame: Frame): void {
    const waiting = this.#queue.shift();
    if (!waiting) return; // an answer nobody asked for: there is nothing to pair it with
    clearTimeout(waiting.deadline);
    const text = frame.headers.get('Reply-Text') ?? '';
    const body = frame.body;
    waiting.resolve(
      ok({
        get text() {
          return text || body.toString('utf8');
        },
        body,
        headers: frame.headers,
      }),
    );
  }

  #drop(error: AppError, tell = true): void {
    if (this.#down) return;
    this.#down = error;
    clearInterval(this.#idle);
    this.#socket.destroy();
    for (const { resolve, deadline } of this.#queue.splice(0)) {
      clearTimeout(deadline);
      resolve({ ok: false, error });
    }
    if (tell) this.#events.down(error);
  }
}

const dropped = (detail: string): AppError => ({
  kind: 'dropped',
  message: 'The connection to the PBX was lost; connecting again.',
  detail,
});
