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

interface Due {
  readonly at: number;
  readonly act: () => void;
  cancelled: boolean;
}

/** Time that stands still until told to go on: tests and property runs need not wait. */
export class VirtualClock implements Clock {
  #now: number;
  /** In the order in which it falls due; at the same time, in the order in which it was asked for. */
  readonly #due: Due[] = [];

  /** @param startMs ms since the epoch */
  constructor(startMs = 1_795_473_843_000) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, act: () => void): () => void {
    const due: Due = { at: this.#now + Math.max(0, ms), act, cancelled: false };
    let low = 0;
    let high = this.#due.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#due[middle] as Due).at <= due.at) low = middle + 1;
      else high = middle;
    }
    this.#due.splice(low, 0, due);
    return () => {
      due.cancelled = true;
    };
  }

  /** Lets `ms` pass, doing what falls due in its order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#due[0]; next && next.at <= end; next = this.#due[0]) {
      this.#due.shift();
      if (next.cancelled) continue;
      this.#now = next.at;
      next.act();
    }
    this.#now = end;
  }
}
