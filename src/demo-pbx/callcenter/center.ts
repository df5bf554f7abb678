import type { EventHeaders } from '../world/event.ts';
import type { Leg } from '../world/leg.ts';
import type { World } from '../world/world.ts';
import {
  AGENT_STATES,
  AGENT_STATUSES,
  DISCARD_S,
  INSTANCE,
  newAgent,
  newQueue,
  type Row,
} from './rows.ts';

const INFO = 'callcenter::info';
/** What `callcenter_config` answers where something is not so. */
const NO_AGENT = '-ERR Agent not found!\n';
const OK = '+OK\n';

/** A caller in a queue, and the agent's leg that rings for or talks to it. */
interface Serving {
  readonly row: Row;
  readonly member: Leg;
  calledS: string;
  answeredS: string;
}

/** mod_callcenter's tables, and the events by which it tells what becomes of them (docs/protocol, callcenter-*). */
export class CallCenter {
  readonly agents = new Map<string, Row>();
  readonly queues = new Map<string, Row>();
  tiers: Row[] = [];
  readonly #members = new Map<string, Row>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  #now(): string {
    return String(Math.floor(this.#world.now() / 1000));
  }

  addQueue(name: string, strategy = 'longest-idle-agent'): void {
    this.queues.set(name, newQueue(name, strategy));
  }

  addAgent(name: string, contact: string, change: Readonly<Row> = {}): Row {
    const row = { ...newAgent(name, contact, this.#now()), ...change };
    this.agents.set(name, row);
    return row;
  }

  addTier(queue: string, agent: string, level = '1', position = '1'): void {
    this.tiers.push({ queue, agent, state: 'Ready', level, position });
  }

  /** Members as they stand: those who gave up stay a while, and the score is how long it has been. */
  members(queue?: string): Row[] {
    const now = Number(this.#now());
    for (const [uuid, { abandoned_epoch: left = '0' }] of this.#members)
      if (left !== '0' && Number(left) + DISCARD_S <= now) this.#members.delete(uuid);
    return [...this.#members.values()]
      .filter((row) => queue === undefined || row['queue'] === queue)
      .map((row) => ({ ...row, score: String(now - Number(row['system_epoch'])) }));
  }

  /** Extensions of a queue's agents who would be offered a call now. */
  ready(queue: string): string[] {
    const now = Number(this.#now());
    const names = this.tiers.filter((tier) => tier['queue'] === queue).map(({ agent }) => agent);
    return names.flatMap((name = '') => {
      const agent = this.agents.get(name);
      if (agent?.['status'] !== 'Available' || agent['state'] !== 'Waiting') return [];
      const free = Number(agent['last_bridge_end']) + Number(agent['wrap_up_time']);
      return free <= now && Number(agent['ready_time']) <= now ? [name.split('@')[0] ?? ''] : [];
    });
  }

  /** @returns what `agent set status` answers */
  setStatus(name: string, status: string): string {
    const agent = this.agents.get(name);
    if (!agent) return NO_AGENT;
    if (!AGENT_STATUSES.includes(status)) return '-ERR Invalid Agent Status!\n';
    if (status === 'Available' && agent['status'] !== status)
      Object.assign(agent, { talk_time: '0', calls_answered: '0', no_answer_count: '0' });
    // An agent who is available already stays so since when it was (mod_callcenter, cc_agent_update).
    if (status !== 'Available' || agent['status'] !== status)
      agent['last_status_change'] = this.#now();
    agent['status'] = status;
    this.#tell({ 'CC-Agent': name, 'CC-Action': 'agent-status-change', 'CC-Agent-Status': status });
    return OK;
  }

  /** @returns what `agent set state` answers */
  setState(name: string, state: string): string {
    const agent = this.agents.get(name);
    if (!agent) return NO_AGENT;
    if (!AGENT_STATES.includes(state)) return '-ERR Invalid Agent State!\n';
    if (state === 'Receiving') agent['last_offered_call'] = this.#now();
    agent['state'] = state;
    this.#tell({ 'CC-Agent': name, 'CC-Action': 'agent-state-change', 'CC-Agent-State': state });
    return OK;
  }

  /** `agent get …` tells everybody what it was asked. */
  asked(name: string, key: string, value: string): void {
    const title = `CC-Agent-${key.charAt(0).toUpperCase()}${key.slice(1)}`;
    this.#tell({ 'CC-Agent': name, 'CC-Action': `agent-${key}-get`, [title]: value });
  }

  /** A caller has come to a queue. @returns the member's uuid */
  join(member: Leg, queue: string): string {
    const uuid = this.#world.random.uuid();
    const { callerName, callerNumber } = member.profile;
    this.#members.set(uuid, {
      queue,
      instance_id: INSTANCE,
      uuid,
      session_uuid: member.uuid,
      cid_number: callerNumber,
      cid_name: callerName,
      system_epoch: this.#now(),
      joined_epoch: this.#now(),
      rejoined_epoch: '0',
      bridge_epoch: '0',
      abandoned_epoch: '0',
      base_score: '0',
      skill_score: '0',
      serving_agent: '',
      serving_system: '',
      state: 'Waiting',
      score: '0',
    });
    this.#tell(
      { 'CC-Queue': queue, 'CC-Action': 'member-queue-start', ...this.#caller(uuid) },
      member,
    );
    this.#count(queue);
    return uuid;
  }

  /** A phone is about to ring for a member. */
  offer(uuid: string, member: Leg, agent: string): Serving | undefined {
    const row = this.#members.get(uuid);
    if (!row) return undefined;
    Object.assign(row, { state: 'Trying', serving_agent: agent, serving_system: INSTANCE });
    this.setState(agent, 'Receiving');
    this.#tell({
      'CC-Queue': row['queue'] ?? '',
      'CC-Action': 'agent-offering',
      'CC-Agent': agent,
      'CC-Agent-Type': 'callback',
      'CC-Agent-System': INSTANCE,
      ...this.#caller(uuid),
      'CC-Member-DNIS': member.profile.rdnis,
    });
    return { row, member, calledS: this.#now(), answeredS: '' };
  }

  /** The phone was answered: the two are about to be bridged. */
  answered(serving: Serving, agent: Leg): void {
    const { row, calledS } = serving;
    serving.answeredS = this.#now();
    this.#tell(
      {
        'CC-Queue': row['queue'] ?? '',
        'CC-Action': 'bridge-agent-start',
        ...this.#agentOf(row),
        'CC-Agent-UUID': agent.uuid,
        'CC-Agent-Called-Time': calledS,
        'CC-Agent-Answered-Time': serving.answeredS,
        'CC-Member-Joined-Time': row['joined_epoch'] ?? '',
        ...this.#caller(row['uuid'] ?? ''),
        'CC-Member-DNIS': serving.member.profile.rdnis,
      },
      agent,
    );
    this.#count(row['queue'] ?? '');
  }

  /** They talk. */
  bridged({ row }: Serving, agent: Leg): void {
    const now = this.#now();
    Object.assign(row, { state: 'Answered', bridge_epoch: now });
    const counted = this.queues.get(row['queue'] ?? '');
    if (counted) add(counted, 'calls_answered');
    const serving = this.agents.get(row['serving_agent'] ?? '');
    if (!serving) return;
    Object.assign(serving, { uuid: agent.uuid, last_bridge_start: now, no_answer_count: '0' });
    add(serving, 'calls_answered');
    this.#tierState(row, 'Active Inbound');
    this.setState(serving['name'] ?? '', 'In a queue call');
  }

  /** They have talked. */
  ended(serving: Serving, agent: Leg): void {
    const { row, member, calledS, answeredS } = serving;
    const now = this.#now();
    const queue = row['queue'] ?? '';
    const head = (action: string): EventHeaders => ({
      'CC-Queue': queue,
      'CC-Action': action,
      'CC-Hangup-Cause': 'SUCCESS',
    });
    const agentIs = { ...this.#agentOf(row), 'CC-Agent-UUID': agent.uuid };
    const rang = { 'CC-Agent-Called-Time': calledS, 'CC-Agent-Answered-Time': answeredS };
    const joined = { 'CC-Member-Joined-Time': row['joined_epoch'] ?? '' };
    const caller = this.#caller(row['uuid'] ?? '');
    this.#tell(
      {
        ...head('bridge-agent-end'),
        ...agentIs,
        'CC-Agent-Bridged': 'true',
        ...rang,
        ...joined,
        'CC-Bridge-Terminated-Time': now,
        ...caller,
      },
      agent,
    );
    this.#tell(
      {
        ...head('member-queue-end'),
        'CC-Cause': 'Terminated',
        ...agentIs,
        ...rang,
        'CC-Member-Leaving-Time': now,
        ...joined,
        ...caller,
      },
      member,
    );
    this.#members.delete(row['uuid'] ?? '');
    const of = this.agents.get(row['serving_agent'] ?? '');
    if (of) {
      of['uuid'] = '';
      of['last_bridge_end'] = now;
      of['talk_time'] = String(
        Number(of['talk_time']) + Number(now) - Number(of['last_bridge_start']),
      );
    }
    this.#tierState(row, 'Ready');
    this.setState(row['serving_agent'] ?? '', 'Waiting');
  }

  /** The phone was not answered. @param cause why, as FreeSWITCH's causes are called */
  failed({ row, calledS }: Serving, cause: string): void {
    const name = row['serving_agent'] ?? '';
    const agent = this.agents.get(name);
    if (cause === 'NO_ANSWER' && agent) this.#noAnswer(agent, row);
    const delay = { NO_ANSWER: 'no_answer_delay_time', USER_BUSY: 'busy_delay_time' }[cause];
    if (agent && delay && agent[delay] !== '0')
      agent['ready_time'] = String(Number(this.#now()) + Number(agent[delay]));
    this.#tell({
      'CC-Queue': row['queue'] ?? '',
      'CC-Action': 'bridge-agent-fail',
      'CC-Hangup-Cause': cause,
      ...this.#agentOf(row),
      'CC-Agent-Called-Time': calledS,
      'CC-Agent-Aborted-Time': this.#now(),
      ...this.#caller(row['uuid'] ?? ''),
      'CC-Member-Joined-Time': row['joined_epoch'] ?? '',
    });
    if (row['state'] === 'Trying')
      Object.assign(row, { state: 'Waiting', serving_agent: '', serving_system: '' });
    this.setState(name, 'Waiting');
  }

  /** The caller has left without an answer. */
  abandoned(uuid: string, member: Leg, reason = 'BREAK_OUT'): void {
    const row = this.#members.get(uuid);
    if (!row || row['state'] === 'Answered' || row['state'] === 'Abandoned') return;
    const now = this.#now();
    this.#tell(
      {
        'CC-Queue': row['queue'] ?? '',
        'CC-Action': 'member-queue-end',
        'CC-Member-Leaving-Time': now,
        'CC-Member-Joined-Time': row['joined_epoch'] ?? '',
        'CC-Cause': 'Cancel',
        'CC-Cancel-Reason': reason,
        ...this.#caller(uuid),
      },
      member,
    );
    Object.assign(row, {
      state: 'Abandoned',
      session_uuid: '',
      abandoned_epoch: now,
      serving_system: '',
    });
    const counted = this.queues.get(row['queue'] ?? '');
    if (counted) add(counted, 'calls_abandoned');
    this.#count(row['queue'] ?? '');
  }

  #noAnswer(agent: Row, member: Row): void {
    add(agent, 'no_answer_count');
    const most = Number(agent['max_no_answer']);
    if (most === 0 || Number(agent['no_answer_count']) < most) return;
    const status = this.queues.get(member['queue'] ?? '')?.['agent_no_answer_status'] ?? 'On Break';
    this.#tell({
      'CC-Agent': agent['name'] ?? '',
      'CC-Action': 'agent-max-no-answer',
      'CC-Agent-No-Answer-Count': agent['no_answer_count'] ?? '',
      'CC-Agent-No-Answer-Status': status,
      'CC-Member-UUID': member['uuid'] ?? '',
      'CC-Member-Session-UUID': member['session_uuid'] ?? '',
    });
    this.setStatus(agent['name'] ?? '', status);
  }

  #tierState(member: Row, state: string): void {
    for (const tier of this.tiers)
      if (tier['queue'] === member['queue'] && tier['agent'] === member['serving_agent'])
        tier['state'] = state;
  }

  #agentOf(row: Row): EventHeaders {
    return { 'CC-Agent': row['serving_agent'] ?? '', 'CC-Agent-System': INSTANCE };
  }

  #caller(uuid: string): EventHeaders {
    const row = this.#members.get(uuid);
    return {
      'CC-Member-UUID': uuid,
      'CC-Member-Session-UUID': row?.['session_uuid'] ?? '',
      'CC-Member-CID-Name': row?.['cid_name'] ?? '',
      'CC-Member-CID-Number': row?.['cid_number'] ?? '',
    };
  }

  /** How many the queue has: one who has just been answered is still among them (docs/protocol). */
  #count(queue: string): void {
    const states = new Set(['Waiting', 'Trying']);
    const count = [...this.#members.values()].filter(
      (row) => row['queue'] === queue && states.has(row['state'] ?? ''),
    ).length;
    this.#tell({
      'CC-Queue': queue,
      'CC-Action': 'members-count',
      'CC-Count': String(count),
      'CC-Selection': 'Single-Queue',
    });
  }

  #tell(headers: EventHeaders, leg?: Leg): void {
    if (leg) this.#world.custom(INFO, leg, headers);
    else this.#world.emitEvent('CUSTOM', { 'Event-Subclass': INFO, ...headers });
  }
}

const add = (row: Row, column: string): void => {
  row[column] = String(Number(row[column]) + 1);
};
