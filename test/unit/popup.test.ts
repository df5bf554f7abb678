import { describe, expect, it } from 'vitest';
import type { RingingCall } from '../../src/shared/calls/desk.ts';
import { splitSiteKey } from '../../src/shared/domain/site.ts';
import {
  FAREWELL_MS,
  MAX_CARDS,
  nextCards,
  sweep,
  withoutCard,
  type Card,
} from '../../src/shared/desk/popup.ts';

const call = (callId: string): RingingCall => ({
  site: 'main',
  callId,
  uuid: `leg of ${callId}`,
  party: { name: `name of ${callId}`, number: '1' },
  dialled: '',
  queue: '',
  arrivedMs: 0,
  sinceMs: 5,
});
const NAMING = { name: '', sentName: '', last: null, siteName: '', reasons: {} };
const next = (cards: readonly Card[], ringing: readonly RingingCall[], nowMs: number) =>
  nextCards(
    cards,
    ringing,
    nowMs,
    ({ party }) => ({ ...NAMING, name: party.name }),
    () => [],
  );
const ids = (cards: readonly Card[]) => cards.map((card) => splitSiteKey(card.key).id);

describe('the cards of the pop-up', () => {
  it('keep their place when one before them ends, until the pointer is elsewhere', () => {
    let cards = next([], [call('a'), call('b')], 100);
    cards = next(cards, [call('b')], 200);
    expect(ids(cards)).toEqual(['a', 'b']);
    expect(cards.map((card) => card.endedMs)).toEqual([200, 0]);
    const late = 200 + FAREWELL_MS;
    expect(ids(sweep(cards, late, true))).toEqual(['a', 'b']);
    expect(ids(sweep(cards, late - 1, false))).toEqual(['a', 'b']);
    expect(ids(sweep(cards, late, false))).toEqual(['b']);
  });
  it('come after those that are there, each with its own leg', () => {
    const cards = next(next([], [call('b')], 1), [call('a'), call('b')], 2);
    expect(ids(cards)).toEqual(['b', 'a']);
    expect(cards.map((card) => card.uuid)).toEqual(['leg of b', 'leg of a']);
  });
  it('are a few, however many ring: the others are counted, and cost nothing', () => {
    const ringing = Array.from({ length: 2_000 }, (_, i) => call(String(i)));
    let asked = 0;
    const named = () => ((asked += 1), NAMING);
    const cards = nextCards([], ringing, 1, named, () => ((asked += 1), []));
    expect(ids(cards)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    expect(asked).toBe(2 * MAX_CARDS);
    expect(withoutCard(cards, ringing)).toBe(1_992);
    expect(nextCards([], ringing, 1, named, () => [], 3)).toHaveLength(3);
  });
  it('of calls beyond the room come when a card is gone, and not before', () => {
    const ringing = ['a', 'b', 'c'].map(call);
    const deal = (cards: readonly Card[], rings: readonly RingingCall[], nowMs: number) =>
      nextCards(
        cards,
        rings,
        nowMs,
        () => NAMING,
        () => [],
        2,
      );
    const ended = deal(deal([], ringing, 1), ringing.slice(1), 2);
    expect(ids(ended)).toEqual(['a', 'b']);
    expect(withoutCard(ended, ringing.slice(1))).toBe(1);
    const swept = sweep(ended, 2 + FAREWELL_MS, false);
    expect(ids(deal(swept, ringing.slice(1), 3 + FAREWELL_MS))).toEqual(['b', 'c']);
  });
  it('of a call that rings again are live again', () => {
    const ended = next(next([], [call('a')], 1), [], 2);
    expect(next(ended, [call('a')], 3).map((card) => card.endedMs)).toEqual([0]);
  });
});
