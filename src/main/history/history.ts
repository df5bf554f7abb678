import Papa from 'papaparse';
import { safeCell } from './cells.ts';
import { closeDatabase, type Database } from '../storage/database.ts';
import { believe, expiryOf } from './expiry.ts';
import { wordConditions } from './search.ts';
import type { SiteId } from '@shared/domain/site.ts';
import {
  type CallRecord,
  type HistoryPage,
  type HistoryQuery,
  type Outcome,
} from '@shared/history/record.ts';
import { outcomeWords } from '@shared/history/words.ts';

/** A call as it begins. */
export interface Beginning {
  readonly site: SiteId;
  readonly callId: string;
  readonly way: 'in' | 'out';
  readonly name: string;
  readonly number: string;
  readonly dialled: string;
  readonly startedMs: number;
}

type RowOfCalls = Record<string, string | number>;

/** ms after which a call is over for certain, and no rule needs to know that it fired for it. */
const CLAIMS_KEPT_MS = 7 * 24 * 3600 * 1000;
const MAX_TEXT = 500;
const bounded = (text: string): string => text.slice(0, MAX_TEXT);

/** My calls on disk. Every method is one small transaction; a call is there from its first ring. */
export class History {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
    // What is deleted for now is not to reach the disk again (removeForNow).
    db.exec('PRAGMA temp_store = MEMORY');
  }

  /** The history's file, for what is kept of a call beside its record. */
  get database(): Database {
    return this.#db;
  }

  /** Does several things as one transaction. @throws what one of them does; then none is done */
  together(act: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      act();
      this.#db.exec('COMMIT');
    } catch (error) {
      // SQLite takes some failures back by itself (a full disk): then there is nothing to take back.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  /** The record of a call that goes on. */
  ongoing({ site, callId, way }: Pick<CallRecord, 'site' | 'callId' | 'way'>): number | undefined {
    const row = this.#db
      .prepare(
        `SELECT id FROM calls WHERE site = ? AND call_id = ? AND way = ? AND outcome = 'ongoing' ORDER BY id DESC`,
      )
      .get(site, callId, way) as { id: number } | undefined;
    return row?.id;
  }

  /** Notes a call; told of one that goes on, it is the same call. Returns its id. */
  begin(call: Beginning): number {
    const known = this.ongoing(call);
    if (known !== undefined) {
      this.name(known, call);
      return known;
    }
    const { lastInsertRowid } = this.#db
      .prepare(
        `INSERT INTO calls (site, call_id, way, name, number, dialled, started_ms, answered_ms, ended_ms, outcome, cause, seen)
         VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 'ongoing', '', 1)`,
      )
      .run(
        call.site,
        call.callId,
        call.way,
        bounded(call.name),
        bounded(call.number),
        bounded(call.dialled),
        call.startedMs,
      );
    return Number(lastInsertRowid);
  }

  /** Notes who it is, known better than at the beginning. */
  name(id: number, { name, number, dialled }: Pick<Beginning, 'name' | 'number' | 'dialled'>) {
    this.#db
      .prepare('UPDATE calls SET name = ?, number = ?, dialled = ? WHERE id = ?')
      .run(bounded(name), bounded(number), bounded(dialled), id);
  }

  answered(id: number, atMs: number): void {
    this.#db
      .prepare('UPDATE calls SET answered_ms = ? WHERE id = ? AND answered_ms = 0')
      .run(atMs, id);
  }

  end(id: number, atMs: number, outcome: Outcome, cause: string): void {
    this.#db
      .prepare('UPDATE calls SET ended_ms = ?, outcome = ?, cause = ?, seen = ? WHERE id = ?')
      .run(atMs, outcome, cause, outcome === 'missed' ? 0 : 1, id);
  }

  /** Calls that were going on when the program stopped. */
  unfinished(): CallRecord[] {
    return this.#records(`SELECT * FROM calls WHERE outcome = 'ongoing'`);
  }

  query({ text, only, offset, limit }: HistoryQuery): HistoryPage {
    const { where, values } = conditions(text, only);
    const total = this.#count(`SELECT count(*) AS n FROM calls ${where}`, values);
    const records = this.#records(
      `SELECT * FROM calls ${where} ORDER BY started_ms DESC, id DESC LIMIT ? OFFSET ?`,
      [...values, limit, offset],
    );
    return { records, total, unseen: this.unseen() };
  }

  unseen(): number {
    return this.#count(`SELECT count(*) AS n FROM calls WHERE outcome = 'missed' AND seen = 0`, []);
  }

  markSeen(): void {
    this.#db.exec(`UPDATE calls SET seen = 1 WHERE outcome = 'missed' AND seen = 0`);
  }

  /** The last calls, newest first; for a dry run of rules. */
  latest(count: number): CallRecord[] {
    return this.#records('SELECT * FROM calls ORDER BY started_ms DESC, id DESC LIMIT ?', [count]);
  }

  /** The inbound call that has this id on the PBX of a site; the last, where it came more than once. */
  inbound(site: SiteId, callId: string): CallRecord | undefined {
    return this.#records(
      `SELECT * FROM calls WHERE site = ? AND call_id = ? AND way = 'in' ORDER BY id DESC LIMIT 1`,
      [site, callId],
    )[0];
  }

  /** Deletes a call for good. */
  remove(id: number): void {
    this.#db.prepare('DELETE FROM calls WHERE id = ?').run(id);
  }

  /**
   * Deletes a call, or all that are over, so that it can be taken back as long as this file is open and
   * nothing else was deleted. What was deleted is in memory alone: on the disk it is gone at once.
   * @param id undefined for all
   * @param batch by which it is taken back; the same twice is once
   */
  removeForNow(id: number | undefined, batch: number): void {
    const [where, values] = id === undefined ? [`outcome <> 'ongoing'`, []] : ['id = ?', [id]];
    this.#db.exec(
      'CREATE TEMP TABLE IF NOT EXISTS removed AS SELECT *, 0 AS batch FROM calls WHERE 0',
    );
    this.#db.prepare('DELETE FROM removed WHERE batch <> ?').run(batch);
    this.#db
      .prepare(`INSERT INTO removed SELECT *, ? FROM calls WHERE ${where}`)
      .run(batch, ...values);
    this.#db.prepare(`DELETE FROM calls WHERE ${where}`).run(...values);
  }

  /** Takes a deletion back. */
  restore(batch: number): void {
    const kept = this.#db.prepare(`SELECT 1 FROM temp.sqlite_master WHERE name = 'removed'`).get();
    if (!kept) return;
    const columns =
      'id, site, call_id, way, name, number, dialled, started_ms, answered_ms, ended_ms, outcome, cause, seen';
    this.#db
      .prepare(
        `INSERT OR IGNORE INTO calls (${columns}) SELECT ${columns} FROM removed WHERE batch = ?`,
      )
      .run(batch);
    this.#db.prepare('DELETE FROM removed WHERE batch = ?').run(batch);
  }

  /** Forgets calls that began before `ms`. */
  forgetBefore(ms: number): void {
    this.#db.prepare(`DELETE FROM calls WHERE started_ms < ? AND outcome <> 'ongoing'`).run(ms);
  }

  /**
   * Forgets calls, and claims of rules, that are older than so many days by the time that is believed
   * (expiry.ts), which `nowMs`, what the clock says, moves. @param days 0 keeps all calls
   */
  expire(days: number, nowMs: number): void {
    const kept = this.#db.prepare('SELECT time_ms, stepped_ms FROM believed').get() as
      { time_ms: number; stepped_ms: number } | undefined;
    const { newest } = this.#db.prepare('SELECT max(started_ms) AS newest FROM calls').get() as {
      newest: number | null;
    };
    const before = kept && { timeMs: kept.time_ms, steppedMs: kept.stepped_ms };
    const { timeMs, steppedMs } = believe(before, newest ?? undefined, nowMs);
    this.#db
      .prepare('INSERT OR REPLACE INTO believed (id, time_ms, stepped_ms) VALUES (1, ?, ?)')
      .run(timeMs, steppedMs);
    this.#db.prepare('DELETE FROM rules_fired WHERE at_ms < ?').run(timeMs - CLAIMS_KEPT_MS);
    if (days > 0 && newest !== null) this.forgetBefore(expiryOf(days, timeMs, newest));
  }

  /** All calls as CSV, safe to open in a spreadsheet. Times are ISO 8601. */
  csv(): string {
    const time = (ms: number): string => (ms > 0 ? new Date(ms).toISOString() : '');
    const rows = this.#records('SELECT * FROM calls ORDER BY started_ms DESC, id DESC').map(
      (call) => ({
        started: time(call.startedMs),
        direction: call.way === 'in' ? 'inbound' : 'outbound',
        name: safeCell(call.name),
        number: safeCell(call.number),
        called: safeCell(call.dialled),
        site: safeCell(call.site),
        answered: time(call.answeredMs),
        ended: time(call.endedMs),
        ring_seconds: Math.round(
          ((call.answeredMs || call.endedMs || call.startedMs) - call.startedMs) / 1000,
        ),
        talk_seconds:
          call.answeredMs > 0 && call.endedMs > 0
            ? Math.round((call.endedMs - call.answeredMs) / 1000)
            : 0,
        outcome: outcomeWords(call.outcome),
        cause: safeCell(call.cause),
      }),
    );
    return `\ufeff${Papa.unparse(rows)}\r\n`;
  }

  close(): void {
    closeDatabase(this.#db);
  }

  #count(sql: string, values: (string | number)[]): number {
    return (this.#db.prepare(sql).get(...values) as { n: number }).n;
  }

  #records(sql: string, values: (string | number)[] = []): CallRecord[] {
    return (this.#db.prepare(sql).all(...values) as RowOfCalls[]).map(recordOf);
  }
}

function conditions(text: string, only: HistoryQuery['only']) {
  const { parts, values } = wordConditions(text, 'calls_text');
  if (only === 'missed') parts.push(`outcome = 'missed'`);
  if (only === 'in' || only === 'out') parts.push(`way = '${only}'`);
  return { where: parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '', values };
}

const recordOf = (row: RowOfCalls): CallRecord => ({
  id: Number(row['id']),
  site: String(row['site']),
  callId: String(row['call_id']),
  way: row['way'] === 'in' ? 'in' : 'out',
  name: String(row['name']),
  number: String(row['number']),
  dialled: String(row['dialled']),
  startedMs: Number(row['started_ms']),
  answeredMs: Number(row['answered_ms']),
  endedMs: Number(row['ended_ms']),
  outcome: row['outcome'] as Outcome,
  cause: String(row['cause']),
  seen: row['seen'] === 1,
});
