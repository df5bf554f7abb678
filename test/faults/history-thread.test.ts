import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_WAITING_BYTES } from '../../src/main/history/client.ts';
import { HISTORY_FILE } from '../../src/main/history/schema.ts';
import { openDatabase } from '../../src/main/storage/database.ts';
import { Journal } from '../../src/main/history/journal.ts';
import type { CallStep } from '../../src/main/history/recorder.ts';
import { Claims } from '../../src/main/rules/claims.ts';
import { FIRST_SITE } from '../../src/shared/domain/site.ts';
import { emptyChannel } from '../../src/shared/domain/channel.ts';
import { callRecord } from '../support/calls.ts';
import { Disk, NO_DISK } from '../support/disk.ts';
import { startHistoryThread } from '../support/history-thread.ts';

/** ms: a frame, and the longest that main may ever not answer. */
const FRAME_MS = 16;
const ANSWER_MS = 100;
const ALL = { text: '', only: 'all', offset: 0, limit: 500 } as const;

let folder: string;
let journal: Journal | undefined;
let said: [string, string][];
let steps: CallStep[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-thread-'));
  [said, steps] = [[], []];
});
afterEach(async () => {
  await journal?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function open(directory = folder): Journal {
  journal = new Journal(
    directory,
    {
      step: (step) => steps.push(step),
      changed: () => undefined,
      say: (tone, text) => said.push([tone, text]),
    },
    startHistoryThread,
  );
  journal.follow(FIRST_SITE, () => undefined);
  return journal;
}
const recordsOf = async (of: Journal) =>
  (await of.ask({ kind: 'query', query: ALL })).records.map(
    ({ callId, outcome }) => `${callId} ${outcome}`,
  );

/** ms that this thread was ready to run and the machine ran others: Linux tells it of each thread. */
function waitedMs(): number {
  const [, waitedNs = '0'] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(
    ' ',
  );
  return Number(waitedNs) / 1e6;
}

/** A call to 201 rings and is missed. Returns the longest that main was held up by it (ms). */
function call(of: Journal, uuid: string): number {
  const leg = {
    ...emptyChannel(uuid),
    call_uuid: uuid,
    direction: 'outbound',
    presence_id: '201@pbx',
    callstate: 'RINGING',
  };
  const began = performance.now() - waitedMs();
  of.apply(FIRST_SITE, [{ uuid, after: leg }], '201', 1_000);
  of.apply(FIRST_SITE, [{ uuid, before: { ...leg, cause: 'ORIGINATOR_CANCEL' } }], '201', 2_000);
  return performance.now() - waitedMs() - began;
}

/** Calls come, one each 20 ms for so many ms: how long main was held up by each, shortest first (ms). */
async function callsFor(of: Journal, ms: number): Promise<number[]> {
  const held: number[] = [];
  const until = performance.now() + ms;
  while (performance.now() < until) {
    held.push(call(of, `call${held.length}`));
    await sleep(20);
  }
  return held.sort((a, b) => a - b);
}

/** Main goes on: no call takes longer than a page's frame, but for a rare hiccup of the runtime's own. */
function expectUnheld(held: readonly number[]): void {
  expect(held[Math.floor(held.length * 0.98)]).toBeLessThan(FRAME_MS);
  expect(held.at(-1)).toBeLessThan(ANSWER_MS);
}

const once = (act: () => void): (() => void) => {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
};

const BAD_DISKS: readonly (readonly [string, string, (disk: Disk) => () => void])[] = [
  [
    'held by another program',
    'another program holds the file',
    (disk) => {
      const { db } = openDatabase(join(disk.folder, 'history.db'), HISTORY_FILE);
      db.exec('BEGIN IMMEDIATE');
      return () => {
        db.exec('ROLLBACK');
        db.close();
      };
    },
  ],
  [
    'on a full disk',
    'the disk is full',
    (disk) => {
      disk.fill();
      return () => disk.empty();
    },
  ],
  [
    'on a disk that may only be read',
    'the disk may only be read|you have no right to write there',
    (disk) => {
      disk.remount('ro');
      return () => disk.remount('rw');
    },
  ],
];

describe.skipIf(NO_DISK !== '')(`the history${NO_DISK && ` (${NO_DISK})`}`, () => {
  let disk: Disk;
  let mend: () => void;
  beforeEach(() => {
    disk = new Disk(4_096);
    mend = () => undefined;
  });
  afterEach(async () => {
    mend();
    await journal?.stop();
    disk.remove();
  });

  // Linux lets nobody make a disk read-only on which a file is open to be written.
  it.each(BAD_DISKS.slice(0, 2))(
    '%s: calls go on within a frame, it is told once, and all is written when that is mended',
    async (_how, why, spoil) => {
      const of = open(disk.folder);
      call(of, 'before');
      await expect.poll(() => recordsOf(of)).toEqual(['before missed']);
      mend = once(spoil(disk));
      const held = await callsFor(of, 4_000);
      const rang = steps.filter(({ step }) => step === 'ringing').length;
      expect(rang).toBeGreaterThan(50);
      expectUnheld(held);
      expect(said).toEqual([
        ['bad', expect.stringMatching(`cannot be written: (?:${why})\\.`) as string],
      ]);
      expect(of.unseen).toBe(rang);
      mend();
      await expect.poll(async () => (await recordsOf(of)).length).toBe(rang);
      expect(said.slice(1)).toEqual([['info', 'The call history is written again.']]);
      expect(of.unseen).toBe(rang);
    },
  );

  it.each(BAD_DISKS)('%s at the start: the same', async (_how, why, spoil) => {
    mend = once(spoil(disk));
    const of = open(disk.folder);
    expectUnheld(await callsFor(of, 3_000));
    await expect
      .poll(() => said)
      .toEqual([['bad', expect.stringMatching(`cannot be written`) as string]]);
    const rang = steps.filter(({ step }) => step === 'ringing').length;
    expect(why).not.toBe('');
    mend();
    await expect.poll(async () => (await recordsOf(of).catch(() => [])).length).toBe(rang);
    expect(said.slice(1)).toEqual([['info', 'The call history is written again.']]);
  });

  it('held for good: quitting gives up in time, and what waited is bounded', async () => {
    const of = open(disk.folder);
    call(of, 'before');
    await expect.poll(() => recordsOf(of)).toHaveLength(1);
    mend = once(BAD_DISKS[0]![2](disk));
    const name = 'x'.repeat(400);
    for (let i = 0; i < 20_000; i += 1)
      of.note({
        kind: 'begin',
        call: {
          site: FIRST_SITE,
          callId: `${i}`,
          way: 'in',
          name,
          number: '',
          dialled: '',
          startedMs: i,
        },
      });
    const began = performance.now();
    expect(await of.stop()).toBe(false);
    // All that ends with the program has 3 s.
    expect(performance.now() - began).toBeLessThan(3_000);
    mend();
    journal = undefined;
    const again = open(disk.folder);
    expect(await recordsOf(again)).toEqual(['before missed']);
  });
});

it('what waits has a bound in bytes: the oldest go, and how many is told', async () => {
  const { db } = openDatabase(join(folder, 'history.db'), HISTORY_FILE);
  db.exec('BEGIN IMMEDIATE');
  const of = open();
  const name = 'x'.repeat(400);
  const count = Math.ceil((2 * MAX_WAITING_BYTES) / 500);
  for (let i = 0; i < count; i += 1)
    of.note({
      kind: 'begin',
      call: {
        site: FIRST_SITE,
        callId: `${i}`,
        way: 'in',
        name,
        number: '',
        dialled: '',
        startedMs: i,
      },
    });
  await expect.poll(() => said).toHaveLength(1);
  db.exec('ROLLBACK');
  db.close();
  await expect.poll(() => said, { timeout: 30_000 }).toHaveLength(2);
  const [, gone = '0'] = /again\. (\d+) older entries had no room/.exec(said[1]?.[1] ?? '') ?? [];
  const { total } = await of.ask({ kind: 'query', query: ALL });
  expect(Number(gone)).toBeGreaterThan(count / 3);
  expect(total).toBe(count - Number(gone));
});

it('a file that breaks while it is open does not stop the calls; it is told, set aside, and they are kept', async () => {
  const of = open();
  call(of, 'before');
  await expect.poll(() => recordsOf(of)).toHaveLength(1);
  // What another program may do to a file that is open, at its worst.
  const { db } = openDatabase(join(folder, 'history.db'), HISTORY_FILE);
  db.exec('DROP TABLE calls');
  db.close();
  call(of, 'after');
  await expect.poll(async () => recordsOf(of).catch(() => [])).toEqual(['after missed']);
  expect(said.map(([, text]) => text).join('\n')).toContain('It was set aside as');
});

it('a thread that ends is begun anew, and what waited is written', async () => {
  const threads: ReturnType<typeof startHistoryThread>[] = [];
  const of = new Journal(
    folder,
    {
      step: () => undefined,
      changed: () => undefined,
      say: (tone, text) => said.push([tone, text]),
    },
    (path) => {
      const thread = startHistoryThread(path);
      threads.push(thread);
      return thread;
    },
  );
  journal = of;
  of.follow(FIRST_SITE, () => undefined);
  call(of, 'one');
  await expect.poll(() => recordsOf(of)).toHaveLength(1);
  await threads[0]?.terminate();
  call(of, 'two');
  await expect.poll(async () => recordsOf(of).catch(() => [])).toHaveLength(2);
  expect(said[0]).toEqual(['bad', expect.stringContaining('its thread ended')]);
});

it('a call that a crash left open is settled once the list and the file are both known', async () => {
  const first = open();
  first.note({
    kind: 'begin',
    call: {
      site: FIRST_SITE,
      callId: 'left',
      way: 'in',
      name: '',
      number: '1',
      dialled: '',
      startedMs: 1,
    },
  });
  await expect.poll(() => recordsOf(first)).toEqual(['left ongoing']);
  await first.stop();
  const again = open();
  again.settle(FIRST_SITE, () => ({ extension: '201', channels: [], nowMs: 9 }));
  await expect.poll(() => recordsOf(again)).toEqual(['left missed']);
  expect(steps.map(({ step }) => step)).toEqual(['missed']);
});

describe('a claim of a rule', () => {
  it('holds over a restart, and is the memory’s where the disk does not answer', async () => {
    const claimsOf = (of: Journal) =>
      new Claims({
        ask: (claim) => of.ask({ kind: 'claim', claim }),
        later: (claim) => of.note({ kind: 'claimed', claim }),
      });
    const [a, b] = [callRecord({ callId: 'a' }), callRecord({ callId: 'b' })];
    const first = open();
    expect(await claimsOf(first).claim('r', a, 1)).toBe(true);
    await first.stop();
    const second = open();
    const claims = claimsOf(second);
    expect(await claims.claim('r', a, 1)).toBe(false);
    const { db } = openDatabase(join(folder, 'history.db'), HISTORY_FILE);
    db.exec('BEGIN IMMEDIATE');
    const began = performance.now();
    expect(await claims.claim('r', b, 1)).toBe(true);
    expect(performance.now() - began).toBeLessThan(1_500);
    expect(await claims.claim('r', b, 1)).toBe(false);
    db.exec('ROLLBACK');
    db.close();
    await second.stop();
    const third = open();
    expect(await claimsOf(third).claim('r', b, 1)).toBe(false);
  });
});
