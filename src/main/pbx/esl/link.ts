import { fail, ok, type AppError, type Result } from '@shared/domain/result.ts';
import { dial, type Dialled, type EslAddress, type EslCredentials, type EslLogin } from './dial.ts';
import { FramingError, MAX_BODY_BYTES, TooLarge, type Frame } from './framing.ts';

/** The answer to one command. */
export interface Reply {
  /** Reply-Text or the beginning of the body, whichever came. */
  readonly text: string;
  /** The whole body's bytes. */
  readonly body: Buffer;
  readonly headers: ReadonlyMap<string, string>;
}

interface Waiting {
  readonly resolve: (reply: Result<Reply>) => void;
  readonly deadlineMs: number;
}

export interface LinkEvents {
  /** The PBX has answered at all, before anything is sent to it. */
  greeted?(): void;
  /** A frame that is no answer: events, logs, notices. */
  frame(frame: Frame): void;
  /** The connection is of no use any more. Told once. */
  down(error: AppError): void;
}

/**
 * ms of silence after which the peer is asked for a sign of life, ms it has to give one, and ms
 * between looks: a connection that is half open is noticed within 10 s.
 */
const IDLE_MS = 4_000;
const PING_DEADLINE_MS = 4_000;
const LOOK_MS = 500;
/**
 * ms without a byte, and ms an answer has been due by then, after which nobody is there: a long list
 * may take longer, but it comes in pieces.
 */
const SILENCE_MS = 8_000;
const DUE_MS = 4_000;
/**
 * ms that a frame may be under way, and what each of its announced bytes adds: 64 KB/s, less than any
 * line that calls go over. A peer that sends a byte now and then is not heard for ever.
 */
export const FRAME_MS = 15_000;
const FRAME_BYTES_PER_MS = 64;
/** Bytes of a body that are kept as its text: one may be as long as a list. */
const MAX_WORDS = 2_000;
/** A command any login may give, that changes nothing and is answered at once. */
const PING = 'nolog';

/**
 * One connection to an Event Socket: commands and answers in step, whatever comes. An `api` that
 * the login may not give is answered by `command/reply` (docs/protocol, handshake-userauth-limited),
 * so both kinds of answer come out of one queue. Every command has a deadline, from when its answer
 * is the next to come (FreeSWITCH works them off one by one); when it passes, the connection is
 * dropped, for a queue with a missing answer is out of step for good.
 */
export class EslLink {
  readonly login: EslLogin;
  readonly #socket: Dialled['socket'];
  readonly #framer: Dialled['framer'];
  readonly #events: LinkEvents;
  readonly #queue: Waiting[] = [];
  readonly #look: NodeJS.Timeout;
  /** When the last byte came, and since when the answer to the first in the queue is due (ms). */
  #heardMs = performance.now();
  #dueMs = 0;
  /** Since when one frame has been coming (ms), 0 while none is, and how many had come before it. */
  #frameMs = 0;
  #framesBefore = 0;
  #deadline: NodeJS.Timeout | undefined;
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
    this.#look = setInterval(() => this.#onLook(), LOOK_MS);
  }

  /** Dials, logs in and starts to listen. */
  static async open(
    address: EslAddress,
    credentials: EslCredentials,
    events: LinkEvents,
    signal: AbortSignal,
  ): Promise<Result<EslLink>> {
    const dialled = await dial(address, credentials, signal, () => events.greeted?.());
    return dialled.ok ? ok(new EslLink(dialled.value, events)) : dialled;
  }

  /**
   * Sends one command line, with headers of its own where it takes any, in one write. The caller
   * has built the line from validated parts; a line break in it would begin another command and is
   * refused here once more.
   * @param deadlineMs how long the answer may take once those before it have come.
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
      this.#queue.push({ resolve, deadlineMs });
      if (this.#queue.length === 1) this.#expect(deadlineMs);
      this.#socket.write(`${lines.join('\n')}\n\n`);
    });
  }

  /** Closes in peace; `down` is not told. */
  close(): void {
    this.#drop(dropped('closed by us'), false);
  }

  /** The answer to the first in the queue is due from now on. */
  #expect(deadlineMs: number): void {
    this.#dueMs = performance.now();
    this.#deadline = setTimeout(() => this.#drop(SILENT), deadlineMs);
  }

  #onLook(): void {
    const nowMs = performance.now();
    if (this.#isFrameLate(nowMs)) return this.#drop(SILENT);
    if (this.#queue.length === 0) {
      if (nowMs - this.#heardMs >= IDLE_MS) void this.send(PING, PING_DEADLINE_MS);
    } else if (nowMs - this.#heardMs >= SILENCE_MS && nowMs - this.#dueMs >= DUE_MS) {
      this.#drop(SILENT);
    }
  }

  /** Whether the frame that is coming takes longer than one of its size may. */
  #isFrameLate(nowMs: number): boolean {
    const { pending, finished, announced } = this.#framer;
    if (!pending || finished !== this.#framesBefore || this.#frameMs === 0) {
      this.#frameMs = pending ? nowMs : 0;
      this.#framesBefore = finished;
      return false;
    }
    return nowMs - this.#frameMs > FRAME_MS + announced / FRAME_BYTES_PER_MS;
  }

  #onData(chunk: Buffer): void {
    this.#heardMs = performance.now();
    let frames: Frame[];
    try {
      frames = this.#framer.push(chunk);
    } catch (error) {
      if (!(error instanceof FramingError)) throw error;
      return this.#drop(unreadable(error));
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
    clearTimeout(this.#deadline);
    const next = this.#queue[0];
    if (next) this.#expect(next.deadlineMs);
    const text = frame.headers.get('Reply-Text') ?? '';
    const body = frame.body;
    waiting.resolve(
      ok({
        text: text || body.toString('utf8', 0, MAX_WORDS),
        body,
        headers: frame.headers,
      }),
    );
  }

  #drop(error: AppError, tell = true): void {
    if (this.#down) return;
    this.#down = error;
    clearInterval(this.#look);
    clearTimeout(this.#deadline);
    this.#socket.destroy();
    for (const { resolve } of this.#queue.splice(0)) resolve({ ok: false, error });
    if (tell) this.#events.down(error);
  }
}

const SILENT: AppError = {
  kind: 'timeout',
  message: 'The PBX stopped answering; connecting again.',
};

/** What came is too large to take, or no Event Socket's at all. */
const unreadable = (error: FramingError): AppError =>
  error instanceof TooLarge
    ? {
        kind: 'refused-by-pbx',
        message: `The PBX sent a message of ${inMegabytes(error.bytes)}; ${inMegabytes(MAX_BODY_BYTES)} are the most Ringside takes.`,
      }
    : {
        kind: 'not-an-event-socket',
        message: 'The connection carried something that is not the Event Socket; connecting again.',
        detail: error.message,
      };

const inMegabytes = (bytes: number): string =>
  `${Math.round(bytes / 1024 / 1024).toLocaleString()} MB`;

const dropped = (detail: string): AppError => ({
  kind: 'dropped',
  message: 'The connection to the PBX was lost; connecting again.',
  detail,
});
