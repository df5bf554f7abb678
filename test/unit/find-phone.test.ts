import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PhoneFinder } from '../../src/main/calls/find-phone.ts';
import { Monitor } from '../../src/main/calls/monitor.ts';
import type { PbxPort } from '../../src/main/pbx/port.ts';

const MINUTE_MS = 60_000;
let asked: number;
let registered: string[];
let found: string[];
let finder: PhoneFinder;

beforeEach(() => {
  vi.useFakeTimers();
  [asked, registered, found] = [0, [], []];
  const port = {
    domainsOf: () => {
      asked += 1;
      return Promise.resolve(registered);
    },
  } as Partial<PbxPort> as PbxPort;
  finder = new PhoneFinder({
    monitor: new Monitor(),
    port: () => port,
    login: () => '',
    found: ({ extension }) => found.push(extension),
  });
});
afterEach(() => {
  finder.stop();
  vi.useRealTimers();
});

test('a phone that is not found is looked for ever less often, at most once a minute', async () => {
  finder.set('201');
  const times: number[] = [];
  for (let second = 0; second <= 300; second += 1) {
    const before = asked;
    await vi.advanceTimersByTimeAsync(second === 0 ? 0 : 1_000);
    if (asked > before || (second === 0 && asked > 0)) times.push(second);
  }
  expect(times).toEqual([0, 15, 45, 105, 165, 225, 285]);
});

test('one that registers is found within a minute, and is looked for no more', async () => {
  finder.set('201');
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
  registered = ['pbx.example'];
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(found).toEqual(['201', '201@pbx.example']);
  const before = asked;
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
  expect(asked).toBe(before);
});

test('a PBX that is back is asked at once, and soon again', async () => {
  finder.set('201');
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
  const before = asked;
  void finder.look();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(asked).toBe(before + 2);
});
