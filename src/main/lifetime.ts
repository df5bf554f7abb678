interface Ends {
  stop(): unknown;
}

/** What was made registers its own end here; all are ended together, the last made first. */
export class Lifetime {
  readonly #ends: (() => unknown)[] = [];
  readonly #last: (() => unknown)[] = [];
  #isOver = false;

  /** Whether everything is being ended: nothing is to be shown or begun any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Has a part ended with the rest. @returns the part */
  with<T extends Ends>(part: T): T {
    this.#ends.push(() => part.stop());
    return part;
  }

  /** Has something done at the end. */
  ending(end: () => unknown): void {
    this.#ends.push(end);
  }

  /** Has something done once all parts have ended: what they left is to be written. */
  atLast(end: () => unknown): void {
    this.#last.push(end);
  }

  /** Ends all. One that fails keeps none of the others from it. Resolves when all have ended. */
  async end(): Promise<void> {
    this.#isOver = true;
    for (const ends of [this.#ends.reverse(), this.#last])
      await Promise.allSettled(ends.map(async (end) => end()));
  }
}
