import { expect, test } from 'vitest';
import { announce, type Spoken } from '../../src/renderer/src/lib/announce.ts';

const call = (change: Partial<Spoken> = {}): Spoken => ({
  id: 'a',
  who: 'Anna',
  status: 'talking',
  ringsForMe: false,
  muted: false,
  ...change,
});
const rings = call({ status: 'ringing', ringsForMe: true });

test.each([
  ['it rings', [], [rings], 'Incoming call: Anna.'],
  ['I call', [], [call({ status: 'calling' })], 'Calling: Anna.'],
  ['I answer', [rings], [call()], 'Answered: Anna.'],
  ['they answer', [call({ status: 'calling' })], [call()], 'Answered: Anna.'],
  ['it is held', [call()], [call({ status: 'held' })], 'On hold: Anna.'],
  ['it is resumed', [call({ status: 'held' })], [call()], 'Resumed: Anna.'],
  ['I am muted', [call()], [call({ muted: true })], 'Muted.'],
  ['I am not muted any more', [call({ muted: true })], [call()], 'No longer muted.'],
  ['it ends', [call()], [], 'Call ended: Anna.'],
  ['it stops ringing', [rings], [], 'No longer rings: Anna.'],
  ['nothing changes', [call()], [call()], ''],
  ['a hold is the PBX’s while it ends', [call()], [call({ status: 'ending' })], ''],
])('%s', (_what, before, now, said) => {
  expect(announce(before, now)).toBe(said);
});

test('two changes are both said', () => {
  const other = call({ id: 'b', who: 'Berta', status: 'ringing', ringsForMe: true });
  expect(announce([call()], [call({ status: 'held' }), other])).toBe(
    'On hold: Anna. Incoming call: Berta.',
  );
});
