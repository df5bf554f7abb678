import { micros, type HeaderValue } from './event.ts';
import type { Leg, Profile, Times } from './leg.ts';

type Headers = Record<string, HeaderValue>;

function profileHeaders(
  headers: Headers,
  prefix: 'Caller' | 'Other-Leg',
  profile: Profile,
  times: Times,
): void {
  const set = (name: string, value: string): void => {
    headers[`${prefix}-${name}`] = value;
  };
  const known = (name: string, value: string): void => {
    if (value !== '') set(name, value);
  };
  set('Direction', profile.direction);
  set('Logical-Direction', profile.logicalDirection);
  known('Username', profile.username);
  known('Dialplan', profile.dialplan);
  known('Caller-ID-Name', profile.callerName);
  known('Caller-ID-Number', profile.callerNumber);
  known('Orig-Caller-ID-Name', profile.origCallerName);
  known('Orig-Caller-ID-Number', profile.origCallerNumber);
  known('Callee-ID-Name', profile.calleeName);
  known('Callee-ID-Number', profile.calleeNumber);
  known('Network-Addr', profile.networkAddr);
  known('ANI', profile.ani);
  known('Destination-Number', profile.destination);
  known('Unique-ID', profile.uuid);
  known('Source', profile.source);
  if (prefix === 'Caller') known('Transfer-Source', profile.transferSource);
  known('Context', profile.context);
  known('RDNIS', profile.rdnis);
  known('Channel-Name', profile.channelName);
  if (prefix === 'Caller') set('Profile-Index', String(profile.index));
  set('Profile-Created-Time', micros(times.profileCreated));
  set('Channel-Created-Time', micros(times.created));
  set('Channel-Answered-Time', micros(times.answered));
  set('Channel-Progress-Time', micros(times.progress));
  set('Channel-Progress-Media-Time', micros(times.progressMedia));
  set('Channel-Hangup-Time', micros(times.hangup));
  set('Channel-Transfer-Time', '0');
  set('Channel-Resurrect-Time', '0');
  set('Channel-Bridged-Time', micros(times.bridged));
  set('Channel-Last-Hold', micros(times.lastHold));
  set('Channel-Hold-Accum', micros(times.holdAccum));
  set('Screen-Bit', 'true');
  set('Privacy-Hide-Name', 'false');
  set('Privacy-Hide-Number', 'false');
}

/** Adds what FreeSWITCH tells of a leg in each of its events, in its order (esl-captures). */
export function describeLeg(headers: Headers, leg: Leg): void {
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
  const codecs = [
    ['Read', leg.readCodec],
    ['Write', leg.writeCodec],
  ] as const;
  for (const [way, codec] of codecs) {
    if (!codec) continue;
    headers[`Channel-${way}-Codec-Name`] = codec.name;
    headers[`Channel-${way}-Codec-Rate`] = '8000';
    headers[`Channel-${way}-Codec-Bit-Rate`] = codec.bitRate;
  }
  profileHeaders(headers, 'Caller', leg.profile, leg.times);
  if (!leg.other) return;
  headers['Other-Type'] = leg.other.type;
  profileHeaders(headers, 'Other-Leg', leg.other.profile, leg.other.times);
}

export function describeVariables(headers: Headers, leg: Leg): void {
  for (const [name, value] of leg.variables) headers[`variable_${name}`] = value;
}
