import { splitAddress, type Channel } from '../domain/channel.ts';

/** A person at one end of a call, as one would want to read it. Either may be ''. */
export interface Party {
  readonly name: string;
  readonly number: string;
}

export type Lookup = (uuid: string) => Channel | undefined;

/**
 * A registration's contact, `201-0x563515353be0`, which FreeSWITCH shows as number or destination
 * of a leg to a registered phone (esl-captures, point 1).
 */
const CONTACT = /^(.+)-0x[0-9a-f]{6,}$/i;
/** What FreeSWITCH and Ringside put where a name is missing. */
const NO_NAMES = new Set([
  '',
  'outbound call',
  'eavesdrop',
  'unknown',
  'anonymous',
  'click to call',
]);
/** FreeSWITCH's number of an originate without one, and of a caller without one. */
const NO_NUMBERS = new Set(['', '0000000000', 'unknown', 'eavesdrop']);

/** A number as people know it: without contact suffix, SIP wrapping or domain. */
export function plainNumber(text: string): string {
  const bare = splitAddress(text.replace(/^sips?:/i, '')).user.trim();
  const number = CONTACT.exec(bare)?.[1] ?? bare;
  return NO_NUMBERS.has(number.toLowerCase()) ? '' : number;
}

/** A name as the caller gave it, '' when it is a stand-in or only repeats the number. */
export function plainName(text: string, number: string): string {
  const name = text.trim();
  if (NO_NAMES.has(name.toLowerCase()) || CONTACT.test(name)) return '';
  return name === number ? '' : name;
}

const party = (name: string, number: string): Party => {
  const plain = plainNumber(number);
  return { name: plainName(name, plain), number: plain };
};
const isKnown = (who: Party): boolean => who.name !== '' || who.number !== '';

/** The user whose phone a leg is, '' for a leg from or to the outside. */
export const phoneUser = (channel: Channel): string => splitAddress(channel.presence_id).user;

/** Whether a leg's call id says it was placed for another leg. */
export function originatorOf(channel: Channel): string {
  if (channel.originator !== '') return channel.originator;
  const other = channel.call_uuid;
  return channel.direction === 'outbound' && other !== channel.uuid ? other : '';
}

/** The call a leg belongs to: legs of one call share it. */
export const callIdOf = (channel: Channel): string =>
  channel.call_uuid || channel.originator || channel.uuid;

/** The leg an eavesdropping leg listens to, or ''. */
export const eavesdropTarget = (channel: Channel): string =>
  channel.application === 'eavesdrop'
    ? (channel.application_data.trim().split(/\s/, 1)[0] ?? '')
    : '';

/** The conference a leg is in (`3000-pbx@default` → `3000`), or ''. */
export function conferenceOf(channel: Channel): string {
  if (channel.application !== 'conference') return '';
  return channel.application_data.replace(/[@+].*$/s, '').replace(/-[^-]*\..*$/s, '');
}

/**
 * Who sits at the far end of a leg: the caller of an inbound leg, the owner of the phone that an
 * outbound leg rings.
 */
export function partyAt(channel: Channel): Party {
  const user = phoneUser(channel);
  if (channel.direction === 'inbound') {
    const caller = party(
      channel.cid_name || channel.initial_cid_name,
      channel.cid_num || channel.initial_cid_num,
    );
    if (user !== '') return { name: caller.name, number: user };
    return caller;
  }
  if (user !== '') {
    const callee = party(channel.callee_name, channel.callee_num);
    return { name: callee.number === user ? callee.name : '', number: user };
  }
  const dialled = party(channel.callee_name, channel.initial_dest || channel.dest);
  return isKnown(dialled) ? dialled : party(channel.callee_name, channel.callee_num);
}

/** Whom a leg was placed to reach, by what it says itself. */
function dialledBy(channel: Channel): Party {
  const own = phoneUser(channel);
  if (channel.direction === 'inbound') return party(channel.callee_name, channel.dest);
  // My phone was called first (click-to-call): until then the caller id shows whom I am to reach,
  // afterwards the destination does.
  const contact = CONTACT.exec(channel.dest)?.[1] ?? channel.dest;
  if (own !== '' && contact !== own && contact !== '') return party('', channel.dest);
  return party(channel.cid_name, channel.cid_num);
}

/** Who called a leg that rings a phone: the leg it was placed for, else its caller id. */
function callerOf(channel: Channel, find: Lookup): Party {
  const shown = party(channel.cid_name, channel.cid_num);
  const from = find(originatorOf(channel));
  const caller = from ? partyAt(from) : shown;
  // The caller id that the phone shows is what the PBX was told to show: it wins where it is one.
  return isKnown(shown) && shown.number !== phoneUser(channel) ? shown : caller;
}

/** The other party of a leg, as its owner would want to see it. Never a contact or a stand-in. */
export function otherParty(channel: Channel, find: Lookup): Party {
  const conference = conferenceOf(channel);
  if (conference !== '') return { name: 'Conference', number: conference };
  const target = eavesdropTarget(channel);
  if (target !== '') {
    const heard = find(target);
    return heard ? partyAt(heard) : { name: '', number: '' };
  }
  const peer = find(channel.peer);
  if (channel.direction === 'outbound' && originatorOf(channel) !== '')
    return callerOf(channel, find);
  if (peer) {
    const reached = partyAt(peer);
    if (isKnown(reached)) return reached;
  }
  return dialledBy(channel);
}

/** Both ends of a leg, caller first, as a row shows them. */
export function partiesOf(channel: Channel, find: Lookup): { caller: Party; callee: Party } {
  const own = partyAt(channel);
  const other = otherParty(channel, find);
  const called = channel.direction === 'outbound' && originatorOf(channel) !== '';
  return called ? { caller: other, callee: own } : { caller: own, callee: other };
}

/** What the caller dialled first (a DID, a queue's number), '' when it is the phone itself. */
export function dialledNumber(channel: Channel, find: Lookup): string {
  if (channel.queue !== '') return splitAddress(channel.queue).user;
  const first = find(originatorOf(channel)) ?? channel;
  const dialled = plainNumber(first.initial_dest);
  return dialled === phoneUser(channel) ? '' : dialled;
}
