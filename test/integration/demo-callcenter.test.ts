import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/demo-pbx/clock.ts';
import { runApi } from '../../src/demo-pbx/esl/api.ts';
import type { EventHeaders } from '../../src/demo-pbx/world/event.ts';
import type { Leg } from '../../src/demo-pbx/world/leg.ts';
import { eventsOf } from '../support/custom-events.ts';
import { startDemoPbx, type DemoPbx } from '../support/demo.ts';

let clock: VirtualClock;
let demo: DemoPbx;
let told: EventHeaders[];
const QUEUE = 'support@pbx.example.test';
const AGENT = '202@pbx.example.test';

beforeEach(async () => {
  clock = new VirtualClock();
  demo = await startDemoPbx({ calm: true, clock });
  told = [];
  demo.world.on('event', ({ headers }) => {
    if (headers['Event-Subclass'] === 'callcenter::info') told.push(headers);
  });
});
afterEach(() => demo.stop());

function api(line: string): string {
  let answer = '';
  runApi(demo.pbx, line, {}, (text) => (answer = text));
  return answer;
}

/** Somebody comes to the queue of 4001. */
function caller(): Leg {
  const { caller: uuid } = demo.inbound({ to: '4001', number: '+46701234567', name: 'Maja' });
  const leg = demo.world.locate(uuid);
  if (!leg) throw new Error('no caller');
  clock.advance(100);
  return leg;
}

/** What was told: each event's action, with what a reader goes by. */
const actions = (): string[] =>
  told.map((headers) =>
    ['CC-Action', 'CC-Agent-State', 'CC-Agent-Status', 'CC-Count', 'CC-Cause', 'CC-Cancel-Reason']
      .map((name) => headers[name] ?? '')
      .filter((text) => text !== '')
      .join(' '),
  );

const CC_KEYS = (headers: EventHeaders): string[] =>
  Object.keys(headers).filter((name) => name.startsWith('CC-'));

describe('a call in a queue of the demo PBX', () => {
  it('is told as the captured one: order, headers and their order', () => {
    const member = caller();
    const agent = demo.pbx.queues.offer(member, '202', 8_000);
    clock.advance(2_600);
    demo.pbx.pickUp(agent as Leg);
    clock.advance(3_000);
    demo.pbx.leave(member);
    clock.advance(1_000);
    const captured = eventsOf('callcenter-login-offer-answer-wrapup', 'callcenter::info')
      // Those before are the statuses set beforehand, those after questions.
      .slice(5)
      .filter((headers) => !String(headers['CC-Action']).endsWith('-get'));
    expect(told.map(({ 'CC-Action': action }) => action)).toEqual(
      captured.map(({ 'CC-Action': action }) => action),
    );
    // The count after the bridge is that of a moment: 1 there, where the thread was late.
    for (const [i, headers] of told.entries())
      expect(CC_KEYS(headers)).toEqual(CC_KEYS(captured[i] as EventHeaders));
  });

  it('is abandoned when the caller hangs up, and stays listed for a minute', () => {
    const member = caller();
    clock.advance(3_000);
    demo.pbx.leave(member);
    clock.advance(1_000);
    expect(actions().slice(-2)).toEqual(['member-queue-end Cancel BREAK_OUT', 'members-count 0']);
    expect(api(`callcenter_config queue list members ${QUEUE}`)).toMatch(
      /\|\|\+46701234567\|Maja\|\d+\|\d+\|0\|0\|\d+\|0\|0\|\|\|Abandoned\|4\n\+OK\n$/,
    );
    expect(api(`callcenter_config queue count members ${QUEUE}`)).toBe('1\n');
    clock.advance(60_000);
    expect(api(`callcenter_config queue list members ${QUEUE}`)).toBe('+OK\n');
  });

  it('puts an agent on break who did not answer too often', () => {
    const member = caller();
    for (let i = 0; i < 3; i += 1) {
      demo.pbx.queues.offer(member, '202', 8_000);
      clock.advance(9_000);
    }
    expect(actions().slice(-4)).toEqual([
      'agent-max-no-answer',
      'agent-status-change On Break',
      'bridge-agent-fail',
      'agent-state-change Waiting',
    ]);
    expect(api(`callcenter_config agent get status ${AGENT}`)).toBe('On Break');
  });
});

describe('callcenter_config of the demo PBX', () => {
  it.each([
    [`agent set status ${AGENT} On Break`, '-ERR Invalid Agent Status!\n'],
    [`agent set status ${AGENT} "On Break"`, '-ERR Invalid Agent Status!\n'],
    [`agent set status ${AGENT} 'On Break'`, '+OK\n'],
    ['agent set status 299@pbx.example.test Available', '-ERR Agent not found!\n'],
    [`agent set state ${AGENT} Sleeping`, '-ERR Invalid Agent State!\n'],
    [`agent set status ${AGENT}`, '-ERR Invalid!\n'],
    ['agent list nobody@x', '+OK\n'],
    ['queue list members nosuch@default', '+OK\n'],
    ['queue count members nosuch@default', '0\n'],
    ['queue list nonsense support@default', '-ERR Invalid!\n'],
    ['agent del 299@pbx.example.test', '+OK\n'],
  ])('answers %s as the captured one', (line, answer) => {
    expect(api(`callcenter_config ${line}`)).toBe(answer);
  });

  it('prints the columns of each list as captured', () => {
    const first = (line: string): string | undefined =>
      api(`callcenter_config ${line}`).split('\n')[0];
    caller();
    expect(first('agent list')).toBe(
      'name|instance_id|uuid|type|contact|status|state|max_no_answer|wrap_up_time|reject_delay_time|busy_delay_time|no_answer_delay_time|last_bridge_start|last_bridge_end|last_offered_call|last_status_change|no_answer_count|calls_answered|talk_time|ready_time|external_calls_count',
    );
    expect(first(`queue list members ${QUEUE}`)).toBe(
      'queue|instance_id|uuid|session_uuid|cid_number|cid_name|system_epoch|joined_epoch|rejoined_epoch|bridge_epoch|abandoned_epoch|base_score|skill_score|serving_agent|serving_system|state|score',
    );
    expect(first('tier list')).toBe('queue|agent|state|level|position');
  });

  it('reads one queue’s members by JSON only where the queue is named apart', () => {
    caller();
    const ask = (data: object): unknown =>
      JSON.parse(api(`json ${JSON.stringify({ command: 'callcenter_config', data })}`));
    expect(ask({ arguments: 'queue list members', queue_name: QUEUE })).toMatchObject({
      status: 'success',
      response: [{ queue: QUEUE, cid_name: 'Maja', state: 'Waiting' }],
    });
    expect(ask({ arguments: `queue list members ${QUEUE}` })).toMatchObject({
      status: 'error',
      response: null,
    });
  });
});

it('tells of a phone that goes and comes as the captured one', () => {
  const sofia: EventHeaders[] = [];
  demo.world.on('event', ({ headers }) => {
    if (String(headers['Event-Subclass']).startsWith('sofia::')) sofia.push(headers);
  });
  demo.pbx.setPhone('203', { registered: false });
  demo.pbx.setPhone('203', { registered: true });
  expect(api('show registrations count as json')).toBe('{"row_count":20,"rows":[]}');
  for (const subclass of ['sofia::unregister', 'sofia::register']) {
    const [captured] = eventsOf('registration-register-unregister-expire', subclass);
    const ours = sofia.find((headers) => headers['Event-Subclass'] === subclass) as EventHeaders;
    const own = (headers: EventHeaders): string[] =>
      Object.keys(headers).filter((name) => !/^(Event|Core|FreeSWITCH)/.test(name));
    expect(own(ours)).toEqual(own(captured as EventHeaders));
  }
});
