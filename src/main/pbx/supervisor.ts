import { fail, type AppError, type ErrorKind, type Result } from '@shared/domain/result.ts';
import { Backoff, FIRST_RETRY_MS } from './backoff.ts';

/** A connection that works, until `closed` resolves with the reason it does not any more. */
export interface Session {
  readonly closed: Promise<AppError>;
  close(): void;
}

/** How one kind of PBX is reached. */
export interface Door<S extends Session> {
  /**
   * Connects and signs in.
   * @param greeted to be called once the PBX has answered; before it, a try may be begun anew.
   */
  open(signal: AbortSignal, greeted: () => void): Promise<Result<S>>;
  /** Whether the PBX is there: found out without signing in. False when `signal` ends it. */
  knock(signal: AbortSignal): Promise<boolean>;
  /** Whether a try that hangs unanswered has sent nothing yet, so that it may be begun anew. */
  readonly hangsUnsent: boolean;
}

export type SupervisorState =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'online' }
  | { readonly phase: 'offline'; readonly error: AppError; readonly retryAtMs: number }
  | { readonly phase: 'stopped'; readonly error: AppError };

/** Trying again would only lock an account or fail the same way: a person must change something. */
const FINAL: readonly ErrorKind[] = ['wrong-password', 'token-expired', 'certificate', 'bad-input'];

/** ms between two knocks, and the share of it that chance may add. A knock lasts no longer. */
const KNOCK_MS = 500;
const KNOCK_JITTER = 0.2;
/** ms a try may hang unanswered before the PBX is knocked at beside it. */
const HANGS_MS = 1_000;

/**
 * Keeps one session up: opens, waits until it closes, backs off, opens again. One loop, so that no
 * number of errors at once makes two connections.
 *
 * Two wishes pull apart: to back off up to 10 s, and to be back within 1 s of the PBX's return. What
 * costs a PBX is the sign-in, the subscription and the list, so these back off. Meanwhile it is
 * knocked at, twice a second at most: a connection on which nothing is sent, closed once the PBX has
 * greeted; where nobody listens, that costs one refused packet. The greeting ends the wait. A
 * greeting after which the sign-in failed all the same is believed later each time, so a PBX that
 * is there but turns us away sees the plain back-off. Wrong passwords are not tried again at all.
 */
export class Supervisor<S extends Session> {
  readonly #door: Door<S>;
  readonly #tell: (state: SupervisorState) => void;
  readonly #backoff = new Backoff();
  readonly #stop = new AbortController();
  #wake: (() => void) | undefined;
  #running = false;
  /** Whether the PBX answered the last try at all, and how many tries it so let down in a row. */
  #greeted = false;
  #letDown = 0;
  session: S | undefined;

  constructor(door: Door<S>, tell: (state: SupervisorState) => void) {
    this.#door = door;
    this.#tell = tell;
  }

  start(): void {
    if (this.#running || this.#stop.signal.aborted) return;
    this.#running = true;
    void this.#run().finally(() => (this.#running = false));
  }

  /** Tries at once, also after an error that is not retried by itself. */
  retry(): void {
    this.#backoff.reset();
    this.#wake?.();
    this.start();
  }

  /** To be called when the session has done its work for the first time: its end is then no failure. */
  works(): void {
    this.#backoff.reset();
    this.#letDown = 0;
  }

  stop(): void {
    this.#stop.abort();
    this.session?.close();
    this.#wake?.();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      this.#tell({ phase: 'connecting' });
      const opened = await this.#open();
      if (signal.aborted) {
        if (opened.ok) opened.value.close();
        return;
      }
      let error: AppError;
      if (opened.ok) {
        this.session = opened.value;
        this.#letDown += 1;
        this.#tell({ phase: 'online' });
        error = await opened.value.closed;
        this.session = undefined;
        if (signal.aborted) return;
      } else {
        error = opened.error;
        this.#letDown = this.#greeted ? this.#letDown + 1 : 0;
      }
      if (FINAL.includes(error.kind)) {
        this.#tell({ phase: 'stopped', error });
        return;
      }
      const waitMs = this.#backoff.next();
      this.#tell({ phase: 'offline', error, retryAtMs: Date.now() + waitMs });
      await this.#pause(waitMs, FIRST_RETRY_MS * 2 ** Math.max(0, this.#letDown - 1));
    }
  }

  /**
   * One try. Where the network lost its connection, it would hang until its deadline although the
   * PBX is back: so a try that nobody greets is begun anew when a knock beside it is greeted.
   */
  async #open(): Promise<Result<S>> {
    const stopped = this.#stop.signal;
    const first = new AbortController();
    const heard = new AbortController();
    const end = (): void => first.abort();
    stopped.addEventListener('abort', end);
    try {
      this.#greeted = false;
      const opening = this.#opened(first.signal, () => {
        this.#greeted = true;
        heard.abort();
      });
      if (this.#door.hangsUnsent) {
        const stuck = sleep(HANGS_MS, heard.signal).then(() => this.#untilGreeted(heard.signal));
        if (await Promise.race([opening.then(() => false), stuck])) first.abort();
      }
      const opened = await opening;
      const again = !opened.ok && first.signal.aborted && !stopped.aborted;
      return again ? await this.#opened(stopped, () => (this.#greeted = true)) : opened;
    } finally {
      heard.abort();
      stopped.removeEventListener('abort', end);
    }
  }

  /** What throws is a fault of ours: a failure like any other, and no end of the loop. */
  #opened(signal: AbortSignal, greeted: () => void): Promise<Result<S>> {
    return this.#door
      .open(signal, greeted)
      .catch((error: unknown) =>
        fail('internal', 'Connecting failed inside Ringside.', String(error)),
      );
  }

  /** Waits `ms`, or until a knock is greeted; knocks begin after `quietMs`. */
  async #pause(ms: number, quietMs: number): Promise<void> {
    const over = new AbortController();
    this.#wake = () => over.abort();
    if (this.#stop.signal.aborted) over.abort();
    await sleep(Math.min(ms, quietMs), over.signal);
    if (ms <= quietMs) return;
    await Promise.race([sleep(ms - quietMs, over.signal), this.#untilGreeted(over.signal)]);
    over.abort();
  }

  /** Knocks until greeted; false when `signal` ends it. */
  async #untilGreeted(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const turn = new AbortController();
      const next = sleep(KNOCK_MS * (1 + KNOCK_JITTER * Math.random()), signal);
      void next.then(() => turn.abort());
      if (await this.#door.knock(turn.signal)) return !signal.aborted;
      await next;
    }
    return false;
  }
}

/** Resolves after `ms`, or at once when `signal` is or gets aborted. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
