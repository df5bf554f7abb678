import { EventEmitter } from 'node:events';
import type { ChannelRow } from '@shared/domain/channel.ts';
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import { describeLeg, describeVariables } from './describe.ts';
import {
  eventHead,
  type EventHeaders,
  type HeaderValue,
  type Identity,
  type WorldEvent,
} from './event.ts';
import {
  CALLSTATE_NUMBERS,
  STATE_NUMBERS,
  type CallState,
  type Codec,
  type Leg,
  type State,
} from './leg.ts';
import { CoreTable } from './table.ts';

/** Events that tell of a leg without its variables (docs/protocol). */
const BARE = new Set(['CHANNEL_STATE', 'CHANNEL_CALLSTATE', 'CHANNEL_OUTGOING', 'DTMF', 'CODEC']);

/** What stands in an event beside what FreeSWITCH tells of every leg. */
interface Beside {
  /** Headers before the leg's own. */
  readonly head?: EventHeaders;
  /** Headers after the leg's variables. */
  readonly tail?: EventHeaders;
  /** Another source than the event's usual one. */
  readonly origin?: string;
}

/** Those for whom events are made: what nobody wants need not be described in full. */
export interface Audience {
  wants(name: string): boolean;
  hear(event: WorldEvent): void;
}

/**
 * The simulated PBX's legs, and its events: the headers and the order that the captures of a real
 * FreeSWITCH show. What can happen to a leg is in calls/, as functions of a world.
 */
export class World extends EventEmitter<{ event: [WorldEvent] }> {
  readonly clock: Clock;
  readonly random: Random;
  readonly identity: Identity;
  readonly table = new CoreTable();
  readonly legs = new Map<string, Leg>();
  readonly startedMs: number;
  /** s a phone rings before its caller is given up. */
  readonly callTimeoutSec: number;
  /** What each leg of the domain carries as `presence_data`: Webitel's lists go by it. */
  readonly presenceData: string;
  /** Nobody says a word: what is recorded is thrown away, as FreeSWITCH does. */
  silent = false;
  sessions = 0;
  peak = 0;
  /** Shutting down: nothing waits any more, and FreeSWITCH tells more of each CALLSTATE. */
  down = false;
  readonly #audience: Audience;
  #sequence = 50_000;
  readonly #pending: (() => void)[] = [];

  constructor(
    clock: Clock,
    random: Random,
    domain: string,
    options: {
      readonly callTimeoutSec: number;
      readonly presenceData: string;
      readonly audience: Audience;
    },
  ) {
    super();
    this.setMaxListeners(0);
    this.clock = clock;
    this.random = random;
    this.identity = { coreUuid: random.uuid(), domain };
    this.callTimeoutSec = options.callTimeoutSec;
    this.presenceData = options.presenceData;
    this.#audience = options.audience;
    this.startedMs = clock.now();
  }

  get domain(): string {
    return this.identity.domain;
  }
  /** ms since the epoch. */
  now(): number {
    return this.clock.now();
  }
  /** `show channels`, oldest first. */
  rows(): ChannelRow[] {
    return this.table.rows();
  }

  /** A leg that commands still reach: one that has hung up is no longer found. */
  locate(uuid: string): Leg | undefined {
    const leg = this.legs.get(uuid);
    return leg?.up ? leg : undefined;
  }

  add(leg: Leg): Leg {
    this.legs.set(leg.uuid, leg);
    this.sessions += 1;
    this.peak = Math.max(this.peak, this.legs.size);
    return leg;
  }

  /** Tells an event that is about no leg. */
  emitEvent(name: string, extra: EventHeaders = {}, body?: string): void {
    const headers = { ...eventHead(name, this.now(), this.#next(), this.identity), ...extra };
    this.#hear(body === undefined ? { headers } : { headers, body });
  }

  /** Tells an event of a leg. */
  tell(name: string, leg: Leg, { head, tail, origin }: Beside = {}): void {
    const listened = this.listenerCount('event') > 0 || this.#audience.wants(name);
    const headers = this.#describe(name, leg, listened, origin, head);
    const bare = BARE.has(name) && !(this.down && name === 'CHANNEL_CALLSTATE');
    // The table needs no more than the account code: the rest is made only for those who listen.
    if (!bare && listened) describeVariables(headers, leg);
    else if (leg.variables.has('accountcode'))
      headers['variable_accountcode'] = leg.text('accountcode');
    Object.assign(headers, tail);
    this.table.apply(headers);
    if (listened) this.#hear({ headers });
  }

  /** Tells a CUSTOM event of a leg, in FreeSWITCH's order: the subclass behind the name. */
  custom(subclass: string, leg: Leg, tail: EventHeaders): void {
    this.tell('CUSTOM', leg, { head: { 'Event-Subclass': subclass }, tail });
  }

  #hear(event: WorldEvent): void {
    this.#audience.hear(event);
    this.emit('event', event);
  }

  /** A leg as `uuid_dump` tells it. */
  dump(leg: Leg): EventHeaders {
    const headers = this.#describe('CHANNEL_DATA', leg, true);
    describeVariables(headers, leg);
    return headers;
  }

  setState(leg: Leg, state: State): void {
    leg.state = state;
    leg.stateNumber = STATE_NUMBERS[state];
    this.tell('CHANNEL_STATE', leg);
  }

  setCallstate(leg: Leg, callstate: CallState): void {
    const head = {
      'Original-Channel-Call-State': leg.callstate,
      'Channel-Call-State-Number': String(CALLSTATE_NUMBERS[callstate]),
    };
    leg.callstate = callstate;
    this.tell('CHANNEL_CALLSTATE', leg, { head });
  }

  setReadCodec(leg: Leg, codec: Codec): void {
    if (leg.readCodec?.name === codec.name) return;
    leg.readCodec = codec;
    leg.setAll({ read_codec: codec.name, read_rate: '8000' });
    this.tell('CODEC', leg);
  }

  /** Does something with a leg in `ms`, unless it hangs up before. */
  later(leg: Leg, ms: number, act: () => void): void {
    const stop = this.clock.after(ms, () => {
      leg.timers.delete(stop);
      if (leg.up) act();
    });
    leg.timers.add(stop);
  }

  /** Does something in `ms`, come what may; a PBX that shuts down does not wait (see settle). */
  soon(ms: number, act: () => void): void {
    if (this.down) this.#pending.push(act);
    else this.clock.after(ms, act);
  }

  /** Carries out what a PBX that shuts down has left to do. */
  settle(): void {
    for (let act = this.#pending.shift(); act; act = this.#pending.shift()) act();
  }

  #describe(
    name: string,
    leg: Leg,
    full: boolean,
    origin?: string,
    head?: EventHeaders,
  ): Record<string, HeaderValue> {
    const headers = eventHead(name, this.now(), this.#next(), this.identity, origin);
    if (head) Object.assign(headers, head);
    describeLeg(headers, leg, full);
    return headers;
  }

  #next(): number {
    this.#sequence += 1;
    return this.#sequence;
  }
}
