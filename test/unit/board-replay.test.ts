import { describe, expect, it } from 'vitest';
import { headersOfJson } from '../../src/main/pbx/esl/headers.ts';
import { readTable } from '../../src/main/pbx/esl/board/lists.ts';
import { mapCallcenter, mapSofia, type KnownRows } from '../../src/main/pbx/esl/board/mapping.ts';
import type { BoardEvent } from '../../src/shared/board/event.ts';
import { keyOf, type AnyRow, type Part } from '../../src/shared/board/rows.ts';
import { BoardTables } from '../../src/shared/board/tables.ts';
import { readCapture } from '../support/captures.ts';
import { FrameReader } from '../support/frames.ts';

/** Which list a command asks for, and whether it is the whole of the part. */
const LISTS: readonly (readonly [RegExp, Part])[] = [
  [/^api callcenter_config agent list( .*)?$/, 'agents'],
  [/^api callcenter_config queue list members /, 'members'],
];

/** Columns that no event tells: the lists do (src/main/pbx/esl/board/source.ts asks again). */
const UNTOLD = new Set(['ready_time', 'no_answer_count', 'last_bridge_start']);
/** Columns of seconds that mod_callcenter reads from its own clock: the event's may be the one before. */
const SECONDS = /_epoch$|^last_|^talk_time$/;

/** What a capture has: a table of its events alone, beside each list that FreeSWITCH answered. */
function replay(capture: string) {
  const tables = new BoardTables();
  const told: BoardEvent[] = [];
  const compared: { part: Part; ours: AnyRow[]; theirs: AnyRow[] }[] = [];
  const asked: string[] = [];
  /** Agents that a list has told of: no event makes one. */
  const listed = new Set<string>();
  const reader = new FrameReader();
  const known: KnownRows = {
    agent: (key) => tables.get('agents', key),
    queue: (key) => tables.get('queues', key),
    member: (key) => tables.get('members', key),
    registration: (key) => tables.get('registrations', key),
  };
  const answer = (text: string): void => {
    const line = asked.shift() ?? '';
    const part = LISTS.find(([pattern]) => pattern.test(line))?.[1];
    if (!part) return;
    const all = readTable(part, text);
    const isKnown = (row: AnyRow): boolean => part === 'members' || listed.has(keyOf(part, row));
    const theirs = all.filter(isKnown);
    const keys = new Set(theirs.map((row) => keyOf(part, row)));
    const ours = [...tables.rows(part)].filter(
      (row) => part === 'members' || keys.has(keyOf(part, row)),
    );
    if (all.length === 0 || theirs.length > 0) compared.push({ part, ours, theirs });
    if (part === 'members') return;
    for (const row of all) {
      listed.add(keyOf(part, row));
      tables.apply({ kind: 'born', part, row });
    }
  };
  for (const { dir, bytes } of readCapture(capture)) {
    if (dir === '>') {
      const line = bytes.toString().trim();
      if (line.startsWith('api ')) asked.push(line);
    }
    if (dir !== '<') continue;
    for (const frame of reader.read(bytes)) {
      if (frame.type === 'api/response') answer(frame.body);
      if (frame.type !== 'text/event-json') continue;
      const headers = headersOfJson(Buffer.from(frame.body));
      const subclass = headers.get('Event-Subclass') ?? '';
      const events = subclass.startsWith('sofia::')
        ? mapSofia(headers, known)
        : subclass === 'callcenter::info'
          ? mapCallcenter(headers, known)
          : [];
      for (const event of events) tables.apply(event);
      told.push(...events);
    }
  }
  return { tables, told, compared };
}

/** What differs beyond a second's rounding, `row column ours theirs`. */
function differences({ part, ours, theirs }: { part: Part; ours: AnyRow[]; theirs: AnyRow[] }) {
  const byKey = new Map(ours.map((row) => [keyOf(part, row), row]));
  const found: string[] = [];
  if (ours.length !== theirs.length) found.push(`${part}: ${ours.length} for ${theirs.length}`);
  for (const row of theirs) {
    const mine = byKey.get(keyOf(part, row));
    for (const [column, value] of Object.entries(row)) {
      const have = mine?.[column] ?? 'no row';
      const near = SECONDS.test(column) && Math.abs(Number(have) - Number(value)) <= 1;
      if (have !== value && !near && !UNTOLD.has(column))
        found.push(`${keyOf(part, row)} ${column}: ${have} for ${value}`);
    }
  }
  return found;
}

describe('a board of events alone', () => {
  it.each([
    ['callcenter-login-offer-answer-wrapup', 5],
    ['callcenter-abandon-noanswer-reject-break', 6],
  ])('is what FreeSWITCH lists, list by list (%s)', (capture, least) => {
    const { compared } = replay(capture);
    expect(compared.length).toBeGreaterThanOrEqual(least);
    for (const one of compared) expect(differences(one)).toEqual([]);
  });

  it('counts what became of the callers', () => {
    const { told } = replay('callcenter-abandon-noanswer-reject-break');
    const of = (kind: string): BoardEvent[] => told.filter((event) => event.kind === kind);
    // queue list at the end of that capture: support answered 1 of these, abandoned 2; a third gave up after it.
    expect(of('answered')).toMatchObject([{ queue: 'support@default', waitMs: 8_000 }]);
    expect(of('abandoned')).toMatchObject([
      { waitMs: 3_000, reason: 'BREAK_OUT' },
      { waitMs: 4_000, reason: 'BREAK_OUT' },
      { waitMs: 27_000, reason: 'BREAK_OUT' },
    ]);
    expect(of('talked')).toMatchObject([{ talkMs: 2_000 }]);
  });

  it('has a phone as long as it is registered', () => {
    const { told } = replay('registration-register-unregister-expire');
    expect(told.map(({ kind }) => kind)).toEqual([
      'gone',
      'born',
      'gone',
      'gone',
      'born',
      'gone',
      'born',
      'gone',
      'born',
    ]);
  });
});

describe('a list with bars in it', () => {
  it('gives a caller’s name what is too much of a row', () => {
    const { compared } = replay('callcenter-pipe-in-caller-name');
    expect(compared[0]?.theirs.map(({ cid_name, state }) => [cid_name, state])).toEqual([
      ["Rivers | Sons, Ltd 'x'", 'Abandoned'],
      ["Rivers | Sons, Ltd 'x'", 'Waiting'],
    ]);
  });

  it('takes a name with a line’s end for one name', () => {
    const head = 'queue|uuid|cid_number|cid_name|state';
    const rows = readTable('members', `${head}\nq|1|200|a\nq|9|b|Waiting\nq|2|201|c|Trying\n+OK\n`);
    expect(rows.map(({ uuid, cid_name }) => [uuid, cid_name])).toEqual([
      ['1', 'a\nq|9|b'],
      ['2', 'c'],
    ]);
  });

  it('has no rows where there is no header', () => {
    expect(readTable('members', '+OK\n')).toEqual([]);
  });
});
