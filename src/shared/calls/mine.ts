import { isPresenceOf, type Channel } from '../domain/channel.ts';
import type { Change } from './table.ts';
import {
  conferenceOf,
  eavesdropTarget,
  joinedTarget,
  originatorOf,
  phoneUser,
  plainNumber,
  wasCalled,
  type Lookup,
} from './parties.ts';

/** Whether a leg is one of my phone's. */
export const isMine = (channel: Channel, extension: string): boolean =>
  isPresenceOf(channel.presence_id, extension);

/** Call states in which a leg is being rung and nobody has answered it. */
const RINGING = new Set(['RINGING', 'EARLY']);

const isRinging = (channel: Channel): boolean =>
  channel.direction === 'outbound' && RINGING.has(channel.callstate) && channel.answeredMs === 0;

export const isTalking = (channel: Channel): boolean =>
  (channel.callstate === 'ACTIVE' || channel.callstate === 'UNHELD') && !channel.onMusic;

/** By FreeSWITCH's own hold or the phone's, or by music for the other side: either way nobody is heard. */
export const isHeld = (channel: Channel): boolean =>
  channel.callstate === 'HELD' || channel.onMusic;

const isUp = (channel: Channel): boolean =>
  channel.callstate !== 'HANGUP' && channel.callstate !== 'DOWN';

/**
 * Whether a leg is a call that comes in to me and rings: a leg of my phone that I did not place. Not the
 * caller's own leg (that is inbound), not my click-to-call and not my listening in, not a call from my own
 * other phone. A call queue or another program places legs for nobody, too: these are calls for me.
 */
export function ringsForMe(channel: Channel, extension: string, find: Lookup): boolean {
  if (!isMine(channel, extension) || !isRinging(channel)) return false;
  if (eavesdropTarget(channel) !== '') return false;
  const from = originatorOf(channel);
  if (from === '') return channel.queue !== '' || !isOwnPlaced(channel);
  const caller = find(from);
  return !(caller && isMine(caller, extension));
}

/** Names that programs give to a call they place for the owner of the phone it rings first. */
const DIALS_FOR_ME = new Set(['click to call', 'eavesdrop']);

/**
 * Whether the owner of a phone had this leg of it made, to call or to listen: by a command of ours, or by
 * another program that calls the phone in its own name (Webitel's click-to-call does).
 */
export const isOwnPlaced = (channel: Channel): boolean =>
  channel.placed ||
  plainNumber(channel.cid_num) === phoneUser(channel) ||
  DIALS_FOR_ME.has(channel.cid_name.toLowerCase());

/** The one call that a hotkey acts on, and how it was chosen. */
export interface CurrentCall {
  readonly channel: Channel;
  /** How many calls of mine are up. */
  readonly of: number;
}

/**
 * The legs of my phone, kept up to date change by change: looking through thousands of channels for
 * each event would cost more than all the rest.
 */
export class MyLegs {
  readonly #legs = new Map<string, Channel>();
  #extension = '';

  get extension(): string {
    return this.#extension;
  }

  /** Sets whose legs these are, and finds them. */
  reset(extension: string, channels: Iterable<Channel>): void {
    this.#extension = extension;
    this.#legs.clear();
    for (const channel of channels)
      if (this.#isMine(channel)) this.#legs.set(channel.uuid, channel);
  }

  /** Takes changes in; whether they could change what the desk shows. */
  apply(changes: readonly Change[]): boolean {
    let touched = false;
    for (const { uuid, after } of changes) {
      if (after && this.#isMine(after)) {
        this.#legs.set(uuid, after);
        touched = true;
      } else if (this.#legs.delete(uuid) || this.#isOther(uuid)) touched = true;
    }
    return touched;
  }

  /** My legs that are up, oldest first. */
  list(): Channel[] {
    return [...this.#legs.values()]
      .filter(isUp)
      .sort((a, b) => a.createdMs - b.createdMs || (a.uuid < b.uuid ? -1 : 1));
  }

  #isMine(channel: Channel): boolean {
    return this.#extension !== '' && isMine(channel, this.#extension);
  }

  /** Whether a leg is the other side of one of mine: its name may be what is shown. */
  #isOther(uuid: string): boolean {
    for (const leg of this.#legs.values()) {
      if (leg.peer === uuid || originatorOf(leg) === uuid || joinedTarget(leg) === uuid)
        return true;
    }
    return false;
  }
}

/** Order in which a hotkey prefers a call: the one talked on, then one placed, then held, then ringing. */
function rank(channel: Channel): number {
  if (isTalking(channel)) return 0;
  if (channel.callstate === 'RING_WAIT' || channel.answeredMs > 0) return isHeld(channel) ? 2 : 1;
  return 3;
}

/**
 * My current call: the one I talk on; else one I am placing; else the one held last. A call that
 * only rings is not current: hold and hang up must never hit the wrong one.
 */
export function currentCall(legs: readonly Channel[]): CurrentCall | undefined {
  const calls = legs.filter((leg) => eavesdropTarget(leg) === '');
  const best = calls
    .filter(
      (leg) => rank(leg) < 3 || (leg.direction === 'inbound' && !isRinging(leg)) || isPlacing(leg),
    )
    .sort((a, b) => rank(a) - rank(b) || b.stateMs - a.stateMs || b.createdMs - a.createdMs)[0];
  return best && { channel: best, of: calls.length };
}

/** My own phone rings for a call I placed. */
const isPlacing = (channel: Channel): boolean =>
  channel.direction === 'outbound' &&
  originatorOf(channel) === '' &&
  channel.queue === '' &&
  (isOwnPlaced(channel) || channel.answeredMs > 0);

/**
 * In which sense a call runs, seen from the company: who of both ends has a phone here. An end that
 * is not known, or is none of the PBX's legs yet, counts as outside.
 */
export function senseBetween(
  from: Channel | undefined,
  to: Channel | undefined,
): 'inbound' | 'outbound' | 'internal' {
  if (!from || phoneUser(from) === '') return 'inbound';
  return (to && phoneUser(to) !== '') || conferenceOf(from) !== '' ? 'internal' : 'outbound';
}

/** The same of one leg and whoever it is connected to. */
export function senseOf(channel: Channel, find: Lookup): 'inbound' | 'outbound' | 'internal' {
  return wasCalled(channel)
    ? senseBetween(find(originatorOf(channel)) ?? find(channel.peer), channel)
    : senseBetween(channel, find(joinedTarget(channel) || channel.peer));
}
