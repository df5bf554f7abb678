import type { SiteId } from '@shared/domain/site.ts';
import type { CallRecord } from '@shared/history/record.ts';
import { LATE, within } from '../within.ts';
import type { Database } from '../storage/database.ts';

/** Which rule is to fire for which call. */
export interface Claim {
  readonly ruleId: string;
  readonly site: SiteId;
  readonly callId: string;
  readonly way: CallRecord['way'];
  readonly atMs: number;
}

/** ms that a rule waits for the disk. */
const CLAIM_MS = 1_000;
/** Claims of this run that are remembered. */
const MAX_REMEMBERED = 10_000;

/**
 * Which rule has fired for which call: on disk, because a call may outlive the program. Known by the
 * PBX's id of the call, for a record's number is given again after the record was deleted.
 * @returns whether this is the first time
 */
export function claimIn(db: Database, { ruleId, site, callId, way, atMs }: Claim): boolean {
  const { changes } = db
    .prepare(
      'INSERT INTO rules_fired (rule_id, site, call_id, way, at_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    )
    .run(ruleId, site, callId, way, atMs);
  return Number(changes) === 1;
}

/** Where claims are kept. */
export interface ClaimKeeper {
  /** Notes one; whether it is the first time. Rejects where it could not be noted. */
  ask(claim: Claim): Promise<boolean>;
  /** Notes one when that can be. */
  later(claim: Claim): void;
}

/** Lets each rule fire once for each call. */
export class Claims {
  readonly #keeper: ClaimKeeper;
  readonly #ofThisRun = new Set<string>();

  constructor(keeper: ClaimKeeper) {
    this.#keeper = keeper;
  }

  /**
   * Whether this is the first time; noted before anything is done, so a crash can't make it two. Where
   * the disk does not take it in time, what is remembered of this run decides.
   */
  async claim(
    ruleId: string,
    { site, callId, way }: Pick<CallRecord, 'site' | 'callId' | 'way'>,
    atMs: number,
  ): Promise<boolean> {
    const key = `${ruleId} ${site} ${way} ${callId}`;
    if (this.#ofThisRun.has(key)) return false;
    this.#ofThisRun.add(key);
    for (const oldest of this.#ofThisRun) {
      if (this.#ofThisRun.size <= MAX_REMEMBERED) break;
      this.#ofThisRun.delete(oldest);
    }
    const claim = { ruleId, site, callId, way, atMs };
    const first = await within(CLAIM_MS, this.#keeper.ask(claim)).catch(() => LATE);
    if (typeof first === 'boolean') return first;
    this.#keeper.later(claim);
    return true;
  }
}
