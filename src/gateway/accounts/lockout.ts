/** Wrong passwords after which an address must wait for a user's account, and all addresses. */
const FROM_ONE = 5;
const FROM_ALL = 50;
/** ms of the first wait; each further wrong password doubles it. */
const FIRST_MS = 30_000;
const LONGEST_MS = 15 * 60_000;
/** ms after which wrong passwords are forgotten. */
const FORGET_MS = 60 * 60_000;
/** Accounts and addresses remembered; of more the oldest is forgotten. */
const MOST = 20_000;

interface Tries {
  wrong: number;
  lastMs: number;
  untilMs: number;
}

/**
 * Makes guessing slow. Told apart by account and address, so that somebody who guesses does not lock the
 * owner out; many addresses together lock the account itself, for guesses come from many, too.
 */
export class Lockout {
  readonly #tries = new Map<string, Tries>();

  /** ms until a password is looked at again; 0 for now. */
  waitMs(user: string, address: string, nowMs: number): number {
    const until = keysOf(user, address).map(([key]) => this.#tries.get(key)?.untilMs ?? 0);
    return Math.max(0, ...until.map((ms) => ms - nowMs));
  }

  wrong(user: string, address: string, nowMs: number): void {
    for (const [key, free] of keysOf(user, address)) {
      const before = this.#tries.get(key);
      const wrong = before && nowMs - before.lastMs < FORGET_MS ? before.wrong + 1 : 1;
      const waitMs = wrong < free ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (wrong - free));
      this.#tries.delete(key);
      this.#tries.set(key, { wrong, lastMs: nowMs, untilMs: nowMs + waitMs });
    }
    for (const oldest of this.#tries.keys()) {
      if (this.#tries.size <= MOST) break;
      this.#tries.delete(oldest);
    }
  }

  right(user: string, address: string): void {
    for (const [key] of keysOf(user, address)) this.#tries.delete(key);
  }
}

/** What is counted, and how many wrong ones are free. */
const keysOf = (
  user: string,
  address: string,
): readonly (readonly [key: string, free: number])[] => [
  [`${user.toLowerCase()}\n${address}`, FROM_ONE],
  [user.toLowerCase(), FROM_ALL],
];
