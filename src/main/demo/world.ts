import { EventEmitter } from 'node:events';
import type { ChannelRow } from '@shared/domain/channel.ts';
import type { Clock } from './clock.ts';
import {
  baseHeaders,
  callstateNumber,
  legHeaders,
  localTime,
  variableHeaders,
  type EventHeaders,
  type Identity,
} from './headers.ts';
import { Leg, PCMU, type CallState, type LegOptions, type State } from './leg.ts';
import type { Random } from './random.ts';

/** Events that carry all of a channel's variables (esl-captures). */
const WITH_VARIABLES = new Set([
  'CHANNEL_CREATE',
  'CHANNEL_ORIGINATE',
  'CHANNEL_EXECUTE',
  'CHANNEL_EXECUTE_COMPLETE',
  'CHANNEL_PROGRESS',
  'CHANNEL_PROGRESS_MEDIA',
  'CHANNEL_ANSWER',
  'CHANNEL_BRIDGE',
  'CHANNEL_UNBRIDGE',
  'CHANNEL_HOLD',
  'CHANNEL_UNHOLD',
  'CALL_UPDATE',
  'CHANNEL_HANGUP',
  'CHANNEL_HANGUP_COMPLETE',
  'CHANNEL_DESTROY',
  'CHANNEL_PARK',
  'CHANNEL_UNPARK',
]);
/** ms between a leg's answer and the caller's, as the captures show (one 20 ms packet). */
const PACKET_MS = 20;
/** ms from UNHELD to ACTIVE. */
const UNHELD_MS = 40;

/** What happens on the PBX, told in order. `body` goes with BACKGROUND_JOB. */
export interface WorldEvent {
  readonly headers: EventHeaders;
  readonly body?: string;
}

/**
 * The channels of the simulated PBX and what they can do. Emits `event` with the headers and in the
 * order that the captures of a real FreeSWITCH show, and keeps rows by the rules of its core table.
 */
export class World extends EventEmitter<{ event: [WorldEvent] }> {
  readonly clock: Clock;
  readonly random: Random;
  readonly identity: Identity;
  readonly legs = new Map<string, Leg>();
  readonly startedMs: number;
  #sequence = 50_000;
  sessions = 0;

  constructor(clock: Clock, random: Random, domain: string) {
    super();
    this.clock = clock;
    this.random = random;
    this.identity = { coreUuid: random.uuid(), domain };
    this.startedMs = clock.now();
  }

  /** `show channels`, oldest first. */
  rows(): ChannelRow[] {
    return [...this.legs.values()].map(({ row }) => row).filter((row) => row !== undefined);
  }

  emitEvent(name: string, extra: EventHeaders = {}, body?: string): void {
    this.#sequence += 1;
    const headers = {
      ...baseHeaders(name, this.identity, this.clock.now(), this.#sequence),
      ...extra,
    };
    this.emit('event', body === undefined ? { headers } : { headers, body });
  }

  /** Tells an event of a leg; `before` stands before the leg's headers, `after` behind the variables. */
  tell(name: string, leg: Leg, before: EventHeaders = {}, after: EventHeaders = {}): void {
    this.emitEvent(name, {
      ...before,
      ...legHeaders(leg),
      ...(WITH_VARIABLES.has(name) ? variableHeaders(leg) : {}),
      ...after,
    });
  }

  /** Makes a leg known to the world; it has no row until it is created. */
  add(options: Omit<LegOptions, 'createdMs'>): Leg {
    const leg = new Leg({ ...options, createdMs: this.clock.now() });
    this.legs.set(leg.uuid, leg);
    this.sessions += 1;
    return leg;
  }

  /** CHANNEL_STATE, and what FreeSWITCH writes to its table on it. */
  setState(leg: Leg, state: State): void {
    leg.state = state;
    const { row } = leg;
    if (row && !['CS_NEW', 'CS_INIT', 'CS_REPORTING', 'CS_DESTROY'].includes(state))
      row.state = state;
    if (row && state === 'CS_ROUTING') this.#writeProfile(leg);
    this.tell('CHANNEL_STATE', leg);
  }

  setCallstate(leg: Leg, callstate: CallState): void {
    if (leg.callstate === callstate) return;
    const original = leg.callstate;
    leg.callstate = callstate;
    if (leg.row && callstate !== 'HANGUP' && callstate !== 'DOWN') leg.row.callstate = callstate;
    this.tell('CHANNEL_CALLSTATE', leg, {
      'Original-Channel-Call-State': original,
      'Channel-Call-State-Number': callstateNumber(leg),
    });
  }

  /** CHANNEL_CREATE: from now on the leg is in `show channels`. */
  create(leg: Leg): void {
    const nowMs = this.clock.now();
    const row = leg.newRow();
    leg.row = row;
    Object.assign(row, {
      direction: leg.direction,
      created: localTime(nowMs),
      created_epoch: String(Math.floor(nowMs / 1000)),
      name: leg.name,
      state: leg.state,
      callstate: leg.callstate,
      dialplan: 'XML',
      context: leg.context,
      hostname: this.identity.domain,
      cid_name: leg.cidName,
      cid_num: leg.cidNum,
      ip_addr: '127.0.0.1',
      dest: leg.dest,
      initial_cid_name: leg.cidName,
      initial_cid_num: leg.cidNum,
      initial_ip_addr: '127.0.0.1',
      initial_dest: leg.dest,
      initial_dialplan: 'XML',
      initial_context: leg.context,
    });
    this.#writeCodec(leg);
    this.tell('CHANNEL_CREATE', leg);
  }

  execute(leg: Leg, application: string, data: string): void {
    leg.application = application;
    leg.applicationData = data;
    if (leg.row)
      Object.assign(leg.row, { application, application_data: data, ...this.#presence(leg) });
    this.tell('CHANNEL_EXECUTE', leg, {}, { Application: application, 'Application-Data': data });
  }

  executed(leg: Leg, application: string, data: string): void {
    this.tell(
      'CHANNEL_EXECUTE_COMPLETE',
      leg,
      {},
      {
        Application: application,
        'Application-Data': data,
        'Application-Response': '_none_',
      },
    );
  }

  /** A call from outside, up to where the dialplan has it. */
  arrive(cidName: string, cidNum: string, did: string, uuid = this.random.uuid()): Leg {
    const name = `sofia/external/${cidNum}@127.0.0.1:${this.random.int(7100, 7900)}`;
    const leg = this.add({
      uuid,
      direction: 'inbound',
      name,
      cidName,
      cidNum,
      dest: did,
      context: 'public',
      presence: '',
    });
    this.setState(leg, 'CS_NEW');
    leg.codec = PCMU;
    this.setState(leg, 'CS_INIT');
    this.create(leg);
    leg.state = 'CS_ROUTING';
    this.setCallstate(leg, 'RINGING');
    this.setState(leg, 'CS_ROUTING');
    this.setState(leg, 'CS_EXECUTE');
    return leg;
  }

  /** The dialplan sends a leg on to a number inside. */
  route(leg: Leg, dest: string): void {
    leg.dest = dest;
    leg.context = 'default';
    this.setState(leg, 'CS_ROUTING');
    this.setState(leg, 'CS_EXECUTE');
  }

  /** A leg to a phone begins to ring. */
  ring(options: Omit<LegOptions, 'createdMs' | 'direction'>): Leg {
    const leg = this.add({ ...options, direction: 'outbound' });
    leg.state = 'CS_NONE';
    this.tell('CHANNEL_OUTGOING', leg);
    this.setState(leg, 'CS_INIT');
    this.create(leg);
    if (leg.row) Object.assign(leg.row, this.#presence(leg), { call_uuid: leg.callUuid });
    this.tell('CHANNEL_ORIGINATE', leg);
    this.setState(leg, 'CS_ROUTING');
    this.setState(leg, 'CS_CONSUME_MEDIA');
    leg.progressMs = this.clock.now();
    this.tell('CHANNEL_PROGRESS', leg);
    this.setCallstate(leg, 'RINGING');
    return leg;
  }

  answer(leg: Leg): void {
    if (leg.dead || leg.answered) return;
    leg.answer = 'answered';
    leg.answeredMs = this.clock.now();
    leg.codec = PCMU;
    this.tell('CHANNEL_ANSWER', leg);
    this.setCallstate(leg, 'ACTIVE');
    this.#writeCodec(leg);
  }

  /** Two answered legs talk: `a` was there first. */
  bridge(a: Leg, b: Leg): void {
    a.peer = b;
    b.peer = a;
    a.other = b;
    a.otherType = 'originatee';
    if (!b.other) {
      b.other = a;
      b.otherType = 'originator';
    }
    b.callUuid = a.callUuid;
    a.calleeName = 'Outbound Call';
    a.calleeNum = b.initialDest;
    a.bridgedMs = this.clock.now();
    b.bridgedMs = this.clock.now();
    for (const leg of [a, b]) if (leg.row) leg.row.call_uuid = a.callUuid;
    this.tell('CHANNEL_BRIDGE', a, { 'Bridge-A-Unique-ID': a.uuid, 'Bridge-B-Unique-ID': b.uuid });
    if (b.state !== 'CS_EXECUTE') this.setState(b, 'CS_EXCHANGE_MEDIA');
    this.#callUpdate(a, b, 'Outbound Call', b.initialDest);
    this.#callUpdate(b, a, a.cidName, a.cidNum);
  }

  unbridge(a: Leg): void {
    const b = a.peer;
    if (!b) return;
    a.peer = undefined;
    b.peer = undefined;
    this.tell('CHANNEL_UNBRIDGE', a, {
      'Bridge-A-Unique-ID': a.uuid,
      'Bridge-B-Unique-ID': b.uuid,
    });
  }

  hold(leg: Leg): void {
    if (leg.dead || leg.callstate === 'HELD' || !leg.answered) return;
    leg.lastHoldMs = this.clock.now();
    this.setCallstate(leg, 'HELD');
    this.#noteHold(leg, 'CHANNEL_HOLD');
  }

  unhold(leg: Leg): void {
    if (leg.dead || leg.callstate !== 'HELD') return;
    this.setCallstate(leg, 'UNHELD');
    this.#noteHold(leg, 'CHANNEL_UNHOLD');
    this.later(leg, UNHELD_MS, () => {
      if (leg.callstate === 'UNHELD') this.setCallstate(leg, 'ACTIVE');
    });
  }

  /** Ends a leg, and the other side of its call unless it has somewhere to go. */
  hangup(leg: Leg, cause = 'NORMAL_CLEARING', keepPeer = false): void {
    if (leg.dead) return;
    leg.dead = true;
    for (const stop of leg.timers) stop();
    leg.timers.clear();
    leg.cause = cause;
    leg.answer = 'hangup';
    leg.hangupMs = this.clock.now();
    this.tell('CHANNEL_HANGUP', leg);
    this.setState(leg, 'CS_HANGUP');
    this.setCallstate(leg, 'HANGUP');
    this.setState(leg, 'CS_REPORTING');
    this.tell('CHANNEL_HANGUP_COMPLETE', leg);
    const { peer } = leg;
    if (peer) {
      this.unbridge(peer.otherType === 'originatee' ? peer : leg);
      leg.peer = undefined;
      peer.peer = undefined;
    }
    leg.onEnd?.(leg);
    leg.callUuid = leg.uuid;
    leg.row = undefined;
    this.tell('CHANNEL_DESTROY', leg);
    this.legs.delete(leg.uuid);
    this.setState(leg, 'CS_DESTROY');
    if (peer && !keepPeer) this.hangup(peer, cause);
  }

  /** Does something with a leg later, unless it ends before. */
  later(leg: Leg, ms: number, act: () => void): void {
    const stop = this.clock.after(ms, () => {
      leg.timers.delete(stop);
      if (!leg.dead) act();
    });
    leg.timers.add(stop);
  }

  /** A caller's leg hears ringing: a packet later it is EARLY, as with real media. */
  early(leg: Leg): void {
    this.later(leg, PACKET_MS, () => {
      if (leg.answered || leg.callstate !== 'RINGING') return;
      leg.answer = 'early';
      this.tell('CHANNEL_PROGRESS_MEDIA', leg);
      this.setCallstate(leg, 'EARLY');
    });
  }

  /** A caller id that changes after the fact (an originated leg is answered and goes on). */
  swapIdentity(leg: Leg, dest: string): void {
    const [name, number] = [leg.cidName, leg.cidNum];
    leg.dest = dest;
    this.setState(leg, 'CS_ROUTING');
    leg.cidName = leg.calleeName;
    leg.cidNum = leg.calleeNum;
    leg.calleeName = name;
    leg.calleeNum = number;
    this.#callUpdate(leg, undefined, name, number, 'RECV');
    this.setState(leg, 'CS_EXECUTE');
  }

  #callUpdate(
    leg: Leg,
    other: Leg | undefined,
    sentName: string,
    sentNum: string,
    direction = 'SEND',
  ): void {
    const sent = direction === 'SEND';
    if (leg.row) {
      Object.assign(leg.row, {
        callee_name: leg.calleeName,
        callee_num: leg.calleeNum,
        sent_callee_name: sent ? sentName : '',
        sent_callee_num: sent ? sentNum : '',
        callee_direction: direction,
        cid_name: leg.cidName,
        cid_num: leg.cidNum,
      });
    }
    this.tell('CALL_UPDATE', leg, {
      Direction: direction,
      ...(sent ? { 'Sent-Callee-ID-Name': sentName, 'Sent-Callee-ID-Number': sentNum } : {}),
      ...(other ? { 'Bridged-To': other.uuid } : {}),
    });
  }

  #noteHold(leg: Leg, name: 'CHANNEL_HOLD' | 'CHANNEL_UNHOLD'): void {
    if (leg.row)
      Object.assign(leg.row, { application: '', application_data: '', ...this.#presence(leg) });
    this.tell(name, leg);
  }

  #presence(leg: Leg) {
    return {
      presence_id: leg.presence,
      presence_data: '',
      accountcode: leg.variables.get('accountcode') ?? '',
    };
  }

  #writeProfile(leg: Leg): void {
    if (!leg.row) return;
    Object.assign(leg.row, {
      cid_name: leg.cidName,
      cid_num: leg.cidNum,
      callee_name: leg.calleeName,
      callee_num: leg.calleeNum,
      ip_addr: '127.0.0.1',
      dest: leg.dest,
      dialplan: 'XML',
      context: leg.context,
      ...this.#presence(leg),
    });
  }

  #writeCodec(leg: Leg): void {
    if (!leg.row || !leg.codec) return;
    const { name, rate, bits } = leg.codec;
    Object.assign(leg.row, {
      read_codec: name,
      read_rate: rate,
      read_bit_rate: bits,
      write_codec: name,
      write_rate: rate,
      write_bit_rate: bits,
    });
  }
}
