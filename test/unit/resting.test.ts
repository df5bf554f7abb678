import { expect, test } from 'vitest';
import { GUARD_MS, MOVED_PX, Resting } from '../../src/renderer/src/lib/resting.ts';

/** A page whose button is the same everywhere, and a clock. */
function page() {
  const now = { ms: 0, meant: 'Mute' };
  return {
    now,
    resting: new Resting(
      () => now.meant,
      () => now.ms,
    ),
  };
}
const AT = { x: 100, y: 100 };

test('a click is taken where nothing changed, and where what changed has stood long enough', () => {
  const { now, resting } = page();
  resting.moveTo(AT);
  expect(resting.takes(AT)).toBe(true);
  now.meant = 'Reject';
  expect(resting.takes(AT)).toBe(false);
  now.ms = GUARD_MS - 1;
  expect(resting.takes(AT)).toBe(false);
  now.ms = GUARD_MS;
  expect(resting.takes(AT)).toBe(true);
});

test('a pointer that moved on means what is there; one that trembles rests', () => {
  const { now, resting } = page();
  resting.moveTo(AT);
  now.meant = 'Reject';
  resting.moveTo({ x: AT.x + 1, y: AT.y });
  expect(resting.takes({ x: AT.x + 1, y: AT.y })).toBe(false);
  const moved = { x: AT.x + MOVED_PX, y: AT.y };
  resting.moveTo(moved);
  expect(resting.takes(moved)).toBe(true);
});

test('what came under a window that heard of no pointer counts, and a pointer that left rests nowhere', () => {
  const { now, resting } = page();
  resting.cameUnder(AT);
  expect(resting.takes(AT)).toBe(false);
  now.ms = GUARD_MS;
  resting.moveTo(AT);
  resting.leave();
  now.meant = 'Reject';
  expect(resting.takes(AT)).toBe(true);
});

test('what the wheel brought under the pointer is meant', () => {
  const { now, resting } = page();
  resting.moveTo(AT);
  now.meant = 'another line';
  resting.settle();
  expect(resting.takes(AT)).toBe(true);
});
