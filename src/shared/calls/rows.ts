import type { Channel } from '../domain/channel.ts';
import { FIRST_SITE, type SiteId } from '../domain/site.ts';
import { isHeld, isMine, isTalking, ringsForMe, senseBetween, senseOf } from './mine.ts';
import {
  callIdOf,
  conferenceOf,
  dialledNumber,
  eavesdropTarget,
  isConsultation,
  otherParty,
  partiesOf,
  partyAt,
  waitingIn,
  wasCalled,
  type Lookup,
  type Party,
} from './parties.ts';

export type RowStatus =
  | 'setting-up'
  | 'ringing'
  | 'calling'
  | 'waiting'
  | 'talking'
  | 'held'
  | 'listening'
  | 'parked'
  | 'ending';

/** A line of the table: a call with its legs, or a single channel. */
export interface Row {
  /** The call's id, or the channel's uuid, on its site: stays the same while the line lives. */
  readonly id: string;
  readonly site: SiteId;
  /** What the site is called. */
  readonly siteName: string;
  /** The leg that buttons act on: mine where there is one. */
  readonly uuid: string;
  /**
   * The leg that hold and resume act on: mine; else the one that is on hold; else the phone's, so
   * that the caller hears the music (uuid_hold plays it to the other side).
   */
  readonly holdUuid: string;
  /** The leg an eavesdropper would listen to. */
  readonly hearUuid: string;
  /** The leg that is sent elsewhere: who talks to me, else the one without a phone here; '' for none. */
  readonly otherUuid: string;
  readonly legs: readonly Channel[];
  readonly lead: Channel;
  readonly mine: boolean;
  readonly ringsForMe: boolean;
  /** Who is at the other end of a call of mine, as its card, the tray and a hotkey name them. */
  readonly other: Party;
  readonly status: RowStatus;
  /** Whether the microphone of the phone that the line is about is off. */
  readonly muted: boolean;
  readonly sense: 'inbound' | 'outbound' | 'internal';
  readonly caller: Party;
  readonly callee: Party;
  /** What the caller dialled, where it is neither of both. */
  readonly dialled: string;
  /** Who listens in, by number. */
  readonly listeners: readonly string[];
  readonly sinceMs: number;
}

const PARKS = new Set(['park', 'valet_park']);

function statusOf(leg: Channel): RowStatus {
  if (leg.callstate === 'HANGUP') return 'ending';
  if (eavesdropTarget(leg) !== '') return 'listening';
  if (leg.state === 'CS_PARK' || PARKS.has(leg.application)) return 'parked';
  if (isHeld(leg)) return 'held';
  if (waitingIn(leg) !== '') return 'waiting';
  if (isTalking(leg)) return 'talking';
  switch (leg.callstate) {
    case 'RINGING':
    case 'EARLY':
      return leg.direction === 'outbound' ? 'ringing' : 'calling';
    case 'RING_WAIT':
    case 'DIALING':
      return 'calling';
    default:
      return 'setting-up';
  }
}

/** What a call as a whole is doing, the more telling leg first. */
const TELLING: readonly RowStatus[] = [
  'held',
  'ringing',
  'calling',
  'parked',
  'waiting',
  'talking',
  'listening',
  'setting-up',
  'ending',
];

/** Where there is one site nobody names it. */
const ONLY_SITE = { site: FIRST_SITE, siteName: '' };

/** Makes the line of a call from its legs (one or more), or of one channel. */
export function buildRow(
  id: string,
  legs: readonly Channel[],
  extension: string,
  find: Lookup,
  listeners: readonly Channel[],
  site: Pick<Row, 'site' | 'siteName'> = ONLY_SITE,
): Row {
  const own = extension === '' ? undefined : legs.find((leg) => isMine(leg, extension));
  // The leg that began the call names it: who called whom.
  const lead = oldest(legs.filter((leg) => !wasCalled(leg))) ?? legs[0]!;
  const called =
    legs.find((leg) => leg !== lead && leg.peer === lead.uuid) ??
    // Of several phones that ring, mine is the one to show.
    (own === lead ? undefined : own) ??
    legs.find((leg) => leg !== lead);
  const shown = own ?? called ?? lead;
  const parties =
    legs.length > 1 && called
      ? callParties(lead, called, find)
      : partiesOf(legs.length > 1 ? lead : shown, find);
  const statuses = new Set(legs.map(statusOf));
  const status =
    own && own.callstate !== 'HANGUP'
      ? statusOf(own)
      : (TELLING.find((name) => statuses.has(name)) ?? 'setting-up');
  const dialled = dialledNumber(lead, find);
  const phone = legs.find((leg) => leg.presence_id !== '') ?? lead;
  return {
    id,
    ...site,
    uuid: (own ?? (legs.length > 1 ? lead : shown)).uuid,
    holdUuid: (own ?? legs.find(isHeld) ?? phone).uuid,
    hearUuid: phone.uuid,
    otherUuid: own ? own.peer : legs.length > 1 ? outsideOf(legs, lead).uuid : '',
    legs,
    lead,
    mine: own !== undefined,
    ringsForMe: own !== undefined && ringsForMe(own, extension, find),
    other: own ? otherParty(own, find) : parties.callee,
    status,
    muted: (own ?? phone).muted,
    sense: called ? senseBetween(lead, called) : senseOf(shown, find),
    ...parties,
    dialled: dialled === parties.callee.number ? '' : dialled,
    listeners: listeners.map((leg) => partyAt(leg).number),
    sinceMs: startOf(legs, status),
  };
}

/** Both ends of a call of two legs: the one who called, and the phone or number that was reached. */
function callParties(
  lead: Channel,
  called: Channel,
  find: Lookup,
): { caller: Party; callee: Party } {
  const conference = conferenceOf(lead);
  if (conference !== '')
    return { caller: partyAt(lead), callee: { name: 'Conference', number: conference } };
  const caller = partyAt(lead);
  const known = caller.number !== '' || caller.name !== '';
  return { caller: known ? caller : otherParty(called, find), callee: partyAt(called) };
}

/** The customer's leg of a call: the one that is at no phone of the PBX. */
const outsideOf = (legs: readonly Channel[], lead: Channel): Channel =>
  legs.find((leg) => leg.presence_id === '') ?? lead;

const oldest = (legs: readonly Channel[]): Channel | undefined =>
  legs.reduce<Channel | undefined>(
    (first, leg) => (first && first.createdMs <= leg.createdMs ? first : leg),
    undefined,
  );

/** Since when a call is what it is: talked since it was answered, held since it is held. */
function startOf(legs: readonly Channel[], status: RowStatus): number {
  if (status === 'held') {
    const held = Math.max(...legs.map((leg) => leg.heldMs));
    if (held > 0) return held;
  }
  if (status === 'talking') {
    const answered = legs.map((leg) => leg.answeredMs).filter((at) => at > 0);
    if (answered.length === legs.length) return Math.max(...answered);
  }
  return Math.min(...legs.map((leg) => leg.createdMs));
}

/**
 * Groups channels into calls. A listener's leg is a line of its own: it is not part of the call; nor is
 * that of a colleague who is consulted.
 */
export const lineIdOf = (channel: Channel, view: 'calls' | 'channels', find: Lookup): string =>
  view === 'channels' || eavesdropTarget(channel) !== '' || isConsultation(channel, find)
    ? channel.uuid
    : callIdOf(channel);
