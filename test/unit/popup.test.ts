import { describe, expect, it } from 'vitest';
import type { RingingCall } from '../../src/shared/calls/desk.ts';
import { FAREWELL_MS, nextCards, sweep, type Card } from '../../src/shared/desk/popup.ts';

const call = (callId: string): RingingCall => ({
  callId,
  uuid: `leg of ${callId}`,
  party: { name: `name of ${callId}`, number: '1' },
  dialled: '',
  sinceMs: 5,
});
const next = (cards: readonly Card[], ringing: readonly RingingCall[], nowMs: number) =>
  nextCards(
    cards,
    ringing,
    nowMs,
    ({ party }) => ({ name: party.name, sentName: '' }),
    () => [],
  );
const ids = (cards: readonly Card[]) => cards.map((card) => card.callId);

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
  it('of a call that rings again are live again', () => {
    const ended = next(next([], [call('a')], 1), [], 2);
    expect(next(ended, [call('a')], 3).map((card) => card.endedMs)).toEqual([0]);
  });
});
