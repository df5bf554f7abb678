// Calls that the captures do not have. Each was tried on FreeSWITCH 1.11.3 with phones; the events are
// written by hand with what it sends for them.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Story } from '../support/story.ts';

const MAX = ['Max Müller', '+4917'] as const;
const CALLER = { 'Caller-Caller-ID-Name': MAX[0], 'Caller-Caller-ID-Number': MAX[1] };

let story: Story;
const mine = (extension: string): Story => (story = new Story(extension));
beforeEach(() => mine('201'));
afterEach(() => story.end());

/** Max calls 201 (leg a), whose phone (leg b) rings. */
const maxRings = (): Story =>
  story
    .from('a', ...MAX, '49301234')
    .execute('a', 'bridge', 'user/201')
    .to('b', '201', 'a', CALLER);
/** …and answers. */
const maxTalks = (): Story => maxRings().after(2).answer('b').answer('a').bridge('a', 'b');

describe('a conference', () => {
  it('answers who dials it, and is inside the house', () => {
    story.from('a', '201', '201', '3001', '201@pbx.example.test').after(1).answer('a');
    story.execute('a', 'answer').execute('a', 'conference', '3001@default');
    expect(story.mine).toEqual(['talking Conference (3001)']);
    expect(story.lines).toEqual(['internal talking: 201 > Conference (3001)']);
    expect(story.steps.map(({ step }) => step)).toEqual(['answered']);
    story.after(5).hangup('a', 'NORMAL_CLEARING');
    expect(story.records).toMatchObject([{ way: 'out', number: '3001', outcome: 'answered' }]);
    const [{ startedMs, answeredMs, endedMs } = { startedMs: 0, answeredMs: 0, endedMs: 0 }] =
      story.records;
    expect([answeredMs - startedMs, endedMs - answeredMs]).toEqual([1_000, 5_000]);
  });
});

describe('a call that I place', () => {
  const dial = (number: string): Story =>
    story.from('a', '201', '201', number, '201@pbx.example.test').after(1);

  it('is answered when the PBX itself took it', () => {
    dial('9664').answer('a').execute('a', 'answer').execute('a', 'playback', 'music');
    story.after(3).hangup('a', 'NORMAL_CLEARING');
    expect(story.records).toMatchObject([{ outcome: 'answered' }]);
  });

  it.each([
    ['bridge', 'user/202', 'NORMAL_CLEARING', 'failed'],
    ['callcenter', 'support@default', 'NORMAL_CLEARING', 'failed'],
    ['hangup', 'USER_BUSY', 'USER_BUSY', 'busy'],
  ])('is not when the PBX took it to %s %s and it ended', (app, data, cause, outcome) => {
    dial('202').answer('a').execute('a', 'answer').execute('a', app, data);
    story.after(3).hangup('a', cause);
    expect(story.records).toMatchObject([{ outcome, answeredMs: 0 }]);
  });

  it('is answered when it was up before the app was', () => {
    const row = { direction: 'inbound', callstate: 'ACTIVE', call_uuid: 'a' };
    const phone = { ...row, presence_id: '201@pbx.example.test', cid_num: '201', dest: '4988' };
    story.list([
      { ...phone, uuid: 'a', application: 'bridge' },
      { ...row, uuid: 'b', direction: 'outbound', callee_num: '4988', initial_dest: '4988' },
    ]);
    expect(story.mine).toEqual(['talking 4988']);
    const answered = { 'Caller-Channel-Answered-Time': `${Date.UTC(2026, 10, 24, 9, 59)}000` };
    story.after(9).state('b', 'HANGUP', answered).state('a', 'HANGUP', answered);
    story.hangup('b', 'NORMAL_CLEARING').hangup('a', 'NORMAL_CLEARING');
    expect(story.records).toMatchObject([
      {
        way: 'out',
        number: '4988',
        outcome: 'answered',
        answeredMs: Date.UTC(2026, 10, 24, 9, 59),
      },
    ]);
  });

  it('to take who waits in a queue does not wait there itself', () => {
    dial('*21').answer('a').execute('a', 'fifo', 'support@default out nowait');
    expect(story.mine).toEqual(['talking *21']);
    story.execute('a', 'fifo', 'support@default in');
    expect(story.mine).toEqual(['talking Queue (support)']);
  });

  it('never reaches myself', () => {
    story.to('a', '201', '').after(1).answer('a');
    story.update('a', ['Outbound Call', '201'], ['', '0000000000']);
    expect(story.mine).toEqual(['talking unknown']);
  });
});

describe.each([
  ['mod_callcenter', { variable_cc_queue: 'support@default' }],
  ['mod_fifo', { variable_fifo_name: 'support@default' }],
])('a queue of %s', (_, queue) => {
  beforeEach(() => {
    story
      .from('a', ...MAX, '49305900')
      .answer('a')
      .inline('a', 'callcenter:support@default');
    story.execute('a', 'callcenter', 'support@default').to('b', '201', '', { ...CALLER, ...queue });
  });

  it('rings at my phone, from who waits in it', () => {
    expect(story.popup).toEqual(['Max Müller (+4917) for support']);
    expect(story.steps).toMatchObject([
      { step: 'ringing', record: { way: 'in', number: '+4917' } },
    ]);
    expect(story.lines).toEqual([
      'inbound waiting: Max Müller (+4917) > Queue (support)',
      'inbound ringing: Max Müller (+4917) > 201',
    ]);
  });

  it('is one call once I took it', () => {
    story
      .after(1)
      .answer('b')
      .update('b', ['Outbound Call', '201'], [...MAX]);
    expect(story.mine).toEqual(['talking unknown']);
    story.bridge('a', 'b').execute('a', 'uuid_bridge', 'b');
    expect(story.popup).toEqual([]);
    expect(story.rows).toHaveLength(1);
    expect(story.mine).toEqual(['talking Max Müller (+4917)']);
    expect(story.lines).toEqual(['inbound talking: Max Müller (+4917) > 201']);
    story.hangup('b', 'NORMAL_CLEARING');
    expect(story.records).toMatchObject([{ way: 'in', outcome: 'answered', dialled: 'support' }]);
  });

  it('rang at mine while another took it', () => {
    story.after(1).hangup('b', 'LOSE_RACE');
    expect(story.records).toMatchObject([{ way: 'in', outcome: 'elsewhere' }]);
  });
});

describe('a call picked up from another phone', () => {
  // FreeSWITCH turns the caller's profile round: its caller id is the phone's then.
  const pickedUp = (): Story =>
    maxRings()
      .from('c', '202', '202', '9664', '202@pbx.example.test')
      .after(1)
      .answer('c')
      .inline('c', 'intercept:aaaaaaaa-0000-4000-8000-000000000000');

  it('shows no uuid while it goes on', () => {
    story.end();
    mine('202');
    expect(pickedUp().mine).toEqual(['talking 9664']);
  });

  it('is between the caller and who took it', () => {
    story.end();
    mine('202');
    pickedUp().hangup('b', 'PICKED_OFF').answer('a').bridge('c', 'a');
    story.update('a', ['202', '202'], [...MAX]).update('c', ['202', '202'], [...MAX]);
    story.state('a', 'ACTIVE', { 'Other-Type': 'originator', 'Other-Leg-Unique-ID': '@c' });
    expect(story.mine).toEqual(['talking Max Müller (+4917)']);
    expect(story.lines).toEqual(['inbound talking: Max Müller (+4917) > 202']);
    expect(story.rows[0]?.dialled).toBe('49301234');
  });

  it('was answered elsewhere', () => {
    pickedUp().hangup('b', 'PICKED_OFF');
    expect(story.records).toMatchObject([{ outcome: 'elsewhere', number: '+4917' }]);
  });

  it('is the same when it waited in a parking place, whose keeper is turned round', () => {
    story.end();
    mine('202');
    story
      .from('a', ...MAX, '49301234')
      .answer('a')
      .execute('a', 'valet_park', 'lot 6001');
    expect(story.lines).toEqual(['inbound parked: Max Müller (+4917) > 49301234']);
    story.from('c', 'Clara', '202', '6001', '202@pbx.example.test').after(1).answer('c');
    story.execute('c', 'uuid_bridge', 'a').execute('a', 'uuid_bridge', 'c').bridge('a', 'c');
    story.update('c', [...MAX], ['Clara', '202']);
    expect(story.mine).toEqual(['talking Max Müller (+4917)']);
    expect(story.lines).toEqual(['inbound talking: Max Müller (+4917) > Clara (202)']);
  });
});

describe('a transfer with consultation', () => {
  const consulted = (): Story =>
    maxTalks()
      .after(1)
      .to('c', '202', 'b', { 'Caller-Caller-ID-Name': 'Jo', 'Caller-Caller-ID-Number': '201' })
      .after(1)
      .answer('c')
      .bridge('b', 'c', 'a');

  it('shows whom I speak to, not whom I left waiting', () => {
    expect(consulted().mine).toEqual(['talking 202']);
  });

  it('rings for no number that was dialled: the leg it is placed for is a phone’s own', () => {
    story.end();
    mine('202');
    expect(maxTalks().to('c', '202', 'b', CALLER).popup).toEqual(['Max Müller (+4917)']);
  });

  it('hands the caller over', () => {
    story.end();
    mine('202');
    consulted().hangup('b', 'NORMAL_CLEARING').bridge('a', 'c', 'c');
    story.update('a', ['Outbound Call', '202'], [...MAX]);
    expect(story.mine).toEqual(['talking Max Müller (+4917)']);
    expect(story.lines).toEqual(['inbound talking: Max Müller (+4917) > 202']);
  });
});

it('a group’s call that rings at several phones is shown at mine', () => {
  story
    .from('a', ...MAX, '299')
    .to('b', '200', 'a', CALLER)
    .to('c', '201', 'a', CALLER);
  expect(story.lines).toEqual(['inbound ringing: Max Müller (+4917) > 201']);
  story.answer('b').answer('a').hangup('c', 'LOSE_RACE').bridge('a', 'b');
  expect(story.lines).toEqual(['inbound talking: Max Müller (+4917) > 200']);
  expect(story.records).toMatchObject([{ outcome: 'elsewhere' }]);
});

describe('a call that comes back to me', () => {
  it('is a second one in the history, with its own times', () => {
    maxTalks().after(10).hangup('b', 'BLIND_TRANSFER').after(60);
    story.to('c', '201', 'a', CALLER).after(3).answer('c').bridge('a', 'c');
    story.after(5).hangup('c', 'NORMAL_CLEARING');
    expect(story.records).toHaveLength(2);
    const times = story.records.map(({ startedMs, answeredMs, endedMs }) => [
      answeredMs - startedMs,
      endedMs - answeredMs,
    ]);
    expect(times).toEqual([
      [3_000, 5_000],
      [2_000, 10_000],
    ]);
  });
});

describe('a supervisor', () => {
  it('who listens has made no call, and is shown at the call that is heard', () => {
    story.end();
    mine('202');
    maxTalks().to('c', '202', '').after(1).answer('c');
    expect(story.popup).toEqual([]);
    story.execute('c', 'eavesdrop', 'bbbbbbbb-0000-4000-8000-000000000000');
    expect(story.mine).toEqual(['listening 201']);
    expect(story.rows.map(({ listeners }) => listeners)).toEqual([['202'], []]);
    story.hangup('c', 'NORMAL_CLEARING');
    expect(story.records).toEqual([]);
  });

  it('who joins (three_way) talks with them', () => {
    story.end();
    mine('202');
    maxTalks().to('c', '202', '').after(1).answer('c');
    story.execute('c', 'three_way', 'bbbbbbbb-0000-4000-8000-000000000000');
    expect(story.mine).toEqual(['talking 201']);
    expect(story.rows.map(({ listeners }) => listeners)).toEqual([['202'], []]);
    story.hangup('c', 'NORMAL_CLEARING');
    expect(story.records).toMatchObject([{ outcome: 'answered', number: '201' }]);
  });
});

it.each([
  ['Anonymous', 'anonymous', 'Anonymous'],
  ['', 'anonymous', 'Anonymous'],
  ['anonymous', '', 'Anonymous'],
  ['Anonymous', '+4917', '+4917'],
  ['Nur Name', '', 'Nur Name'],
  ['', '', 'unknown'],
])('a caller with the name “%s” and the number “%s” is %s', (name, number, shown) => {
  story.from('a', name, number, '49301234');
  const caller = { 'Caller-Caller-ID-Name': name, 'Caller-Caller-ID-Number': number };
  expect(story.to('b', '201', 'a', caller).popup).toEqual([`${shown} for 49301234`]);
});
