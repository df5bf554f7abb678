import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HISTORY_FILE } from '../../src/main/history/schema.ts';
import { openDatabase } from '../../src/main/storage/database.ts';
import { History } from '../../src/main/history/history.ts';
import { claimIn } from '../../src/main/rules/claims.ts';

const DAY_MS = 24 * 3_600_000;
const NOW = Date.UTC(2026, 10, 28, 12);
const KEEP_DAYS = 90;

let folder: string;
let history: History;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-expiry-'));
  history = new History(openDatabase(join(folder, 'h.db'), HISTORY_FILE).db);
});
afterEach(() => {
  history.close();
  rmSync(folder, { recursive: true });
});

/** A call that began so many days before now. */
function call(daysAgo: number): void {
  const startedMs = NOW - daysAgo * DAY_MS;
  const callId = String(daysAgo);
  const id = history.begin({
    site: 'main',
    callId,
    way: 'in',
    name: '',
    number: '1',
    dialled: '',
    startedMs,
  });
  history.end(id, startedMs + 1, 'missed', '');
}
/** Which calls there are, by their days ago, oldest first. */
const kept = (): number[] =>
  history
    .latest(1_000)
    .map(({ callId }) => Number(callId))
    .reverse();

describe('what is older than it is to be kept', () => {
  beforeEach(() => [400, 91, 89, 30, 0].forEach(call));

  it('is deleted, and nothing else', () => {
    history.expire(KEEP_DAYS, NOW);
    expect(kept()).toEqual([89, 30, 0]);
  });

  it('is kept where all is to be kept', () => {
    history.expire(0, NOW);
    expect(kept()).toEqual([400, 91, 89, 30, 0]);
  });

  it.each([1, 30, 365])(
    'goes by the records where the clock is %d years ahead at a start',
    (years) => {
      history.expire(KEEP_DAYS, NOW - DAY_MS);
      for (let start = 0; start < 50; start += 1)
        history.expire(KEEP_DAYS, NOW + years * 365 * DAY_MS + start * 60_000);
      expect(kept()).toEqual([89, 30, 0]);
    },
  );

  it('goes by the records on the very first start with this, too', () => {
    history.expire(KEEP_DAYS, NOW + 365 * DAY_MS);
    expect(kept()).toEqual([89, 30, 0]);
  });

  it('is not decided by one record of a PBX whose clock was ahead', () => {
    history.expire(KEEP_DAYS, NOW);
    call(-400);
    for (const day of [0, 1, 2]) history.expire(KEEP_DAYS, NOW + day * DAY_MS);
    expect(kept()).toEqual([30, 0, -400]);
  });

  it('waits for days where clock and PBX are ahead together, however often it is started', () => {
    history.expire(KEEP_DAYS, NOW);
    call(-365);
    for (let start = 0; start < 50; start += 1)
      history.expire(KEEP_DAYS, NOW + 365 * DAY_MS + start * 60_000);
    expect(kept()).toEqual([30, 0, -365]);
  });

  it('goes by the clock again once that was set right', () => {
    history.expire(KEEP_DAYS, NOW + 365 * DAY_MS);
    history.expire(KEEP_DAYS, NOW);
    [31, 60].forEach((day) => call(-day));
    for (let day = 1; day <= 62; day += 1) history.expire(KEEP_DAYS, NOW + day * DAY_MS);
    expect(kept()).toEqual([30, 0, -31, -60]);
  });

  it('follows the clock within days after a month without a start', () => {
    history.expire(KEEP_DAYS, NOW);
    [-40, -41].forEach(call);
    for (const day of [40, 41, 42, 43, 44]) history.expire(KEEP_DAYS, NOW + day * DAY_MS);
    expect(kept()).toEqual([30, 0, -40, -41]);
  });
});

it('a claim of a rule is forgotten after a week, and not by a clock that is ahead', () => {
  const claim = { ruleId: 'r', site: 'main', callId: 'a', way: 'in', atMs: NOW } as const;
  history.expire(0, NOW);
  expect(claimIn(history.database, claim)).toBe(true);
  history.expire(0, NOW + 365 * DAY_MS);
  expect(claimIn(history.database, claim)).toBe(false);
  for (let day = 1; day <= 8; day += 1) history.expire(0, NOW + day * DAY_MS);
  expect(claimIn(history.database, claim)).toBe(true);
});
