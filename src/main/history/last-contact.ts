import type { CallRecord } from '@shared/history/record.ts';
import type { Answers } from './notes.ts';

/** ms an answer is good for: a call that has ended since counts soon. */
const KEPT_MS = 30_000;
/** Numbers remembered. */
const MAX_KEPT = 200;
/** Calls looked through for the last one with exactly that number. */
const LOOKED_AT = 20;

/** When I last spoke, or tried to speak, with somebody, and what became of it. */
export interface LastContact {
  readonly atMs: number;
  readonly outcome: CallRecord['outcome'];
}

type Ask = (question: {
  kind: 'query';
  query: { text: string; only: 'all'; offset: number; limit: number };
}) => Promise<Answers['query']>;

/** The last contact with callers, by the history. Answers at once with what is known, and asks for the rest. */
export class LastContacts {
  readonly #ask: Ask;
  readonly #came: () => void;
  readonly #now: () => number;
  readonly #known = new Map<string, { last: LastContact | null; untilMs: number }>();

  /**
   * @param came told when an answer came that was not known
   * @param now ms
   */
  constructor(ask: Ask, came: () => void, now: () => number = Date.now) {
    this.#ask = ask;
    this.#came = came;
    this.#now = now;
  }

  /** The last contact with a number that is over; null where there is none, or none is known yet. */
  of(number: string): LastContact | null {
    const known = this.#known.get(number);
    if (number !== '' && (!known || known.untilMs <= this.#now())) void this.#look(number);
    return known?.last ?? null;
  }

  async #look(number: string): Promise<void> {
    const last = this.#known.get(number)?.last ?? null;
    if (this.#known.size >= MAX_KEPT) this.#known.clear();
    this.#known.set(number, { last, untilMs: this.#now() + KEPT_MS });
    const query = { text: number.slice(0, 200), only: 'all', offset: 0, limit: LOOKED_AT } as const;
    // A history that cannot be read is told elsewhere; a card is shown without it.
    const page = await this.#ask({ kind: 'query', query }).catch(() => undefined);
    const record = page?.records.find((one) => one.number === number && one.endedMs > 0);
    const found = record ? { atMs: record.endedMs, outcome: record.outcome } : null;
    this.#known.set(number, { last: found, untilMs: this.#now() + KEPT_MS });
    if (found?.atMs !== last?.atMs) this.#came();
  }
}
