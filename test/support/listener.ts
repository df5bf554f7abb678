import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HISTORY_FILE } from '../../src/main/history/schema.ts';
import { openDatabase } from '../../src/main/storage/database.ts';
import { History } from '../../src/main/history/history.ts';
import { writeNote } from '../../src/main/history/notes.ts';
import { Recorder, type CallStep } from '../../src/main/history/recorder.ts';
import { headersOfJson } from '../../src/main/pbx/esl/headers.ts';
import { mapEvent } from '../../src/main/pbx/esl/mapping.ts';
import { Lines } from '../../src/renderer/src/state/lines.ts';
import { deskOf, nameOf, type DeskState } from '../../src/shared/calls/desk.ts';
import { MyLegs } from '../../src/shared/calls/mine.ts';
import type { Row } from '../../src/shared/calls/rows.ts';
import { ChannelTable, type Change } from '../../src/shared/calls/table.ts';
import { channelFromRow, type ChannelRow } from '../../src/shared/domain/channel.ts';
import type { CallRecord } from '../../src/shared/history/record.ts';

export type Headers = Readonly<Record<string, string>>;

/** A leg of a story: one letter is easier to read than a uuid, and as good. */
export const uuidOf = (leg: string): string =>
  `${leg.repeat(8).slice(0, 8)}-0000-4000-8000-000000000000`;

/** ms since the epoch at which every story begins: 2026-11-24 10:00 UTC. */
const BEGIN_MS = Date.UTC(2026, 10, 24, 10);

/**
 * What the app makes of events for one extension: the desk, the table's lines, the history. The clock
 * goes on by `after`.
 */
export class Listener {
  readonly table = new ChannelTable();
  readonly steps: CallStep[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'ringside-story-'));
  readonly #history = new History(openDatabase(join(this.#folder, 'h.db'), HISTORY_FILE).db);
  readonly #recorder: Recorder;
  readonly #legs = new MyLegs();
  readonly #extension: string;
  protected nowMs = BEGIN_MS;

  constructor(extension: string) {
    this.#extension = extension;
    this.#legs.reset(extension, []);
    this.#recorder = new Recorder(
      (note) => writeNote(this.#history, note),
      (uuid) => this.table.get(uuid),
      (step) => this.steps.push(step),
      () => undefined,
    );
  }

  end(): void {
    this.#history.close();
    rmSync(this.#folder, { recursive: true });
  }

  /** @param seconds that pass before what is told next */
  after(seconds: number): this {
    this.nowMs += seconds * 1000;
    return this;
  }

  /** An event of a leg. Values of legs' uuids are written as `@a`. */
  tell(name: string, leg: string, headers: Headers = {}): this {
    const told = {
      'Event-Name': name,
      'Event-Date-Timestamp': `${this.nowMs * 1000}`,
      'Unique-ID': `@${leg}`,
      ...headers,
    };
    const body = JSON.stringify(told).replace(/"@(\w)"/g, (_, one: string) => `"${uuidOf(one)}"`);
    const event = mapEvent(headersOfJson(Buffer.from(body)));
    if (event) this.#take(this.table.apply(event));
    return this;
  }

  /** `show channels`, as rows; what they leave out is empty. */
  list(rows: readonly (Partial<ChannelRow> & { uuid: string })[]): this {
    const channels = rows.map((row) =>
      channelFromRow({
        ...row,
        uuid: uuidOf(row.uuid),
        call_uuid: uuidOf(row.call_uuid ?? row.uuid),
      }),
    );
    this.table.apply({ kind: 'listing' });
    this.#take(
      this.table.apply({
        kind: 'listed',
        channels: channels.filter((channel) => channel !== undefined),
        atMs: this.nowMs,
      }),
    );
    return this;
  }

  desk(): DeskState {
    const find = (uuid: string) => this.table.get(uuid);
    return deskOf(this.#legs.list(), this.#extension, find, this.table.size);
  }

  /** My calls: "talking Max Müller (+4917)". */
  get mine(): string[] {
    return this.desk().mine.map(({ state, party }) => `${state} ${nameOf(party)}`);
  }

  /** What the pop-up shows: who calls, and for what number or queue. */
  get popup(): string[] {
    return this.desk().ringing.map(({ party, dialled }) =>
      dialled === '' ? nameOf(party) : `${nameOf(party)} for ${dialled}`,
    );
  }

  /** The table by calls: "inbound talking: Max Müller (+4917) > 202". */
  get lines(): string[] {
    return this.rows.map(
      ({ sense, status, caller, callee }) =>
        `${sense} ${status}: ${nameOf(caller)} > ${nameOf(callee)}`,
    );
  }
  get rows(): Row[] {
    const lines = new Lines('calls', this.#extension);
    lines.reset(this.table.values(), 'calls', this.#extension);
    return [...lines.rows.values()];
  }

  /** The history, newest first. */
  get records(): CallRecord[] {
    return this.#history.query({ text: '', only: 'all', offset: 0, limit: 100 }).records;
  }

  #take(changes: readonly Change[]): void {
    this.#legs.apply(changes);
    this.#recorder.apply(changes, this.#extension, this.nowMs);
  }
}
