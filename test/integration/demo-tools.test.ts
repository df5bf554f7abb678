import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/demo-pbx/clock.ts';
import { runApi } from '../../src/demo-pbx/esl/api.ts';
import { startDemoPbx, type DemoPbx } from '../support/demo.ts';
import { differencesByLeg } from '../support/by-leg.ts';
import { valueOf, type EventFields } from '../support/frames.ts';
import { captured, retell, type Happening } from '../support/scenario.ts';

/*
 * The tools on a live call, as a FreeSWITCH 1.11.3 with real phones carried them out: the demo PBX is told
 * what its client said, and what its phones did at their times, and each leg goes through the same.
 */

/** ms within which the legs that one `hupall` ended are told of. */
const CLEARED_MS = 300;

/**
 * What people did in a capture: callers call, phones are picked up, keys are pressed. Hang-ups are those
 * of `hupall`, with which whoever recorded ended what was left, and those that are named.
 * @param ends by leg (from 0): at which ms its phone hangs up or refuses
 */
function peopleOf(
  capture: string,
  ends: readonly (readonly [t: number, leg: number, how: 'hangup' | 'reject'])[],
): Happening[] {
  const theirs: string[] = [];
  const ours: string[] = [];
  const watch = (demo: DemoPbx): void =>
    void demo.world.on('event', ({ headers }) => {
      if (headers['Event-Name'] === 'CHANNEL_CREATE') ours.push(String(headers['Unique-ID']));
    });
  const done: Happening[] = [];
  let cleared = -1_000;
  for (const { event, t } of captured(capture).frames) {
    if (!event) continue;
    if (done.length === 0) done.push({ t, act: watch });
    const told = (name: string): string => valueOf(event, name);
    const name = told('Event-Name');
    if (name === 'CHANNEL_CREATE') theirs.push(told('Unique-ID'));
    const n = theirs.indexOf(told('Unique-ID'));
    const outbound = told('Call-Direction') === 'outbound';
    if (name === 'CHANNEL_CREATE' && !outbound) done.push({ t, act: callOf(event) });
    if (name === 'CHANNEL_ANSWER' && outbound)
      done.push({ t, act: (demo) => void demo.answer(ours[n] ?? '') });
    if (name === 'DTMF' && told('DTMF-Source') === 'RTP')
      done.push({ t, act: (demo) => void demo.press(ours[n] ?? '', told('DTMF-Digit')) });
    if (name === 'CHANNEL_HANGUP' && told('Hangup-Cause') === 'MANAGER_REQUEST') {
      if (t - cleared > CLEARED_MS)
        done.push({ t, act: (demo) => demo.pbx.hangupAll('MANAGER_REQUEST') });
      cleared = t;
    }
  }
  for (const [t, n, how] of ends) done.push({ t, act: (demo) => void demo[how](ours[n] ?? '') });
  return done.sort((a, b) => a.t - b.t);
}

/** Somebody calls, as an inbound leg of a capture tells it. */
function callOf(event: EventFields): (demo: DemoPbx) => void {
  const call = {
    to: valueOf(event, 'Caller-Destination-Number').replace('+15550199', ''),
    number: valueOf(event, 'Caller-Caller-ID-Number'),
    name: valueOf(event, 'Caller-Caller-ID-Name'),
  };
  return (demo) => void demo.inbound(call);
}

const CAPTURES: readonly {
  readonly capture: string;
  readonly ends?: Parameters<typeof peopleOf>[1];
  readonly without?: readonly number[];
}[] = [
  { capture: 'eavesdrop-modes-on-agent-leg' },
  { capture: 'valet-park', ends: [[27_797, 9, 'hangup']] },
  { capture: 'record-start-stop-mask' },
  { capture: 'park-and-retrieve', ends: [[36_980, 10, 'hangup']] },
  { capture: 'intercept-ringing-and-answered' },
  { capture: 'three-way' },
  {
    capture: 'attended-one-line-park-and-bridge',
    ends: [
      [32_010, 8, 'hangup'],
      [45_122, 9, 'hangup'],
    ],
  },
  { capture: 'transfer-bleg-both-and-own-leg' },
  {
    capture: 'transfer-unknown-busy-noanswer',
    ends: [[17_117, 10, 'reject']],
    // Two who talk are bridged anew: FreeSWITCH calls one's caller `service`, and nobody then.
    without: [24, 25],
  },
  { capture: 'eavesdrop-odd-targets' },
  { capture: 'dtmf-both-directions' },
];

describe('each leg goes through what FreeSWITCH made it go through', () => {
  it.each(CAPTURES)('$capture', async ({ capture, ends = [], without = [] }) => {
    const sent = await retell(capture, peopleOf(capture, ends));
    expect(differencesByLeg(sent, captured(capture).frames, without)).toEqual([]);
  });
});

/*
 * Who hears whom, as tones of each party's own showed it on a FreeSWITCH (docs/supervisor.md, Listening):
 * FreeSWITCH's digits and variables are about the leg listened to, `own`, and not about agent and customer.
 */
describe('who hears whom', () => {
  let demo: DemoPbx | undefined;
  afterEach(async () => {
    await demo?.stop();
    demo = undefined;
  });

  /** 200 listens to the agent's or the customer's leg of a call to 201. */
  async function listening(to: 'agent' | 'customer', variables = '', application = 'eavesdrop') {
    const clock = new VirtualClock();
    const pbx = await startDemoPbx({ calm: true, clock });
    demo = pbx;
    const { caller: customer, agent = '' } = pbx.inbound({ to: '201', number: '44', name: 'Maja' });
    clock.advance(1_000);
    pbx.answer(agent);
    clock.advance(1_000);
    const uuid = 'aaaaaaaa-0000-4000-8000-000000000001';
    const leg = to === 'agent' ? agent : customer;
    runApi(
      pbx.pbx,
      `originate {origination_uuid=${uuid},sip_auto_answer=true${variables}}user/200 &${application}(${leg})`,
      {},
      () => undefined,
    );
    clock.advance(1_000);
    const heard = (): string[] =>
      Object.entries({ agent, customer }).flatMap(([name, one]) => [
        ...(pbx.hears(uuid, one) ? [`supervisor hears ${name}`] : []),
        ...(pbx.hears(one, uuid) ? [`${name} hears supervisor`] : []),
      ]);
    const press = (digits: string): void => {
      pbx.press(uuid, digits);
      clock.advance(200);
    };
    return { pbx, clock, uuid, agent, customer, heard, press };
  }
  const BOTH = ['supervisor hears agent', 'supervisor hears customer'];

  it.each([
    ['agent', '2', 'agent'],
    ['agent', '1', 'customer'],
    ['customer', '2', 'customer'],
    ['customer', '1', 'agent'],
  ] as const)('on the leg of the %s, %s speaks to the %s', async (leg, key, hearer) => {
    const { heard, press } = await listening(leg);
    expect(heard()).toEqual(BOTH);
    press(key);
    expect(heard().filter((line) => !BOTH.includes(line))).toEqual([`${hearer} hears supervisor`]);
    press('3');
    expect(heard()).toHaveLength(4);
    press('0');
    expect(heard()).toEqual(BOTH);
    press('*');
    expect(heard()).toEqual([]);
  });

  it.each([
    ['agent', 'eavesdrop_whisper_bleg=true', [...BOTH, 'agent hears supervisor']],
    ['agent', 'eavesdrop_whisper_aleg=true', [...BOTH, 'customer hears supervisor']],
    ['customer', 'eavesdrop_whisper_aleg=true', [...BOTH, 'agent hears supervisor']],
    ['agent', 'eavesdrop_bridge_aleg=true', ['supervisor hears agent']],
    ['agent', 'eavesdrop_bridge_bleg=true', ['supervisor hears customer']],
    ['agent', 'eavesdrop_bridge_aleg=true,eavesdrop_whisper_bleg=true', ['supervisor hears agent']],
  ] as const)('on the leg of the %s, %s', async (leg, variables, want) => {
    const { heard } = await listening(leg, `,${variables}`);
    expect(heard().sort()).toEqual([...want].sort());
  });

  it('takes no keys where they are off, nor in a three-way', async () => {
    const off = await listening('agent', ',eavesdrop_enable_dtmf=false');
    off.press('2');
    expect(off.heard()).toEqual(BOTH);
    await demo?.stop();
    const three = await listening('agent', '', 'three_way');
    expect(three.heard()).toHaveLength(4);
    three.press('0');
    expect(three.heard()).toHaveLength(4);
  });

  it('lets a customer who hears music hear nobody', async () => {
    const { pbx, clock, agent, customer } = await listening('agent');
    expect(pbx.hears(customer, agent)).toBe(true);
    runApi(pbx.pbx, `uuid_broadcast ${customer} tone_stream://%(1,0,6) aleg`, {}, () => undefined);
    clock.advance(500);
    expect(pbx.hears(customer, agent)).toBe(false);
  });
});
