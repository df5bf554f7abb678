import { micros, type HeaderValue } from './event.ts';
import type { Leg, Profile, Times } from './leg.ts';

type Headers = Record<string, HeaderValue>;

/** Headers of a profile in FreeSWITCH's order, each with where its value is. Empty ones are left out. */
const PARTIES: readonly (readonly [name: string, key: keyof Profile])[] = [
  ['Direction', 'direction'],
  ['Logical-Direction', 'logicalDirection'],
  ['Username', 'username'],
  ['Dialplan', 'dialplan'],
  ['Caller-ID-Name', 'callerName'],
  ['Caller-ID-Number', 'callerNumber'],
  ['Orig-Caller-ID-Name', 'origCallerName'],
  ['Orig-Caller-ID-Number', 'origCallerNumber'],
  ['Callee-ID-Name', 'calleeName'],
  ['Callee-ID-Number', 'calleeNumber'],
  ['Network-Addr', 'networkAddr'],
  ['ANI', 'ani'],
  ['Destination-Number', 'destination'],
  ['Unique-ID', 'uuid'],
  ['Source', 'source'],
  ['Transfer-Source', 'transferSource'],
  ['Context', 'context'],
  ['RDNIS', 'rdnis'],
  ['Channel-Name', 'channelName'],
  ['Profile-Index', 'index'],
];
/** What FreeSWITCH tells of the leg itself, and not of the other one. */
const OWN_ONLY = new Set<keyof Profile>(['transferSource', 'index']);

/** Its times, µs since the epoch; some never happen here. */
const TIMES: readonly (readonly [name: string, key: keyof Times | undefined])[] = [
  ['Profile-Created-Time', 'profileCreated'],
  ['Channel-Created-Time', 'created'],
  ['Channel-Answered-Time', 'answered'],
  ['Channel-Progress-Time', 'progress'],
  ['Channel-Progress-Media-Time', 'progressMedia'],
  ['Channel-Hangup-Time', 'hangup'],
  ['Channel-Transfer-Time', undefined],
  ['Channel-Resurrect-Time', undefined],
  ['Channel-Bridged-Time', 'bridged'],
  ['Channel-Last-Hold', 'lastHold'],
  ['Channel-Hold-Accum', 'holdAccum'],
];
const PRIVACY = [
  ['Screen-Bit', 'true'],
  ['Privacy-Hide-Name', 'false'],
  ['Privacy-Hide-Number', 'false'],
] as const;

/** The names made once: an event has a hundred headers, and a busy PBX many events. */
const named = (prefix: string, own: boolean) => ({
  parties: PARTIES.filter(([, key]) => own || !OWN_ONLY.has(key)).map(
    ([name, key]) => [`${prefix}-${name}`, key] as const,
  ),
  times: TIMES.map(([name, key]) => [`${prefix}-${name}`, key] as const),
  privacy: PRIVACY.map(([name, value]) => [`${prefix}-${name}`, value] as const),
});
const CALLER = named('Caller', true);
const OTHER_LEG = named('Other-Leg', false);

function describeParties(headers: Headers, names: typeof CALLER, profile: Profile): void {
  for (const [name, key] of names.parties) {
    const value = profile[key];
    if (value !== '') headers[name] = String(value);
  }
}

function describeTimes(headers: Headers, names: typeof CALLER, times: Times): void {
  for (const [name, key] of names.times)
    headers[name] = key === undefined ? '0' : micros(times[key]);
  for (const [name, value] of names.privacy) headers[name] = value;
}

/**
 * Adds what FreeSWITCH tells of a leg in each of its events, in its order (docs/protocol).
 * @param full whether anybody listens: the core table needs neither times nor the other leg
 */
export function describeLeg(headers: Headers, leg: Leg, full: boolean): void {
  headers['Channel-State'] = leg.state;
  headers['Channel-Call-State'] = leg.callstate;
  headers['Channel-State-Number'] = String(leg.stateNumber);
  headers['Channel-Name'] = leg.name;
  headers['Unique-ID'] = leg.uuid;
  headers['Call-Direction'] = leg.direction;
  headers['Presence-Call-Direction'] = leg.direction;
  headers['Channel-HIT-Dialplan'] = String(leg.hitDialplan);
  if (leg.presence !== '') headers['Channel-Presence-ID'] = leg.presence;
  const presenceData = leg.text('presence_data');
  if (presenceData !== '') headers['Channel-Presence-Data'] = presenceData;
  headers['Channel-Call-UUID'] = leg.callUuid;
  headers['Answer-State'] = leg.answerState;
  // HANGUP_COMPLETE has named it already, before these.
  if (leg.cause !== '') headers['Hangup-Cause'] ??= leg.cause;
  // A leg that has just been made knows nobody yet.
  if (leg.times.created === 0) return;
  if (leg.readCodec) {
    headers['Channel-Read-Codec-Name'] = leg.readCodec.name;
    headers['Channel-Read-Codec-Rate'] = '8000';
    headers['Channel-Read-Codec-Bit-Rate'] = leg.readCodec.bitRate;
  }
  if (leg.writeCodec) {
    headers['Channel-Write-Codec-Name'] = leg.writeCodec.name;
    headers['Channel-Write-Codec-Rate'] = '8000';
    headers['Channel-Write-Codec-Bit-Rate'] = leg.writeCodec.bitRate;
  }
  describeParties(headers, CALLER, leg.profile);
  if (!full) return;
  describeTimes(headers, CALLER, leg.times);
  if (!leg.other) return;
  headers['Other-Type'] = leg.other.type;
  describeParties(headers, OTHER_LEG, leg.other.profile);
  describeTimes(headers, OTHER_LEG, leg.other.times);
}

export function describeVariables(headers: Headers, leg: Leg): void {
  for (const [name, value] of leg.variables) headers[`variable_${name}`] = value;
}
