import type { BoardEvent, QueueEvent } from '@shared/board/event.ts';
import { rowFrom, type AnyRow } from '@shared/board/rows.ts';
import type { EventHeaders } from '../headers.ts';
import { millis } from '../mapping.ts';

/** s since the epoch that an event gives, as ms; 0 where it gives none. */
const secondsMs = (headers: EventHeaders, name: string): number =>
  Number(headers.get(name) ?? '') * 1000 || 0;

/** Looks at the rows that are known: what an event changes may depend on them. */
export interface KnownRows {
  agent(name: string): AnyRow | undefined;
  queue(name: string): AnyRow | undefined;
  member(uuid: string): AnyRow | undefined;
  registration(key: string): AnyRow | undefined;
}

/** Strategies that ring several agents: the member is served by the strategy, not by one of them. */
const TOGETHER = new Set(['ring-all', 'ring-progressively']);

/** What `callcenter::info` changes in mod_callcenter's tables (docs/protocol, callcenter-*). */
export function mapCallcenter(headers: EventHeaders, known: KnownRows): BoardEvent[] {
  const atMs = millis(headers, 'Event-Date-Timestamp');
  const now = String(Math.floor(atMs / 1000));
  const agent = headers.get('CC-Agent') ?? '';
  const queue = headers.get('CC-Queue') ?? '';
  const member = headers.get('CC-Member-UUID') ?? '';
  const ofAgent = (change: AnyRow): BoardEvent => patch('agents', agent, change);
  const ofMember = (change: AnyRow): BoardEvent => patch('members', member, change);
  switch (headers.get('CC-Action')) {
    case 'agent-status-change':
      return [ofAgent(statusChange(known.agent(agent), headers.get('CC-Agent-Status') ?? '', now))];
    case 'agent-state-change': {
      const state = headers.get('CC-Agent-State') ?? '';
      return [ofAgent({ state, ...(state === 'Receiving' ? { last_offered_call: now } : {}) })];
    }
    case 'agent-contact-change':
      return [ofAgent({ contact: headers.get('CC-Agent-Contact') ?? '' })];
    case 'member-queue-start':
    case 'member-queue-resume':
      return memberStart(headers, now);
    case 'agent-offering': {
      const strategy = known.queue(queue)?.['strategy'] ?? '';
      const serving = TOGETHER.has(strategy) ? strategy : agent;
      return [ofMember({ state: 'Trying', serving_agent: serving })];
    }
    case 'bridge-agent-start':
      return answered(headers, known.agent(agent), atMs);
    case 'bridge-agent-fail':
      // One of several phones that ring says nothing of the others, and who gave up does not wait again.
      return known.member(member)?.['state'] === 'Trying' &&
        !TOGETHER.has(known.queue(queue)?.['strategy'] ?? '')
        ? [ofMember({ state: 'Waiting', serving_agent: '' })]
        : [];
    case 'bridge-agent-end':
      return bridgeEnd(headers, known.agent(agent), atMs);
    case 'member-queue-end':
      return memberEnd(headers, atMs);
    default:
      return [];
  }
}

const patch = (part: 'agents' | 'members', key: string, change: AnyRow): BoardEvent => ({
  kind: 'patch',
  part,
  key,
  change,
});
/** Who is available already stays so since when it was; who becomes it begins to count anew. */
function statusChange(before: AnyRow | undefined, status: string, now: string): AnyRow {
  if (status !== 'Available') return { status, last_status_change: now };
  if (before?.['status'] === status) return { status };
  const anew = { talk_time: '0', calls_answered: '0', no_answer_count: '0' };
  return { status, last_status_change: now, ...anew };
}

function memberStart(headers: EventHeaders, now: string): BoardEvent[] {
  const row = rowFrom('members', {
    uuid: headers.get('CC-Member-UUID'),
    queue: headers.get('CC-Queue'),
    session_uuid: headers.get('CC-Member-Session-UUID'),
    cid_number: headers.get('CC-Member-CID-Number'),
    cid_name: headers.get('CC-Member-CID-Name'),
    joined_epoch: now,
    bridge_epoch: '0',
    abandoned_epoch: '0',
    state: 'Waiting',
  });
  return row ? [{ kind: 'born', part: 'members', row }] : [];
}

function answered(headers: EventHeaders, agent: AnyRow | undefined, atMs: number): BoardEvent[] {
  const now = String(Math.floor(atMs / 1000));
  const name = headers.get('CC-Agent') ?? '';
  const member = headers.get('CC-Member-UUID') ?? '';
  const queue = headers.get('CC-Queue') ?? '';
  const joinedMs = secondsMs(headers, 'CC-Member-Joined-Time');
  const told: QueueEvent = {
    kind: 'answered',
    queue,
    member,
    waitMs: Math.max(0, secondsMs(headers, 'CC-Agent-Answered-Time') - joinedMs),
    atMs,
  };
  return [
    patch('members', member, { state: 'Answered', serving_agent: name, bridge_epoch: now }),
    patch('agents', name, {
      uuid: headers.get('CC-Agent-UUID') ?? '',
      last_bridge_start: now,
      no_answer_count: '0',
      calls_answered: String(Number(agent?.['calls_answered'] ?? 0) + 1),
    }),
    told,
  ];
}

function bridgeEnd(headers: EventHeaders, agent: AnyRow | undefined, atMs: number): BoardEvent[] {
  const now = Math.floor(atMs / 1000);
  const began = Number(agent?.['last_bridge_start'] ?? 0);
  const answeredMs = secondsMs(headers, 'CC-Agent-Answered-Time');
  const talk = Number(agent?.['talk_time'] ?? 0) + (began > 0 ? now - began : 0);
  return [
    patch('agents', headers.get('CC-Agent') ?? '', {
      uuid: '',
      last_bridge_end: String(now),
      talk_time: String(talk),
    }),
    {
      kind: 'talked',
      queue: headers.get('CC-Queue') ?? '',
      member: headers.get('CC-Member-UUID') ?? '',
      talkMs: Math.max(0, secondsMs(headers, 'CC-Bridge-Terminated-Time') - answeredMs),
      atMs,
    },
  ];
}

/** One who was answered leaves the list; one who gave up stays in it for a while, marked. */
function memberEnd(headers: EventHeaders, atMs: number): BoardEvent[] {
  const member = headers.get('CC-Member-UUID') ?? '';
  if (headers.get('CC-Cause') !== 'Cancel') return [{ kind: 'gone', part: 'members', key: member }];
  const leftMs = secondsMs(headers, 'CC-Member-Leaving-Time');
  return [
    patch('members', member, {
      state: 'Abandoned',
      session_uuid: '',
      abandoned_epoch: String(Math.floor(leftMs / 1000)),
      serving_agent: '',
    }),
    {
      kind: 'abandoned',
      queue: headers.get('CC-Queue') ?? '',
      member,
      waitMs: Math.max(0, leftMs - secondsMs(headers, 'CC-Member-Joined-Time')),
      reason: headers.get('CC-Cancel-Reason') ?? '',
      atMs,
    },
  ];
}

const REGISTERS = new Set(['sofia::register', 'sofia::unregister', 'sofia::expire']);

/** A phone registers, leaves, or was not heard of any more (docs/protocol, registration-*). */
export function mapSofia(headers: EventHeaders, known: KnownRows): BoardEvent[] {
  const user = headers.get('from-user') ?? headers.get('user') ?? '';
  const realm = headers.get('realm') ?? headers.get('from-host') ?? headers.get('host') ?? '';
  const token = headers.get('call-id') ?? '';
  const row = rowFrom('registrations', {
    reg_user: user,
    realm,
    token,
    network_ip: headers.get('network-ip'),
    network_port: headers.get('network-port'),
  });
  const subclass = headers.get('Event-Subclass') ?? '';
  if (!row || !REGISTERS.has(subclass)) return [];
  if (subclass === 'sofia::register') return [{ kind: 'born', part: 'registrations', row }];
  const key = `${user}\n${realm}`;
  // Another phone of the same user has registered meanwhile: that one is not gone.
  const stands = known.registration(key);
  if (stands && stands['token'] !== token) return [];
  return [{ kind: 'gone', part: 'registrations', key }];
}
