import { splitAddress, type Channel } from '../domain/channel.ts';

/** A person at one end of a call, as one would want to read it. Either may be ''. */
export interface Party {
  readonly name: string;
  readonly number: string;
}

export type Lookup = (uuid: string) => Channel | undefined;

/**
 * A registration's contact, `201-0x563515353be0`, which FreeSWITCH shows as number or destination
 * of a leg to a registered phone (docs/protocol, Legs).
 */
const CONTACT = /^(.+)-0x[0-9a-f]{6,}$/i;
/** What FreeSWITCH and Ringside put where a name is missing. */
const NO_NAMES = new Set(['', 'outbound call', 'eavesdrop', 'unknown', 'click to call']);
/** What stands where a caller withholds the number (RFC 3323, and what gateways make of it). */
const ANONYMOUS = new Set(['anonymous', 'restricted', 'private', 'withheld']);
/** FreeSWITCH's number of an originate without one, and of a caller without one. */
const NO_NUMBERS = new Set(['', '0000000000', 'unknown', 'eavesdrop', ...ANONYMOUS]);
/** A leg's uuid where a number is looked for: a transfer to `intercept:UUID`, say. */
const HAS_UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** mod_sofia escapes what it puts into a SIP address: `%2B49305550001` (docs/field-reports.md). */
function unescaped(user: string): string {
  if (!user.includes('%')) return user;
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}

/** A number as people know it: without contact suffix, SIP wrapping or domain. */
export function plainNumber(text: string): string {
  const bare = unescaped(splitAddress(text.replace(/^sips?:/i, '')).user).trim();
  const number = CONTACT.exec(bare)?.[1] ?? bare;
  return NO_NUMBERS.has(number.toLowerCase()) || HAS_UUID.test(number) ? '' : number;
}

/** A name as the caller gave it, '' when it is a stand-in or only repeats the number. */
function plainName(text: string, number: string): string {
  const name = text.trim();
  if (ANONYMOUS.has(name.toLowerCase())) return number === '' ? 'Anonymous' : '';
  if (NO_NAMES.has(name.toLowerCase()) || CONTACT.test(name)) return '';
  return name === number ? '' : name;
}

const party = (name: string, number: string): Party => {
  const plain = plainNumber(number);
  const withheld = ANONYMOUS.has(splitAddress(number).user.toLowerCase());
  return { name: plainName(name, plain) || (withheld ? 'Anonymous' : ''), number: plain };
};
const NOBODY: Party = { name: '', number: '' };
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

const firstWord = (text: string): string => text.trim().split(/\s/, 1)[0] ?? '';

/** The leg that a leg listens to by the PBX's own word, or ''. */
export const heardTarget = (channel: Channel): string =>
  channel.application === 'eavesdrop' ? firstWord(channel.application_data) : '';

/** The leg an eavesdropping leg listens to, or ''. Of one that we make it is known while its phone still rings. */
export const eavesdropTarget = (channel: Channel): string =>
  channel.application === '' ? channel.hears : heardTarget(channel);

/** The leg whose call this one heard or joined (three_way: both ends hear it), or ''. */
export const joinedTarget = (channel: Channel): string =>
  channel.application === 'three_way'
    ? firstWord(channel.application_data)
    : eavesdropTarget(channel);

/** The queue (mod_callcenter, mod_fifo) in which a caller waits for somebody, or ''. */
export function waitingIn(channel: Channel): string {
  const { application, application_data: data, peer, direction } = channel;
  // `fifo NAME out` is who takes the callers.
  const queues = application === 'callcenter' || (application === 'fifo' && /\sin\b/.test(data));
  if (!queues || peer !== '' || direction === 'outbound') return '';
  return splitAddress(firstWord(data)).user;
}

/** The conference a leg is in (`3000-pbx@default` → `3000`), or ''. */
export function conferenceOf(channel: Channel): string {
  if (channel.application !== 'conference') return '';
  return channel.application_data.replace(/[@+].*$/s, '').replace(/-[^-]*\..*$/s, '');
}

/** What a caller dialled first; not the applications of an inline dialplan. */
const firstDialled = (channel: Channel): string =>
  channel.initial_dialplan === 'inline' ? '' : channel.initial_dest;

/**
 * Where a leg goes: `park` or `intercept:…` of a transfer to applications (inline) is no place. A leg that
 * was answered before it was routed has the column empty (mod_sofia writes it with CS_ROUTING).
 */
const destinationOf = (channel: Channel): string =>
  channel.dialplan === 'inline' ? firstDialled(channel) : channel.dest || firstDialled(channel);

/**
 * The caller id of a leg. No caller is a registration's contact: a colleague was consulted (att_xfer) and
 * left it there; what the leg came with still tells.
 */
const callerId = ({ cid_name, cid_num, initial_cid_name, initial_cid_num }: Channel): Party =>
  initial_cid_num !== '' && CONTACT.test(cid_num)
    ? party(initial_cid_name, initial_cid_num)
    : party(cid_name || initial_cid_name, cid_num || initial_cid_num);

/**
 * Who an inbound leg is from. A leg that is picked up or retrieved (uuid_bridge, fifo, valet_park)
 * becomes the called side: FreeSWITCH then turns its profile round, caller id and callee id change
 * places, and what it came with says so (switch_channel_flip_cid).
 */
function sentBy(channel: Channel): Party {
  const { cid_num, callee_name, callee_num, initial_cid_num } = channel;
  const turned =
    initial_cid_num !== '' && callee_num === initial_cid_num && cid_num !== initial_cid_num;
  return turned ? party(callee_name, callee_num) : callerId(channel);
}

/**
 * Who sits at the far end of a leg: the caller of an inbound leg, the owner of the phone that an
 * outbound leg rings.
 */
export function partyAt(channel: Channel): Party {
  const user = phoneUser(channel);
  if (channel.direction === 'inbound') {
    const caller = sentBy(channel);
    return user === '' ? caller : { name: caller.name, number: user };
  }
  if (user !== '') {
    const callee = party(channel.callee_name, channel.callee_num);
    return { name: callee.number === user ? callee.name : '', number: user };
  }
  const dialled = party(channel.callee_name, firstDialled(channel) || destinationOf(channel));
  return isKnown(dialled) ? dialled : party(channel.callee_name, channel.callee_num);
}

/** Whom a leg was placed to reach, by what it says itself. */
function dialledBy(channel: Channel): Party {
  const own = phoneUser(channel);
  const dest = destinationOf(channel);
  if (channel.direction === 'inbound') return party(channel.callee_name, dest);
  // My phone was called first (click-to-call): until then the caller id shows whom I am to reach,
  // afterwards the destination does.
  const contact = plainNumber(dest);
  if (own !== '' && contact !== own && contact !== '') return party('', dest);
  // Once answered, FreeSWITCH may have put the phone's own number there: nobody reaches oneself.
  const shown = party(channel.cid_name, channel.cid_num);
  return own !== '' && shown.number === own ? NOBODY : shown;
}

/**
 * Whether a leg was placed by the owner of a phone that is in a call itself, to consult somebody
 * (`att_xfer`): it bears the first caller's number, and once answered the owner of that phone is heard.
 */
export function isConsultation(channel: Channel, find: Lookup): boolean {
  const from = find(originatorOf(channel));
  return (
    from !== undefined &&
    channel.direction === 'outbound' &&
    (channel.peer === '' || channel.peer === from.uuid) &&
    wasCalled(from) &&
    from.answeredMs > 0 &&
    phoneUser(from) !== ''
  );
}

/** Who called a leg that rings a phone: the leg it was placed for, else its caller id. */
function callerOf(channel: Channel, find: Lookup): Party {
  const from = find(originatorOf(channel));
  if (from && channel.peer === from.uuid && isConsultation(channel, find)) return partyAt(from);
  const shown = CONTACT.test(channel.cid_num)
    ? callerId(channel)
    : party(channel.cid_name, channel.cid_num);
  // The caller id that the phone shows is what the PBX was told to show: it wins where it is one.
  if (isKnown(shown) && shown.number !== phoneUser(channel)) return shown;
  return from ? partyAt(from) : NOBODY;
}

/** The other party of a leg, as its owner would want to see it. Never a contact or a stand-in. */
export function otherParty(channel: Channel, find: Lookup): Party {
  const conference = conferenceOf(channel);
  if (conference !== '') return { name: 'Conference', number: conference };
  const target = joinedTarget(channel);
  if (target !== '') {
    const heard = find(target);
    return heard ? partyAt(heard) : NOBODY;
  }
  const queue = waitingIn(channel);
  if (queue !== '') return { name: 'Queue', number: queue };
  // A leg stays that of its first caller for FreeSWITCH when it is bridged to another (a transfer
  // with consultation, a pick-up): whom it is bridged to is who is heard.
  const peer = find(channel.peer);
  if (peer && !(wasCalled(channel) && channel.peer === originatorOf(channel))) {
    const reached = partyAt(peer);
    if (isKnown(reached)) return reached;
  }
  return wasCalled(channel) ? callerOf(channel, find) : dialledBy(channel);
}

/** Whether a leg was placed to somebody for a caller: another leg, or one who waits in a queue. */
export const wasCalled = (channel: Channel): boolean =>
  channel.direction === 'outbound' && (originatorOf(channel) !== '' || channel.queue !== '');

/** Both ends of a leg, caller first, as a row shows them. */
export function partiesOf(channel: Channel, find: Lookup): { caller: Party; callee: Party } {
  const own = partyAt(channel);
  const other = otherParty(channel, find);
  return wasCalled(channel) ? { caller: other, callee: own } : { caller: own, callee: other };
}

/** What the caller dialled first (a DID, a queue's number), '' when it is the phone itself. */
export function dialledNumber(channel: Channel, find: Lookup): string {
  if (channel.queue !== '') return splitAddress(channel.queue).user;
  // Who called is the first, also once a phone that took the call counts as the caller.
  const first = (channel.direction === 'outbound' && find(originatorOf(channel))) || channel;
  // A phone that was called itself (click-to-call, consultation) had its own number to begin with.
  const calledFirst = first.direction === 'outbound';
  const dialled = plainNumber(calledFirst ? destinationOf(first) : firstDialled(first));
  return [phoneUser(channel), calledFirst ? phoneUser(first) : ''].includes(dialled) ? '' : dialled;
}
