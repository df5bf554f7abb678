import { describe, expect, it } from 'vitest';
import {
  abandonRate,
  averageHandlingMs,
  averageWaitMs,
  counted,
  dayStart,
  noFigures,
  serviceLevel,
} from '../../src/shared/board/figures.ts';
import type { QueueEvent } from '../../src/shared/board/event.ts';
import { queueViews } from '../../src/shared/board/queue-view.ts';
import { personOf } from '../../src/shared/board/person.ts';
import { rowFrom, type Member, type Queue, type Tier } from '../../src/shared/board/rows.ts';

const GOAL = 20_000;
const of = (kind: 'answered' | 'abandoned' | 'talked', ms: number): QueueEvent =>
  ({ kind, queue: 'q', member: 'm', waitMs: ms, talkMs: ms, reason: '', atMs: 0 }) as QueueEvent;
const after = (...events: QueueEvent[]) =>
  events.reduce((figures, event) => counted(figures, event, GOAL), noFigures(0));

describe('the figures of a queue', () => {
  it('are counted as docs/queues.md says', () => {
    const figures = after(
      of('answered', 5_000),
      of('answered', 20_000),
      of('answered', 35_000),
      of('abandoned', 60_000),
      of('talked', 100_000),
      of('talked', 50_000),
    );
    // 2 of 4 within 20 s; (5 + 20 + 35) / 3 = 20; (100 + 50) / 2 + 10 = 85.
    expect(serviceLevel(figures)).toBe(0.5);
    expect(abandonRate(figures)).toBe(0.25);
    expect(averageWaitMs(figures)).toBe(20_000);
    expect(averageHandlingMs(figures, 10_000)).toBe(85_000);
    expect(figures.longestMs).toBe(60_000);
  });

  it('are unknown, not 0 or 100 %, while nothing has happened', () => {
    const none = noFigures(0);
    expect([serviceLevel, abandonRate, averageWaitMs].map((figure) => figure(none))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(averageHandlingMs(none, 10_000)).toBeUndefined();
  });

  it('begin anew with the day of the place', () => {
    const noon = Date.UTC(2026, 10, 28, 12);
    expect(dayStart(noon, 0)).toBe(Date.UTC(2026, 10, 28));
    expect(dayStart(noon, 3_600_000)).toBe(Date.UTC(2026, 10, 27, 23));
    expect(dayStart(Date.UTC(2026, 10, 28, 1), -5 * 3_600_000)).toBe(Date.UTC(2026, 10, 27, 5));
  });
});

describe('a queue as shown', () => {
  const member = (uuid: string, joined: number, state: string): Member =>
    rowFrom('members', { uuid, queue: 'q', joined_epoch: String(joined), state }) as Member;
  const person = (user: string, status: string) =>
    personOf(
      {
        key: `${user}@d`,
        agent: rowFrom('agents', { name: `${user}@d`, status }) as never,
        registered: true,
        goneMs: 0,
        legs: [],
      },
      0,
    );
  const tier = (agent: string): Tier => rowFrom('tiers', { queue: 'q', agent }) as Tier;
  const [view] = queueViews({
    queues: [rowFrom('queues', { name: 'q', strategy: 'ring-all' }) as Queue],
    members: [
      member('late', 30, 'Waiting'),
      member('first', 10, 'Trying'),
      member('gave-up', 5, 'Abandoned'),
      member('talks', 1, 'Answered'),
    ],
    tiers: [tier('201@d'), tier('202@D'), tier('nobody@d')],
    people: new Map(
      [person('201', 'Available'), person('202', 'On Break')].map((one) => [one.key, one]),
    ),
    figures: new Map(),
  });

  it('has those who wait in the order they came, not those who gave up or talk', () => {
    expect(view?.waiting.map(({ uuid }) => uuid)).toEqual(['first', 'late']);
    expect(view?.longestSinceMs).toBe(10_000);
    expect(view?.talking).toBe(1);
  });

  it('has its agents by what they do', () => {
    expect(view?.states).toEqual({ free: 1, break: 1 });
  });
});
