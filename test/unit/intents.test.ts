import { describe, expect, it } from 'vitest';
import { deskOf, type RingingCall } from '../../src/shared/calls/desk.ts';
import { intentFor, type IntentAction } from '../../src/shared/commands/intents.ts';
import { emptyChannel, type Channel } from '../../src/shared/domain/channel.ts';

/** A leg at phone 201 that somebody else's call rings or rang. */
const leg = (uuid: string, callstate: string, more: Partial<Channel> = {}): Channel => ({
  ...emptyChannel(uuid),
  direction: 'outbound',
  presence_id: '201@pbx.example.test',
  callstate,
  call_uuid: `call of ${uuid}`,
  cid_name: `Caller of ${uuid}`,
  cid_num: '+4930123',
  answeredMs: callstate === 'RINGING' ? 0 : 1,
  ...more,
});
const ring = (uuid: string, sinceMs: number): RingingCall => ({
  site: 'main',
  uuid,
  callId: uuid,
  party: { name: uuid, number: '' },
  dialled: '',
  queue: '',
  arrivedMs: 0,
  sinceMs,
});
const intent = (action: IntentAction, legs: Channel[], ringing: RingingCall[] = []) =>
  intentFor(action, { ringing, mine: deskOf(legs, '201', () => undefined, 1).mine });

describe('what a hotkey means', () => {
  it('is nothing when nothing of mine is up', () => {
    for (const action of ['hold', 'hangup', 'mute', 'answer'] as const)
      expect(intent(action, [])).toBeUndefined();
  });
  it('never holds, mutes or hangs up a call that only rings', () => {
    for (const action of ['hold', 'hangup', 'mute'] as const)
      expect(intent(action, [leg('a', 'RINGING')], [ring('a', 1)])).toBeUndefined();
  });
  it('is about the call I talk on, not the one on hold, and says of how many', () => {
    const legs = [leg('held', 'HELD'), leg('talking', 'ACTIVE')];
    expect(intent('hangup', legs)).toMatchObject({
      command: { kind: 'hangup', uuid: 'talking' },
      done: 'Hung up: Caller of talking (+4930123)',
      of: 2,
    });
    expect(intent('hold', legs)?.command).toEqual({ kind: 'hold', uuid: 'talking' });
  });
  it('resumes the only call when that is on hold', () => {
    expect(intent('hold', [leg('held', 'HELD')])?.command).toEqual({
      kind: 'resume',
      uuid: 'held',
    });
  });
  it('unmutes what is muted', () => {
    expect(intent('mute', [leg('a', 'ACTIVE', { muted: true })])?.command.kind).toBe('unmute');
    expect(intent('mute', [leg('a', 'ACTIVE')])?.command.kind).toBe('mute');
  });
  it('answers the call that has rung longest', () => {
    const ringing = [ring('late', 9), ring('early', 3)];
    expect(intent('answer', [], ringing)).toMatchObject({ command: { uuid: 'early' }, of: 2 });
  });
});
