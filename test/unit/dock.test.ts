import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardButtons } from '../../src/renderer/src/features/dock/card-buttons.ts';
import { droppedText } from '../../src/renderer/src/features/dock/drop.ts';
import { waitedMs } from '../../src/renderer/src/features/dock/facts.ts';
import { phonesOf } from '../../src/renderer/src/features/dock/phones.ts';
import { place, REST_MS, type Slot } from '../../src/renderer/src/features/dock/slots.ts';
import { buildRow, type Row } from '../../src/shared/calls/rows.ts';
import { emptyChannel, type Channel } from '../../src/shared/domain/channel.ts';

const of = (...keys: string[]) => new Map(keys.map((key) => [key, key]));
const keysOf = (slots: readonly Slot<string>[]) => slots.map(({ key }) => key);

describe('places', () => {
  test('what stands keeps its place, and what comes takes no place that was just left', () => {
    let slots = place([], of('a', 'b', 'c'), 0, -1);
    expect(keysOf(slots)).toEqual(['a', 'b', 'c']);
    slots = place(slots, of('b', 'c'), 100, -1);
    expect(slots[0]).toEqual({ key: 'a', item: 'a', leftMs: 100 });
    slots = place(slots, of('b', 'c', 'd'), 200, -1);
    expect(keysOf(slots)).toEqual(['a', 'b', 'c', 'd']);
    slots = place(slots, of('b', 'c', 'd', 'e'), 100 + REST_MS, -1);
    expect(keysOf(slots)).toEqual(['e', 'b', 'c', 'd']);
  });

  test('a place under the pointer is kept longer, but not for ever; one whose call is back goes on', () => {
    let slots = place([], of('a'), 0, 0);
    slots = place(slots, of(), 10, 0);
    slots = place(slots, of('b'), 10 + REST_MS, 0);
    expect(keysOf(slots)).toEqual(['a', 'b']);
    expect(place(slots, of('a', 'b'), 11 + REST_MS, 0)[0]?.leftMs).toBe(0);
    expect(keysOf(place(slots, of('b'), 60_000, 0))).toEqual(['', 'b']);
  });

  test('whatever comes and goes, nothing that stands moves, and every call has one place', () => {
    const steps = fc.array(
      fc.tuple(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e')), fc.nat(3_000), fc.nat(5)),
    );
    fc.assert(
      fc.property(steps, (all) => {
        let slots: Slot<string>[] = [];
        let now = 0;
        for (const [keys, passed, pointed] of all) {
          now += passed;
          const next = place(slots, of(...keys), now, pointed - 1);
          slots.forEach(({ key }, at) => {
            if (keys.some((one) => one === key)) expect(next[at]?.key).toBe(key);
          });
          for (const key of keys) expect(keysOf(next).filter((one) => one === key)).toEqual([key]);
          slots = next;
        }
      }),
    );
  });
});

const leg = (changes: Partial<Channel>): Channel => ({ ...emptyChannel('mine'), ...changes });
const rowOf = (...legs: Channel[]): Row => buildRow('call', legs, '201', () => undefined, []);
const MINE = { presence_id: '201@pbx', direction: 'outbound' };
const CALLER = leg({ uuid: 'caller', direction: 'inbound', callstate: 'ACTIVE', createdMs: 1_000 });

describe('buttons of a card', () => {
  const placesOf = (row: Row, over = false) =>
    cardButtons(row, '201', false, over).map(({ place: at, label }) => `${at}: ${label}`);

  test('they stand in the same places in every state, with the reason where there is nothing to do', () => {
    const states: Partial<Channel>[] = [
      { callstate: 'DIALING', answeredMs: 0 },
      { callstate: 'ACTIVE', answeredMs: 5 },
      { callstate: 'ACTIVE', answeredMs: 5, muted: true },
      { callstate: 'HELD', answeredMs: 5 },
      { callstate: 'ACTIVE', answeredMs: 5, application: 'eavesdrop', application_data: 'x' },
      { callstate: 'HANGUP', answeredMs: 5 },
    ];
    const all = states.map((state) => placesOf(rowOf(leg({ ...MINE, ...state }))));
    expect(all).toEqual([
      ['mute: Mute', 'hold: Hold', 'transfer: Transfer…', 'end: Hang up'],
      ['mute: Mute', 'hold: Hold', 'transfer: Transfer…', 'end: Hang up'],
      ['mute: Unmute', 'hold: Hold', 'transfer: Transfer…', 'end: Hang up'],
      ['mute: Mute', 'hold: Resume', 'transfer: Transfer…', 'end: Hang up'],
      ['mute: Mute', 'hold: Hold', 'transfer: Transfer…', 'end: Stop listening'],
      ['mute: Mute', 'hold: Hold', 'transfer: Transfer…', 'end: Hang up'],
    ]);
    for (const state of states)
      for (const over of [false, true])
        for (const button of cardButtons(rowOf(leg({ ...MINE, ...state })), '201', false, over))
          expect(button.action === undefined).toBe(button.reason !== '');
  });

  test('one whose call is gone does nothing', () => {
    const buttons = cardButtons(rowOf(leg({ ...MINE, callstate: 'ACTIVE' })), '201', false, true);
    expect(buttons.map(({ action }) => action)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(buttons[0]?.reason).toBe('The call is over.');
  });
});

test('the time waited is from the caller’s arrival to my answer, and unknown for a call that I placed', () => {
  const own = leg({ ...MINE, originator: 'caller', callstate: 'ACTIVE', answeredMs: 42_000 });
  expect(waitedMs(rowOf(CALLER, own))).toBe(41_000);
  expect(waitedMs(rowOf(leg({ ...MINE, direction: 'inbound', answeredMs: 42_000 })))).toBe(0);
});

test('a phone with several legs is on the one that talks; of a phone without one nothing is said', () => {
  const legs = [
    leg({ ...MINE, uuid: '1', callstate: 'RINGING', createdMs: 7 }),
    leg({ ...MINE, uuid: '2', callstate: 'ACTIVE', answeredMs: 9 }),
    leg({ ...MINE, uuid: '3', callstate: 'RINGING', createdMs: 8 }),
    leg({ uuid: '4', presence_id: '204@pbx', callstate: 'ACTIVE', answeredMs: 9 }),
  ];
  expect([...phonesOf(legs, new Set(['201', '202']))]).toEqual([
    ['201', { does: 'talking', sinceMs: 9 }],
  ]);
});

test('links and texts that are dropped may be numbers; files are not taken', () => {
  const data = (given: Record<string, string>) => ({
    types: Object.keys(given),
    getData: (type: string) => given[type] ?? '',
  });
  expect(droppedText(data({ 'text/plain': ' +49 30 1 ' }))).toBe('+49 30 1');
  expect(droppedText(data({ 'text/uri-list': '# of a page\r\ntel:+4930\r\n' }))).toBe('tel:+4930');
  expect(droppedText(data({ 'text/plain': 'x', Files: '' }))).toBeUndefined();
  expect(droppedText(data({ 'application/json': '1' }))).toBeUndefined();
  expect(droppedText(null)).toBeUndefined();
});
