import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Board } from '../../src/main/board/board.ts';
import type { BoardDelta } from '../../src/shared/board/delta.ts';
import { rowFrom, type AnyRow } from '../../src/shared/board/rows.ts';

const NOON = Date.UTC(2026, 10, 28, 12);
let now: number;
let deltas: BoardDelta[];
let board: Board;

beforeEach(() => {
  vi.useFakeTimers();
  now = NOON;
  deltas = [];
  board = new Board({ nowMs: () => now, goalMs: () => 20_000, delta: (one) => deltas.push(one) });
});
afterEach(() => {
  board.stop();
  vi.useRealTimers();
});

const queue = rowFrom('queues', { name: 'q' }) as AnyRow;
const phone = rowFrom('registrations', { reg_user: '201', realm: 'd', token: 't' }) as AnyRow;
const answered = { kind: 'answered', queue: 'q', member: 'm', waitMs: 5_000, atMs: 0 } as const;

describe('the board of a site', () => {
  it('tells all changes of a moment in one batch, numbered', () => {
    board.feed([{ kind: 'listed', part: 'queues', rows: [queue] }]);
    board.feed([{ kind: 'listed', part: 'registrations', rows: [phone] }]);
    vi.runAllTimers();
    expect(deltas).toHaveLength(1);
    expect(deltas[0]?.changed.map(({ part }) => part)).toEqual(['queues', 'registrations']);
    board.feed([{ kind: 'gone', part: 'registrations', key: '201\nd' }]);
    vi.runAllTimers();
    expect(deltas[1]).toMatchObject({
      seq: 2,
      gone: [{ part: 'registrations', key: '201\nd' }],
      goneMs: { '201\nd': NOON },
    });
  });

  it('forgets when a phone went once it is back', () => {
    board.feed([{ kind: 'born', part: 'registrations', row: phone }]);
    board.feed([{ kind: 'gone', part: 'registrations', key: '201\nd' }]);
    board.feed([{ kind: 'born', part: 'registrations', row: phone }]);
    expect(board.snapshot().goneMs).toEqual({});
  });

  it('counts from the first list on, and anew after it was out of reach', () => {
    board.feed([{ kind: 'listed', part: 'queues', rows: [queue] }, answered]);
    now += 60_000;
    expect(board.figuresOf('q')).toMatchObject({ answered: 1, sinceMs: NOON });
    board.feed([{ kind: 'lost' }]);
    expect(board.snapshot()).toMatchObject({ isLive: false, changed: [{ row: queue }] });
    now += 60_000;
    board.feed([{ kind: 'listed', part: 'queues', rows: [queue] }]);
    expect(board.figuresOf('q')).toMatchObject({ answered: 0, sinceMs: NOON + 120_000 });
    expect(board.snapshot().isLive).toBe(true);
  });

  it('begins to count anew with the day', () => {
    board.feed([{ kind: 'listed', part: 'queues', rows: [queue] }, answered]);
    now += 24 * 3_600_000;
    board.feed([answered]);
    const { answered: count, sinceMs } = board.figuresOf('q');
    expect(count).toBe(1);
    expect(sinceMs).toBe(new Date(now).setHours(0, 0, 0, 0));
  });
});
