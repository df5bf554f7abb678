import type { AppError, ErrorKind, Result } from '@shared/domain/result.ts';
import { Backoff } from './backoff.ts';

/** A connection that works, until `closed` resolves with the reason it does not any more. */
export interface Session {
  readonly closed: Promise<AppError>;
  close(): void;
}

export type SupervisorState =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'online' }
  | { readonly phase: 'offline'; readonly error: AppError; readonly retryAtMs: number }
  | { readonly phase: 'stopped'; readonly error: AppError };

/** Trying again would only lock an account or fail the same way: a person must change something. */
const FINAL: readonly ErrorKind[] = ['wrong-password', 'token-expired', 'certificate', 'bad-input'];

/**
 * Keeps one session up: opens, waits until it closes, backs off, opens again. One loop, so that no
 * number of errors at once makes two connections.
 */
export class Supervisor<S extends Session> {
  readonly #open: (signal: AbortSignal) => Promise<Result<S>>;
  readonly #tell: (state: SupervisorState) => void;
  readonly #backoff = new Backoff();
  readonly #stop = new AbortController();
  #wake: (() => void) | undefined;
  #running = false;
  session: S | undefined;

  constructor(
    open: (signal: AbortSignal) => Promise<Result<S>>,
    tell: (state: SupervisorState) => void,
  ) {
    this.#open = open;
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

  stop(): void {
    this.#stop.abort();
    this.session?.close();
    this.#wake?.();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      this.#tell({ phase: 'connecting' });
      const opened = await this.#open(signal);
      if (signal.aborted) {
        if (opened.ok) opened.value.close();
        return;
      }
      let error: AppError;
      if (opened.ok) {
        this.session = opened.value;
        this.#backoff.reset();
        this.#tell({ phase: 'online' });
        error = await opened.value.closed;
        this.session = undefined;
        if (signal.aborted) return;
      } else {
        error = opened.error;
      }
      if (FINAL.includes(error.kind)) {
        this.#tell({ phase: 'stopped', error });
        return;
      }
      const waitMs = this.#backoff.next();
      this.#tell({ phase: 'offline', error, retryAtMs: Date.now() + waitMs });
      await this.#pause(waitMs);
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
