/** First and longest wait (ms) between tries to connect. */
export const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
/** Share of a wait that chance may add. */
const JITTER = 0.2;

/**
 * Waits between tries: doubling from 0.5 s to 10 s, each with up to 20 % added at random, so
 * that 200 desks do not knock at a restarted PBX in step.
 */
export class Backoff {
  #tries = 0;
  readonly #random: () => number;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** ms to wait before the next try. */
  next(): number {
    const longest = LONGEST_RETRY_MS / (1 + JITTER);
    const wait = Math.min(longest, FIRST_RETRY_MS * 2 ** Math.min(this.#tries, 10));
    this.#tries += 1;
    return Math.round(wait * (1 + JITTER * this.#random()));
  }

  /** After a connection that worked. */
  reset(): void {
    this.#tries = 0;
  }
}
