import { describe, expect, test } from 'vitest';
import {
  isStanding,
  onTop,
  received,
  STANDS_MS,
  type Message,
} from '../../src/renderer/src/state/message-rules.ts';
import { refusal } from '../../src/shared/domain/causes.ts';

const said = (id: number, changes: Partial<Message> = {}): Message => ({
  id,
  tone: 'info',
  text: `message ${id}`,
  detail: '',
  atMs: 0,
  times: 1,
  ...changes,
});
const UNDO = { label: 'Undo', run: () => undefined };

describe('messages', () => {
  test('what was said before is said again in its place, counted, and the oldest are forgotten', () => {
    const twice = received([said(1), said(2)], said(3, { text: 'message 1', atMs: 9 }));
    expect(twice).toEqual([said(2), said(3, { text: 'message 1', atMs: 9, times: 2 })]);
    expect(received(twice, said(4, { text: 'message 2', tone: 'bad' }))).toHaveLength(3);
    const many = Array.from({ length: 25 }, (_, id) => said(id)).reduce(received, [] as Message[]);
    expect(many.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, at) => at + 5));
  });

  test('none stays: one goes after 8 s, one that is bad after 15', () => {
    expect(STANDS_MS).toEqual({ info: 8_000, good: 8_000, bad: 15_000 });
    expect([7_999, 8_000].map((ms) => isStanding(said(1), ms))).toEqual([true, false]);
    expect([14_999, 15_000].map((ms) => isStanding(said(1, { tone: 'bad' }), ms))).toEqual([
      true,
      false,
    ]);
  });

  test('the last one is shown; what can be taken back stands its time, but for something bad', () => {
    const list = [said(1, { action: UNDO }), said(2, { atMs: 5 })];
    expect(onTop(list, null, false, 10)?.id).toBe(2);
    expect(onTop(list, 1, false, 10)?.id).toBe(1);
    expect(onTop(list, 1, false, 8_000)?.id).toBe(2);
    expect(onTop([...list, said(3, { tone: 'bad' })], 1, false, 10)?.id).toBe(3);
    expect(onTop(list, 1, false, 60_000)).toBeUndefined();
  });

  test('under a hand the one that is shown stays, whatever comes and however long', () => {
    const list = [said(1), said(2, { tone: 'bad', atMs: 60_000 })];
    expect(onTop(list, 1, true, 60_000)?.id).toBe(1);
    expect(onTop([said(2)], 1, true, 0)?.id).toBe(2);
  });
});

test('a refusal is in words, its cause beside them', () => {
  expect(refusal('-ERR NO_ANSWER', '203')).toEqual({
    kind: 'refused-by-pbx',
    message: '203 did not answer',
    detail: 'NO_ANSWER',
  });
  expect(refusal('-ERR SOMETHING_NEW', '203').message).toBe('the call failed: SOMETHING_NEW');
});
