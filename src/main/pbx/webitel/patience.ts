import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '@shared/domain/result.ts';

/** ms that an answer may take of a server that is known to be quick: a dead one is noticed within 10 s. */
export const ANSWER_MS = 8_000;
/** ms that an answer may take of one that is slow, or was silent before. */
const PATIENT_MS = 30_000;

/**
 * How long a server is waited for. Silence is told after the usual time; the try that follows waits
 * longer, for it may be slowness: until it answers again, or as long as it goes on being slow.
 */
export class Patience {
  readonly #usualMs: number;
  readonly #mostMs: number;
  /** ms that the next answer may take. */
  #limitMs: number;
  /** ms that the last answer took. */
  #tookMs = 0;

  constructor(usualMs = ANSWER_MS, mostMs = PATIENT_MS) {
    this.#usualMs = this.#limitMs = usualMs;
    this.#mostMs = mostMs;
  }

  /** Waits for an answer, by the limit of now, and learns from it. */
  async wait<T>(ask: (limitMs: number) => Promise<Result<T>>): Promise<Result<T>> {
    const limitMs = this.#limitMs;
    const askedMs = performance.now();
    const answer = await ask(limitMs);
    if (answer.ok) {
      this.#tookMs = performance.now() - askedMs;
      this.#grow(Math.ceil(3 * this.#tookMs));
    } else if (answer.error.kind === 'timeout') this.#grow(2 * limitMs);
    return answer;
  }

  /**
   * As `wait`, for what may be asked twice: where nothing is heard for much longer than the last time, it
   * is asked again beside it. A server that lost its PBX meanwhile never answers what it was asked before.
   */
  repeat<T>(ask: (limitMs: number, over: AbortSignal) => Promise<Result<T>>): Promise<Result<T>> {
    const eachMs = Math.max(this.#usualMs, Math.ceil(1.5 * this.#tookMs));
    return this.wait(async (limitMs) => {
      const over = new AbortController();
      const tries: Promise<Result<T>>[] = [];
      try {
        for (let leftMs = limitMs; ; leftMs -= eachMs) {
          tries.push(ask(leftMs, over.signal));
          if (leftMs <= eachMs) return await Promise.race(tries);
          const first = await Promise.race([...tries, sleep(eachMs, undefined, over)]);
          if (first) return first;
        }
      } finally {
        over.abort();
      }
    });
  }

  #grow(ms: number): void {
    this.#limitMs = Math.min(this.#mostMs, Math.max(this.#usualMs, ms));
  }
}
