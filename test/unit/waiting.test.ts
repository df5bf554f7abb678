import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Waiting } from '../../src/main/waiting.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('carries out what came before it was ready, once and in order, and what comes after at once', () => {
  const waiting = new Waiting();
  const done: string[] = [];
  waiting.do(() => done.push('a'));
  waiting.do(() => done.push('b'));
  expect(done).toEqual([]);
  waiting.ready();
  waiting.ready();
  waiting.do(() => done.push('c'));
  expect(done).toEqual(['a', 'b', 'c']);
});

it('keeps the last twenty', () => {
  const waiting = new Waiting();
  const done: number[] = [];
  for (let i = 0; i < 30; i += 1) waiting.do(() => done.push(i));
  waiting.ready();
  expect(done).toEqual(Array.from({ length: 20 }, (_, i) => i + 10));
});

it('does otherwise where it takes too long, and then never more', () => {
  const waiting = new Waiting();
  const done: string[] = [];
  waiting.doWithin(
    1_000,
    () => done.push('act'),
    () => done.push('otherwise'),
  );
  vi.advanceTimersByTime(999);
  expect(done).toEqual([]);
  vi.advanceTimersByTime(1);
  waiting.ready();
  expect(done).toEqual(['otherwise']);
});

it('does it in time where it becomes ready in time, and not otherwise too', () => {
  const waiting = new Waiting();
  const done: string[] = [];
  waiting.doWithin(
    1_000,
    () => done.push('act'),
    () => done.push('otherwise'),
  );
  waiting.ready();
  vi.advanceTimersByTime(5_000);
  expect(done).toEqual(['act']);
});

it('waits again while it is away', () => {
  const waiting = new Waiting();
  waiting.ready();
  waiting.away();
  const done: string[] = [];
  waiting.do(() => done.push('later'));
  expect(done).toEqual([]);
});
