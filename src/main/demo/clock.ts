/** Time as the simulated PBX sees it: real, or stepped by a test. */
export interface Clock {
  /** ms since the epoch. */
  now(): number;
  /** Calls `act` once after `ms`; returns how to prevent it. */
  after(ms: number, act: () => void): () => void;
}

export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

/** Time that stands still until told to go on: tests and property runs need not wait. */
export class VirtualClock implements Clock {
  #now: number;
  #due: { at: number; order: number; act: () => void }[] = [];
  #order = 0;

  constructor(startMs = 1_795_473_843_000) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, act: () => void): () => void {
    const entry = { at: this.#now + ms, order: this.#order++, act };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  }

  /** Lets `ms` pass, doing what falls due in its order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#due
        .filter(({ at }) => at <= end)
        .sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!next) break;
      this.#due = this.#due.filter((other) => other !== next);
      this.#now = next.at;
      next.act();
    }
    this.#now = end;
  }
}
