import { describe, expect, it } from 'vitest';
import { PbxClock } from '../../src/shared/calls/pbx-clock.ts';
import { ChannelTable } from '../../src/shared/calls/table.ts';
import { emptyChannel } from '../../src/shared/domain/channel.ts';
import type { PbxEvent } from '../../src/shared/domain/event.ts';

const HOUR = 3_600_000;

/** A table behind a clock, as the monitor has both. `ours` never steps; the PBX's is what a test sets. */
function world() {
  let ours = 1_000_000_000_000;
  const clock = new PbxClock(() => ours);
  const table = new ChannelTable();
  const feed = (event: PbxEvent): void => {
    if ('atMs' in event && event.kind !== 'listed') clock.see(event.atMs);
    table.apply(clock.scaled(event, (uuid) => table.get(uuid)));
  };
  return {
    feed,
    pass: (ms: number) => (ours += ms),
    now: () => ours,
    /** What a window shows as the time since a moment of a leg. */
    shown: (uuid: string, what: 'createdMs' | 'answeredMs' | 'stateMs') =>
      clock.nowMs - (table.get(uuid)?.[what] ?? NaN),
  };
}
const created = (uuid: string, atMs: number): PbxEvent => ({
  kind: 'created',
  uuid,
  atMs,
  facts: { createdMs: atMs, fields: { callstate: 'RINGING' } },
});

describe.each([
  ['ahead', HOUR],
  ['behind', -HOUR],
])('a PBX whose clock is an hour %s', (_what, off) => {
  it('counts from 0, and goes on so when it is set right', () => {
    const { feed, pass, now, shown } = world();
    feed(created('a', now() + off));
    expect(shown('a', 'createdMs')).toBe(0);
    pass(10_000);
    // Set right while connected: the next event is an hour off from where it was.
    feed(created('b', now()));
    expect(shown('a', 'createdMs')).toBe(10_000);
    expect(shown('b', 'createdMs')).toBe(0);
    pass(5_000);
    expect(shown('a', 'createdMs')).toBe(15_000);
    expect(shown('b', 'createdMs')).toBe(5_000);
  });
});

it('a clock that is set back between ring and answer makes no negative time', () => {
  const { feed, pass, now, shown } = world();
  feed(created('a', now()));
  pass(7_000);
  feed({
    kind: 'changed',
    uuid: 'a',
    atMs: now() - HOUR,
    // The event says again when it was made, by the clock of then.
    facts: {
      createdMs: now() - 7_000,
      answeredMs: now() - HOUR,
      fields: { callstate: 'ACTIVE' },
    },
  });
  expect(shown('a', 'createdMs')).toBe(7_000);
  expect(shown('a', 'answeredMs')).toBe(0);
  expect(shown('a', 'stateMs')).toBe(0);
});

it('an event that comes a little late sets nothing', () => {
  const { feed, pass, now, shown } = world();
  feed(created('a', now()));
  pass(5_000);
  feed(created('b', now() - 800));
  expect(shown('a', 'createdMs')).toBe(5_000);
  expect(shown('b', 'createdMs')).toBe(800);
});

it('a leg that only a list tells of is on the same scale', () => {
  const { feed, pass, now, shown } = world();
  feed(created('a', now() + HOUR));
  pass(2_000);
  feed({ kind: 'clock', atMs: now() });
  feed({ kind: 'listing' });
  feed({
    kind: 'listed',
    channels: [{ ...emptyChannel('b'), createdMs: now() - 1_000 }, emptyChannel('a')],
    atMs: now(),
  });
  expect(shown('b', 'createdMs')).toBe(1_000);
  expect(shown('a', 'createdMs')).toBe(2_000);
});
