import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimIn } from '../../src/main/rules/claims.ts';
import { HISTORY_FILE } from '../../src/main/history/schema.ts';
import { openDatabase } from '../../src/main/storage/database.ts';
import { History } from '../../src/main/history/history.ts';
import { writeNote } from '../../src/main/history/notes.ts';
import { Recorder, type CallStep } from '../../src/main/history/recorder.ts';
import { Framer } from '../../src/main/pbx/esl/framing.ts';
import { headersOfJson } from '../../src/main/pbx/esl/headers.ts';
import { mapEvent } from '../../src/main/pbx/esl/mapping.ts';
import { ChannelTable } from '../../src/shared/calls/table.ts';
import { placedIn, readCapture } from '../support/captures.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ringside-history-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ALL = { text: '', only: 'all', offset: 0, limit: 100 } as const;

/** Replays a capture into a history; `until` (ms of the capture) stops it there, as a crash would. */
function record(history: History, name: string, extension: string, until = Infinity): CallStep[] {
  const table = new ChannelTable();
  for (const uuid of placedIn(name)) table.apply({ kind: 'placing', uuid, hears: '' });
  const steps: CallStep[] = [];
  const recorder = new Recorder(
    (note) => writeNote(history, note),
    (uuid) => table.get(uuid),
    (step) => steps.push(step),
    () => undefined,
  );
  const framer = new Framer();
  for (const { t, dir, bytes } of readCapture(name)) {
    if (dir !== '<' || t > until) continue;
    for (const { headers, body } of framer.push(bytes)) {
      if (headers.get('Content-Type') !== 'text/event-json') continue;
      const event = mapEvent(headersOfJson(body));
      if (event) recorder.apply(table.apply(event), extension, 'atMs' in event ? event.atMs : 0);
    }
  }
  return steps;
}

describe('history', () => {
  it.each([
    ['inbound-answered-hold-unhold-hangup-json', '201', 'in', 'answered', '+46701234567'],
    ['inbound-no-answer-timeout', '201', 'in', 'missed', '+46701234567'],
    ['inbound-rejected-by-agent', '201', 'in', 'rejected', '+46701234567'],
    ['originate-agent-to-agent-answered', '201', 'out', 'answered', '202'],
    ['originate-agent-to-agent-answered', '202', 'in', 'answered', '201'],
  ])('%s is to %s a call %s: %s', (name, extension, way, outcome, number) => {
    const history = new History(openDatabase(join(folder, 'h.db'), HISTORY_FILE).db);
    record(history, name, extension);
    const { records } = history.query(ALL);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ way, outcome, number });
    expect(records[0]?.endedMs).toBeGreaterThan(records[0]?.startedMs ?? Infinity);
    history.close();
  });

  it('has a call that rang when the program was killed, as missed once the PBX is heard again', () => {
    const path = join(folder, 'h.db');
    const before = new History(openDatabase(path, HISTORY_FILE).db);
    record(before, 'inbound-no-answer-timeout', '201', 2000);
    // No close: the process is gone.
    const after = new History(openDatabase(path, HISTORY_FILE).db);
    const recorder = new Recorder(
      (note) => writeNote(after, note),
      () => undefined,
      () => undefined,
      () => undefined,
    );
    recorder.settle(after.unfinished(), '201', [], 1);
    expect(after.query({ ...ALL, only: 'missed' }).records).toMatchObject([
      { outcome: 'missed', number: '+46701234567' },
    ]);
    expect(after.unseen()).toBe(1);
    after.markSeen();
    expect(after.unseen()).toBe(0);
    before.close();
    after.close();
  });

  it('takes a file of before calls could come twice, and then lets them', () => {
    const path = join(folder, 'h.db');
    const call = {
      site: 'main',
      callId: 'a',
      way: 'in',
      name: '',
      number: '1',
      dialled: '',
    } as const;
    // As version 2 of the file had it: one PBX, and no call twice.
    const old = openDatabase(path, {
      ...HISTORY_FILE,
      migrations: HISTORY_FILE.migrations.slice(0, 2),
    }).db;
    old.exec(`INSERT INTO calls (call_id, way, name, number, dialled, started_ms, answered_ms, ended_ms, outcome, cause, seen)
      VALUES ('a', 'in', '', '1', '', 1, 0, 2, 'missed', '', 0);
      INSERT INTO rules_fired VALUES ('rule', 'a', 'in', 1)`);
    old.close();
    const history = new History(openDatabase(path, HISTORY_FILE).db);
    const again = history.begin({ ...call, startedMs: 3 });
    expect(history.begin({ ...call, name: 'Bo', startedMs: 4 })).toBe(again);
    expect(history.query(ALL).records.map(({ name, startedMs }) => [name, startedMs])).toEqual([
      ['Bo', 3],
      ['', 1],
    ]);
    expect(history.inbound('main', 'a')?.id).toBe(again);
    // The same id on another PBX is another call, for rules as well.
    expect(history.begin({ ...call, site: 'wien', startedMs: 5 })).not.toBe(again);
    const claim = { ruleId: 'rule', callId: 'a', way: 'in', atMs: 6 } as const;
    expect(claimIn(history.database, { ...claim, site: 'main' })).toBe(false);
    expect(claimIn(history.database, { ...claim, site: 'wien' })).toBe(true);
    history.close();
  });

  it('sets a damaged file aside', () => {
    const path = join(folder, 'h.db');
    writeFileSync(path, 'this is no database, and never was one. '.repeat(100));
    const { db, problem } = openDatabase(path, HISTORY_FILE);
    expect(problem).toContain('set aside');
    expect(readdirSync(folder).some((name) => name.includes('.broken-'))).toBe(true);
    expect(new History(db).query(ALL).total).toBe(0);
    db.close();
  });

  it('exports what a spreadsheet takes for text', () => {
    const history = new History(openDatabase(join(folder, 'h.db'), HISTORY_FILE).db);
    const names = ['=cmd()|calc,"x"', '@SUM(A1)', '-1+1', 'plain', 'two\nlines'];
    names.forEach((name, i) =>
      history.begin({
        site: 'main',
        callId: String(i),
        way: 'in',
        name,
        number: '+49301',
        dialled: '',
        startedMs: i + 1,
      }),
    );
    const { data } = Papa.parse<Record<string, string>>(history.csv().slice(1), {
      header: true,
      skipEmptyLines: true,
    });
    expect(data.map((row) => row['name']).reverse()).toEqual([
      '\'=cmd()|calc,"x"',
      "'@SUM(A1)",
      "'-1+1",
      'plain',
      'two\nlines',
    ]);
    for (const row of data)
      for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    history.close();
  });

  it('finds by any part of a name or number', () => {
    const history = new History(openDatabase(join(folder, 'h.db'), HISTORY_FILE).db);
    history.begin({
      site: 'main',
      callId: 'a',
      way: 'in',
      name: 'Åsa O"Neil',
      number: '+46701234567',
      dialled: '800',
      startedMs: 1,
    });
    history.begin({
      site: 'main',
      callId: 'b',
      way: 'out',
      name: 'Bo',
      number: '202',
      dialled: '',
      startedMs: 2,
    });
    const find = (text: string) =>
      history.query({ ...ALL, text }).records.map(({ callId }) => callId);
    expect([
      find('åsa'),
      find('1234'),
      find('o"n'),
      find('bo'),
      find('20'),
      find('asa nobody'),
      find('"'),
    ]).toEqual([['a'], ['a'], ['a'], ['b'], ['b'], [], ['a']]);
    history.close();
  });
});

describe('a deletion', () => {
  const fill = (): History => {
    const history = new History(openDatabase(':memory:', HISTORY_FILE).db);
    for (const [i, name] of ['Anna', 'Bo', 'Cy'].entries()) {
      const id = history.begin({
        site: 'main',
        callId: name,
        way: 'in',
        name,
        number: String(i),
        dialled: '',
        startedMs: i + 1,
      });
      if (name !== 'Cy') history.end(id, 10, 'missed', 'NO_ANSWER');
    }
    return history;
  };
  const names = (history: History) => history.latest(10).map(({ name }) => name);
  const found = (history: History, text: string) =>
    history.query({ text, only: 'all', offset: 0, limit: 9 }).total;

  it('of one call or of all that are over is taken back whole, and searched again', () => {
    const history = fill();
    const before = history.latest(10);
    // As notes are written: in a transaction.
    history.together(() => history.removeForNow(before.find(({ name }) => name === 'Bo')?.id, 1));
    history.removeForNow(before.find(({ name }) => name === 'Bo')?.id, 1); // the same, written again
    expect([names(history), found(history, 'Bo'), history.unseen()]).toEqual([
      ['Cy', 'Anna'],
      0,
      1,
    ]);
    history.restore(1);
    expect([history.latest(10), found(history, 'Bo')]).toEqual([before, 1]);
    history.removeForNow(undefined, 2);
    expect(names(history)).toEqual(['Cy']); // it goes on
    history.restore(2);
    expect(history.latest(10)).toEqual(before);
    history.close();
  });

  it('can be taken back until the next one, and is not in the file', () => {
    const history = fill();
    const [, bo, anna] = history.latest(10);
    history.removeForNow(bo?.id, 1);
    history.removeForNow(anna?.id, 2);
    history.restore(1);
    history.restore(3);
    expect(names(history)).toEqual(['Cy']);
    history.restore(2);
    expect(names(history)).toEqual(['Cy', 'Anna']);
    history.close();
  });
});
