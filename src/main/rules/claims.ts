import type { CallRecord } from '@shared/history/record.ts';
import type { Database } from '../history/database.ts';

/** ms after which a call is over for certain. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

/**
 * Which rule has fired for which call: on disk, because a call may outlive the program. Known by the
 * PBX's id of the call, for a record's number is given again after the record was deleted.
 */
export class Claims {
  readonly #db: Database;

  constructor(db: Database, nowMs: number) {
    this.#db = db;
    db.prepare('DELETE FROM rules_fired WHERE at_ms < ?').run(nowMs - KEPT_MS);
  }

  /** Whether this is the first time; noted before anything is done, so a crash can't make it two. */
  claim(ruleId: string, { callId, way }: CallRecord, nowMs: number): boolean {
    const { changes } = this.#db
      .prepare(
        'INSERT INTO rules_fired (rule_id, call_id, way, at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      )
      .run(ruleId, callId, way, nowMs);
    return Number(changes) === 1;
  }
}
