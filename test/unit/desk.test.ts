import { describe, expect, it } from 'vitest';
import { Framer } from '../../src/main/pbx/esl/framing.ts';
import { headersOfJson } from '../../src/main/pbx/esl/headers.ts';
import { mapEvent } from '../../src/main/pbx/esl/mapping.ts';
import { deskOf, type DeskState } from '../../src/shared/calls/desk.ts';
import { currentCall, MyLegs } from '../../src/shared/calls/mine.ts';
import { buildRow } from '../../src/shared/calls/rows.ts';
import { ChannelTable } from '../../src/shared/calls/table.ts';
import { emptyChannel, isPresenceOf, type Channel } from '../../src/shared/domain/channel.ts';
import { placedIn, readCapture } from '../support/captures.ts';

/** The desk of an extension after each change that a capture makes to it. */
function desks(name: string, extension: string): DeskState[] {
  const table = new ChannelTable();
  for (const uuid of placedIn(name)) table.apply({ kind: 'placing', uuid, hears: '' });
  const legs = new MyLegs();
  legs.reset(extension, []);
  const framer = new Framer();
  const seen: DeskState[] = [];
  const find = (uuid: string): Channel | undefined => table.get(uuid);
  for (const { dir, bytes } of readCapture(name)) {
    if (dir !== '<') continue;
    for (const { headers, body } of framer.push(bytes)) {
      if (headers.get('Content-Type') !== 'text/event-json') continue;
      const event = mapEvent(headersOfJson(body));
      if (event && legs.apply(table.apply(event)))
        seen.push(deskOf(legs.list(), extension, find, table.size));
    }
  }
  return seen;
}
/** Consecutive repeats count once. */
const steps = (values: readonly string[]): string[] =>
  values.filter((value, i) => value !== values[i - 1]);

describe('an inbound call to me', () => {
  it('rings with who calls and what they dialled, once, and is talked, held and gone', () => {
    const seen = desks('inbound-answered-hold-unhold-hangup-json', '201');
    const ringing = new Set(
      seen.flatMap(({ ringing }) =>
        ringing.map((call) => JSON.stringify([call.party, call.dialled])),
      ),
    );
    expect([...ringing]).toEqual([
      JSON.stringify([{ name: "Åsa, O'Neil 50%", number: '+46701234567' }, '+15550199201']),
    ]);
    expect(steps(seen.map(({ mine }) => mine.map((call) => call.state).join()))).toEqual([
      '',
      'ringing',
      'talking',
      'held',
      'talking',
      'held',
      'talking',
      '',
    ]);
  });

  it('is none to the other agents, nor to the caller', () => {
    for (const extension of ['200', '202', '+46701234567', '']) {
      expect(
        desks('inbound-answered-hold-unhold-hangup-json', extension).flatMap(
          ({ ringing }) => ringing,
        ),
      ).toEqual([]);
    }
  });

  it.each(['inbound-no-answer-timeout', 'inbound-rejected-by-agent'])(
    'ends ringing in %s',
    (name) => {
      const seen = desks(name, '201');
      expect(seen.some(({ ringing }) => ringing.length === 1)).toBe(true);
      expect(seen.at(-1)).toMatchObject({ ringing: [], mine: [] });
    },
  );

  it('is none when I clicked to call, and one for whom I called', () => {
    const mine = desks('originate-agent-to-agent-answered', '201');
    expect(mine.flatMap(({ ringing }) => ringing)).toEqual([]);
    expect(new Set(mine.flatMap((desk) => desk.mine.map((call) => call.party.number)))).toEqual(
      new Set(['202']),
    );
    const theirs = desks('originate-agent-to-agent-answered', '202').flatMap(
      ({ ringing }) => ringing,
    );
    expect(new Set(theirs.map((call) => JSON.stringify(call.party)))).toEqual(
      new Set([JSON.stringify({ name: 'Agent Bo', number: '201' })]),
    );
  });

  describe('that another program has made', () => {
    const leg = (patch: Partial<Channel>): Channel => ({
      ...emptyChannel('crm'),
      direction: 'outbound',
      callstate: 'RINGING',
      presence_id: '201@pbx.example.test',
      call_uuid: 'crm',
      cid_name: 'CRM Kunde',
      cid_num: '+4930555',
      dest: '201-0x5651449b1be0',
      ...patch,
    });
    const deskWith = (channel: Channel): DeskState =>
      deskOf([channel], '201', (uuid) => (uuid === 'crm' ? channel : undefined), 1);

    it('rings for me, and is no call of mine to hang up while it only rings', () => {
      expect(deskWith(leg({})).ringing).toMatchObject([
        { uuid: 'crm', party: { name: 'CRM Kunde', number: '+4930555' } },
      ]);
      expect(currentCall([leg({})])).toBeUndefined();
      expect(currentCall([leg({ callstate: 'ACTIVE', answeredMs: 1 })])?.channel.uuid).toBe('crm');
    });

    it.each([
      ['by a command of ours', { placed: true }],
      ['in the name of the phone itself, as Webitel’s click-to-call', { cid_num: '201' }],
      ['to listen in', { cid_name: 'Eavesdrop', cid_num: 'eavesdrop' }],
    ] as const)('is a call I place where it was made %s', (_how, patch) => {
      expect(deskWith(leg(patch)).ringing).toEqual([]);
      expect(currentCall([leg(patch)])?.channel.uuid).toBe('crm');
    });
  });

  it('is none when I eavesdrop', () => {
    const seen = desks('eavesdrop-listen-whisper-barge', '200');
    expect(seen.flatMap(({ ringing }) => ringing)).toEqual([]);
    expect(seen.some(({ mine }) => mine.some((call) => call.state === 'listening'))).toBe(true);
  });

  it('comes to whom it is transferred', () => {
    const [first] = desks('transfer-blind-park-record-dtmf', '202').flatMap(
      ({ ringing }) => ringing,
    );
    expect(first?.party).toEqual({ name: "Åsa, O'Neil 50%", number: '+46701234567' });
  });

  it('shows no stand-in for a name or number, in any capture', () => {
    for (const name of [
      'originate-agent-to-agent-answered',
      'eavesdrop-listen-whisper-barge',
      'transfer-blind-park-record-dtmf',
      'inbound-answered-hold-unhold-hangup-json',
    ]) {
      for (const extension of ['200', '201', '202']) {
        for (const { party } of desks(name, extension).flatMap((desk) => desk.mine)) {
          expect(`${party.name} ${party.number}`).not.toMatch(/-0x|Outbound Call|0000000000/);
        }
      }
    }
  });
});

const leg = (uuid: string, values: Partial<Channel>): Channel => ({
  ...emptyChannel(uuid),
  presence_id: '201@a',
  direction: 'outbound',
  ...values,
});

describe('my current call', () => {
  it('is the one I talk on, not the held one, not the ringing one', () => {
    const held = leg('held', { callstate: 'HELD', answeredMs: 1, stateMs: 9, call_uuid: 'x' });
    const active = leg('active', {
      callstate: 'ACTIVE',
      answeredMs: 2,
      stateMs: 2,
      call_uuid: 'y',
    });
    const ringing = leg('ringing', { callstate: 'RINGING', stateMs: 99, call_uuid: 'z' });
    expect(currentCall([held, ringing, active])).toEqual({ channel: active, of: 3 });
    expect(currentCall([held, ringing])?.channel).toBe(held);
    expect(currentCall([ringing])).toBeUndefined();
  });
});

describe('a line of the table', () => {
  it('names both ends of a click-to-call', () => {
    const a = leg('a', {
      callstate: 'ACTIVE',
      cid_name: 'Outbound Call',
      cid_num: '201-0x563515353be0',
      dest: '202',
      callee_name: 'Outbound Call',
      callee_num: '202-0x5606a73ccbe0',
      peer: 'b',
      call_uuid: 'a',
      answeredMs: 1,
    });
    const b = leg('b', {
      callstate: 'ACTIVE',
      presence_id: '202@a',
      cid_name: 'Agent Bo',
      cid_num: '201',
      dest: '202-0x5606a73ccbe0',
      call_uuid: 'a',
      originator: 'a',
      peer: 'a',
      answeredMs: 2,
    });
    const all = new Map([a, b].map((channel) => [channel.uuid, channel]));
    const row = buildRow('a', [a, b], '201', (uuid) => all.get(uuid), []);
    expect([row.caller.number, row.callee.number, row.status, row.sense, row.uuid]).toEqual([
      '201',
      '202',
      'talking',
      'internal',
      'a',
    ]);
  });
});

describe('presence', () => {
  it.each([
    ['201@pbx.example.test', '201', true],
    ['201@PBX.example.test', '201@pbx.example.test', true],
    ['201@other.test', '201@pbx.example.test', false],
    ['2010@pbx.example.test', '201', false],
    ['', '201', false],
    ['201@a', '', false],
  ])('%s is %s: %s', (presence, extension, expected) =>
    expect(isPresenceOf(presence, extension)).toBe(expected),
  );
});
