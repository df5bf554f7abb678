import type { Channel } from '../domain/channel.ts';
import type { Column } from '../settings/settings.ts';
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
  /** The call's id, or the channel's uuid: stays the same while the line lives. */
  readonly id: string;
  /** The leg that buttons act on: mine where there is one. */
  readonly uuid: string;
  /**
   * The leg that hold and resume act on: mine; else the one that is on hold; else the phone's, so
   * that the caller hears the music (uuid_hold plays it to the other side).
   */
  readonly holdUuid: string;
  /** The leg an eavesdropper would listen to. */
  readonly hearUuid: string;
  readonly legs: readonly Channel[];
  readonly lead: Channel;
  readonly mine: boolean;
  readonly ringsForMe: boolean;
  /** Who is at the other end of a call of mine, as its card, the tray and a hotkey name them. */
  readonly other: Party;
  readonly status: RowStatus;
  readonly sense: 'inbound' | 'outbound' | 'internal';
  readonly caller: Party;
  readonly callee: Party;
  /** What the caller dialled, where it is neither of both. */
  readonly dialled: string;
  /** Who listens in, by number. */
  readonly listeners: readonly string[];
  readonly sinceMs: number;
  /** Lower-case text that the filter looks in. */
  readonly haystack: string;
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

/** Makes the line of a call from its legs (one or more), or of one channel. */
export function buildRow(
  id: string,
  legs: readonly Channel[],
  extension: string,
  find: Lookup,
  listeners: readonly Channel[],
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
    uuid: (own ?? (legs.length > 1 ? lead : shown)).uuid,
    holdUuid: (own ?? legs.find(isHeld) ?? phone).uuid,
    hearUuid: phone.uuid,
    legs,
    lead,
    mine: own !== undefined,
    ringsForMe: own !== undefined && ringsForMe(own, extension, find),
    other: own ? otherParty(own, find) : parties.callee,
    status,
    sense: called ? senseBetween(lead, called) : senseOf(shown, find),
    ...parties,
    dialled: dialled === parties.callee.number ? '' : dialled,
    listeners: listeners.map((leg) => partyAt(leg).number),
    sinceMs: startOf(legs, status),
    haystack: haystackOf(legs, parties.caller, parties.callee, dialled),
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

function haystackOf(
  legs: readonly Channel[],
  caller: Party,
  callee: Party,
  dialled: string,
): string {
  const parts = [caller.name, caller.number, callee.name, callee.number, dialled];
  for (const leg of legs)
    parts.push(
      leg.presence_id,
      leg.uuid,
      leg.application,
      leg.application_data,
      leg.dest,
      leg.hostname,
    );
  return parts.join('\n').toLowerCase();
}

/** Whether a line has every word of the filter somewhere. */
export function matches(row: Row, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => row.haystack.includes(word));
}

/** What a column sorts by: text, or a number. */
export function sortKey(row: Row, column: Column): string | number {
  switch (column) {
    case 'status':
      return row.status;
    case 'sense':
      return row.sense;
    case 'caller':
      return (row.caller.name || row.caller.number).toLowerCase();
    case 'callee':
      return (row.callee.name || row.callee.number).toLowerCase();
    case 'duration':
      return -row.sinceMs;
    case 'presence':
      return row.lead.presence_id;
    case 'app':
      return row.lead.application;
    case 'codec':
      return row.lead.read_codec;
    case 'host':
      return row.lead.hostname;
    case 'created_epoch':
      return Number(row.lead.created_epoch);
    default:
      return row.lead[column];
  }
}

/**
 * Groups channels into calls. A listener's leg is a line of its own: it is not part of the call; nor is
 * that of a colleague who is consulted.
 */
export const lineIdOf = (channel: Channel, view: 'calls' | 'channels', find: Lookup): string =>
  view === 'channels' || eavesdropTarget(channel) !== '' || isConsultation(channel, find)
    ? channel.uuid
    : callIdOf(channel);
