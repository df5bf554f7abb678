import { describe, expect, it } from 'vitest';
import { Expectations } from '../../src/main/pbx/webitel/expectations.ts';
import { waitAfterList } from '../../src/main/pbx/webitel/polling.ts';
import { emptyChannel, type Channel } from '../../src/shared/domain/channel.ts';

const leg = (uuid: string, callstate: string): Channel => ({ ...emptyChannel(uuid), callstate });

describe('what an event told', () => {
  it('is asked for again until the list shows it: soon, and then more slowly', () => {
    const expected = new Expectations();
    expected.note({ uuid: 'a', expect: 'listed' }, 0);
    expect(expected.nextMs(0)).toBe(60);
    expected.settle([], 65);
    expect(expected.nextMs(300)).toBe(300);
    expected.settle([leg('a', 'RINGING')], 360);
    expect(expected.nextMs(370)).toBeUndefined();
  });

  it('is not struck out by a list that was asked for before it', () => {
    const expected = new Expectations();
    expected.note({ uuid: 'a', expect: 'ended' }, 100);
    expected.settle([], 99);
    expect(expected.nextMs(110)).toBe(60);
    expected.settle([], 100);
    expect(expected.nextMs(110)).toBeUndefined();
  });

  it('is not forgotten for an event that says less', () => {
    const expected = new Expectations();
    expected.note({ uuid: 'a', expect: 'listed' }, 0);
    expected.note({ uuid: 'a', expect: 'anything' }, 5);
    expected.settle([], 65);
    expect(expected.nextMs(70)).toBe(60);
  });

  it.each([
    ['held', 'HELD', 'ACTIVE'],
    ['resumed', 'ACTIVE', 'HELD'],
    ['answered', 'ACTIVE', 'RINGING'],
  ] as const)('%s is seen in %s, not in %s', (expect_, seen, unseen) => {
    const expected = new Expectations();
    expected.note({ uuid: 'a', expect: expect_ }, 0);
    expected.settle([leg('a', unseen)], 10);
    expect(expected.nextMs(10)).toBeDefined();
    expected.settle([leg('a', seen)], 20);
    expect(expected.nextMs(20)).toBeUndefined();
  });

  it('is let go after 5 s: the list hides such legs', () => {
    const expected = new Expectations();
    expected.note({ uuid: 'a', expect: 'listed' }, 0);
    expected.settle([], 4_999);
    expect(expected.nextMs(4_999)).toBe(700);
    expected.settle([], 5_001);
    expect(expected.nextMs(5_001)).toBeUndefined();
  });
});

describe('the steady look', () => {
  it('holds what is promised: mine within 1 s, others’ within 2 s of a window that is seen', () => {
    for (const attention of ['busy', 'idle', 'hidden'] as const) {
      for (const answerMs of [0, 50, 200]) {
        // A change just after a list was made is in the next one, which takes its time to come.
        const untold = waitAfterList(attention, false, answerMs) + answerMs;
        expect(untold).toBeLessThanOrEqual(1_000);
        if (attention !== 'hidden')
          expect(waitAfterList(attention, true, answerMs) + answerMs).toBeLessThanOrEqual(2_000);
      }
    }
    expect(waitAfterList('busy', true, 50) + 50).toBeLessThanOrEqual(1_000);
  });

  it('takes no more than half of a slow server’s time', () => {
    expect(waitAfterList('busy', false, 3_000)).toBe(3_000);
    expect(waitAfterList('hidden', true, 60_000)).toBe(50);
  });
});
