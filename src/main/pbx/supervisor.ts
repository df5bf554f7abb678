import { internalError } from '@shared/domain/app-error.ts';
import type { AppError, ErrorKind, Result } from '@shared/domain/result.ts';
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
  probe(signal: AbortSignal): Promise<boolean>;
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

/** ms between two probes, and the share of it that chance may add. A probe lasts no longer. */
const PROBE_MS = 500;
const PROBE_JITTER = 0.2;
/** ms a try may hang unanswered before the PBX is probed beside it. */
const HANGS_MS = 1_000;

/**
 * Keeps one session up: opens, waits until it closes, backs off, opens again. One loop, so that no
 * number of errors at once makes two connections.
 *
 * Two aims pull apart: to back off up to 10 s, and to be back within 1 s of the PBX's return. What
 * costs a PBX is the sign-in, the subscription and the list, so these back off. Meanwhile it is
 * probed, twice a second at most: a connection on which nothing is sent, closed once the PBX has
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

  /** The loop, begun anew when a fault of ours ended it: a connection must not die unheard. */
  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#keepUp();
        return;
      } catch (thrown) {
        this.session?.close();
        this.session = undefined;
        await this.#afterFault(thrown);
      }
    }
  }

  async #afterFault(thrown: unknown): Promise<void> {
    const waitMs = this.#backoff.next();
    const { error } = failure(thrown);
    try {
      this.#tell({ phase: 'offline', error, retryAtMs: Date.now() + waitMs });
    } catch {
      // Whoever hears of it is what failed: the next state may reach them.
    }
    await this.#pause(waitMs, waitMs);
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

  async #keepUp(): Promise<void> {
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
        error = await opened.value.closed.catch((thrown: unknown) => failure(thrown).error);
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
      // A server that asks to be left alone is not probed meanwhile either.
      const askedMs = error.retryAfterMs ?? 0;
      const waitMs = Math.max(this.#backoff.next(), askedMs);
      this.#tell({ phase: 'offline', error, retryAtMs: Date.now() + waitMs });
      const quietMs = FIRST_RETRY_MS * 2 ** Math.max(0, this.#letDown - 1);
      await this.#pause(waitMs, Math.max(quietMs, askedMs));
    }
  }

  /**
   * One try. Where the network lost its connection, it would hang until its deadline although the
   * PBX is back: so a try that nobody greets is begun anew when a probe beside it is greeted.
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

  #opened(signal: AbortSignal, greeted: () => void): Promise<Result<S>> {
    return this.#door.open(signal, greeted).catch(failure);
  }

  /** Waits `ms`, or until a probe is greeted; probes begin after `quietMs`. */
  async #pause(ms: number, quietMs: number): Promise<void> {
    const over = new AbortController();
    this.#wake = () => over.abort();
    if (this.#stop.signal.aborted) over.abort();
    await sleep(Math.min(ms, quietMs), over.signal);
    if (ms <= quietMs) return;
    await Promise.race([sleep(ms - quietMs, over.signal), this.#untilGreeted(over.signal)]);
    over.abort();
  }

  /** Probes until greeted; false when `signal` ends it. */
  async #untilGreeted(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const turn = new AbortController();
      const next = sleep(PROBE_MS * (1 + PROBE_JITTER * Math.random()), signal);
      void next.then(() => turn.abort());
      const greeted = await this.#door.probe(turn.signal).catch(() => false);
      if (greeted) return !signal.aborted;
      await next;
    }
    return false;
  }
}

/** What throws is a fault of ours: a failure like any other, and no end of the loop. */
const failure = (thrown: unknown) => internalError(thrown, 'Connecting failed inside Ringside.');

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
