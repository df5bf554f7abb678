import { CALLSTATE_NUMBERS, STATE_NUMBERS, type Leg } from './leg.ts';

/** An event: headers in FreeSWITCH's order, and its body where it has one. */
export type EventHeaders = Record<string, string>;

/** FreeSWITCH counts in µs. */
const micros = (ms: number): string => (ms > 0 ? String(Math.round(ms * 1000)) : '0');

/** `2026-11-23 22:44:03`, the PBX's local time (this one's is UTC). */
export const localTime = (ms: number): string =>
  new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** Where in FreeSWITCH's source an event is made, as its headers say. */
const CALLING: Readonly<Record<string, readonly [string, string, string]>> = {
  CHANNEL_STATE: ['switch_channel.c', 'switch_channel_perform_set_running_state', '2409'],
  CHANNEL_CALLSTATE: ['switch_channel.c', 'switch_channel_perform_set_callstate', '302'],
  CHANNEL_CREATE: ['switch_core_state_machine.c', 'switch_core_session_run', '626'],
  CHANNEL_ORIGINATE: ['switch_core_state_machine.c', 'switch_core_session_run', '631'],
  CHANNEL_OUTGOING: ['switch_core_session.c', 'switch_core_session_outgoing_channel', '732'],
  CHANNEL_EXECUTE: ['switch_core_session.c', 'switch_core_session_exec', '2982'],
  CHANNEL_EXECUTE_COMPLETE: ['switch_core_session.c', 'switch_core_session_exec', '3036'],
  CHANNEL_PROGRESS: ['switch_channel.c', 'switch_channel_perform_mark_ring_ready_value', '3390'],
  CHANNEL_PROGRESS_MEDIA: ['switch_channel.c', 'switch_channel_perform_mark_pre_answered', '3467'],
  CHANNEL_ANSWER: ['switch_channel.c', 'switch_channel_perform_mark_answered', '3782'],
  CHANNEL_BRIDGE: ['switch_ivr_bridge.c', 'switch_ivr_multi_threaded_bridge', '1717'],
  CHANNEL_UNBRIDGE: ['switch_ivr_bridge.c', 'switch_ivr_multi_threaded_bridge', '1843'],
  CHANNEL_HANGUP: ['switch_channel.c', 'switch_channel_perform_hangup', '3327'],
  CHANNEL_HANGUP_COMPLETE: [
    'switch_core_state_machine.c',
    'switch_core_session_reporting_state',
    '945',
  ],
  CHANNEL_DESTROY: ['switch_core_session.c', 'switch_core_session_perform_destroy', '1551'],
  CHANNEL_HOLD: ['switch_ivr.c', 'switch_ivr_hold', '1629'],
  CHANNEL_UNHOLD: ['switch_ivr.c', 'switch_ivr_unhold', '1694'],
  CALL_UPDATE: ['switch_channel.c', 'switch_channel_set_cid', '1'],
  HEARTBEAT: ['switch_core.c', 'send_heartbeat', '103'],
  BACKGROUND_JOB: ['mod_event_socket.c', 'api_exec', '1569'],
  SHUTDOWN: ['switch_core.c', 'switch_core_destroy', '3098'],
};

export interface Identity {
  readonly coreUuid: string;
  readonly domain: string;
}

/** The headers every event begins with. */
export function baseHeaders(
  name: string,
  identity: Identity,
  nowMs: number,
  sequence: number,
): EventHeaders {
  const [file, func, line] = CALLING[name] ?? ['switch_core.c', 'switch_core', '1'];
  return {
    'Event-Name': name,
    'Core-UUID': identity.coreUuid,
    'FreeSWITCH-Hostname': 'demo',
    'FreeSWITCH-Switchname': identity.domain,
    'FreeSWITCH-IPv4': '127.0.0.1',
    'FreeSWITCH-IPv6': '::1',
    'Event-Date-Local': localTime(nowMs),
    'Event-Date-GMT': new Date(nowMs).toUTCString(),
    'Event-Date-Timestamp': micros(nowMs),
    'Event-Calling-File': file,
    'Event-Calling-Function': func,
    'Event-Calling-Line-Number': line,
    'Event-Sequence': String(sequence),
  };
}

/** A caller profile as headers, of the leg itself (`Caller`) or of the other (`Other-Leg`). */
function profile(prefix: 'Caller' | 'Other-Leg', leg: Leg): EventHeaders {
  const headers: EventHeaders = {};
  const set = (name: string, value: string): void => {
    headers[`${prefix}-${name}`] = value;
  };
  // On the caller's side the words Caller-Caller-ID are FreeSWITCH's own.
  const cid = prefix === 'Caller' ? 'Caller-ID' : 'Caller-ID';
  set('Direction', leg.direction);
  set('Logical-Direction', leg.direction);
  if (leg.direction === 'inbound') set('Username', leg.cidNum);
  set('Dialplan', 'XML');
  if (leg.cidName !== '') set(`${cid}-Name`, leg.cidName);
  if (leg.cidNum !== '') set(`${cid}-Number`, leg.cidNum);
  if (leg.cidName !== '') set(`Orig-${cid}-Name`, leg.cidName);
  if (leg.cidNum !== '') set(`Orig-${cid}-Number`, leg.cidNum);
  if (leg.calleeName !== '') set('Callee-ID-Name', leg.calleeName);
  if (leg.calleeNum !== '') set('Callee-ID-Number', leg.calleeNum);
  set('Network-Addr', '127.0.0.1');
  if (leg.cidNum !== '') set('ANI', leg.cidNum);
  set('Destination-Number', leg.dest);
  set('Unique-ID', leg.uuid);
  set('Source', 'mod_sofia');
  set('Context', leg.context);
  set('Channel-Name', leg.name);
  if (prefix === 'Caller') set('Profile-Index', '1');
  set('Profile-Created-Time', micros(leg.createdMs));
  set('Channel-Created-Time', micros(leg.createdMs));
  set('Channel-Answered-Time', micros(leg.answeredMs));
  set('Channel-Progress-Time', micros(leg.progressMs));
  set('Channel-Progress-Media-Time', '0');
  set('Channel-Hangup-Time', micros(leg.hangupMs));
  set('Channel-Transfer-Time', '0');
  set('Channel-Resurrect-Time', '0');
  set('Channel-Bridged-Time', micros(leg.bridgedMs));
  set('Channel-Last-Hold', micros(leg.lastHoldMs));
  set('Channel-Hold-Accum', '0');
  set('Screen-Bit', 'true');
  set('Privacy-Hide-Name', 'false');
  set('Privacy-Hide-Number', 'false');
  return headers;
}

/** The headers of a leg. A leg that only begins (CS_NEW) has no caller yet. */
export function legHeaders(leg: Leg): EventHeaders {
  const headers: EventHeaders = {
    'Channel-State': leg.state,
    'Channel-Call-State': leg.callstate,
    'Channel-State-Number': String(STATE_NUMBERS[leg.state]),
    'Channel-Name': leg.name,
    'Unique-ID': leg.uuid,
    'Call-Direction': leg.direction,
    'Presence-Call-Direction': leg.direction,
    'Channel-HIT-Dialplan': String(leg.direction === 'inbound'),
    ...(leg.presence !== '' && leg.state !== 'CS_NONE'
      ? { 'Channel-Presence-ID': leg.presence }
      : {}),
    'Channel-Call-UUID': leg.callUuid,
    'Answer-State': leg.answer,
  };
  if (leg.cause !== '') headers['Hangup-Cause'] = leg.cause;
  if (leg.codec) {
    for (const way of ['Read', 'Write']) {
      headers[`Channel-${way}-Codec-Name`] = leg.codec.name;
      headers[`Channel-${way}-Codec-Rate`] = leg.codec.rate;
      headers[`Channel-${way}-Codec-Bit-Rate`] = leg.codec.bits;
    }
  }
  if (leg.state === 'CS_NEW') return headers;
  Object.assign(headers, profile('Caller', leg));
  if (leg.other && leg.otherType !== '') {
    headers['Other-Type'] = leg.otherType;
    Object.assign(headers, profile('Other-Leg', leg.other));
  }
  return headers;
}

/** Names of variables as a SIP leg carries them: events of the real size. */
const VARIABLE_NAMES = [
  'sip_from_user',
  'sip_from_uri',
  'sip_from_host',
  'sip_call_id',
  'sip_local_network_addr',
  'sip_network_ip',
  'sip_network_port',
  'sip_invite_stamp',
  'sip_received_ip',
  'sip_via_protocol',
  'sip_from_user_stripped',
  'sip_from_tag',
  'sofia_profile_name',
  'sofia_profile_url',
  'recovery_profile_name',
  'sip_full_via',
  'sip_full_from',
  'sip_full_to',
  'sip_req_user',
  'sip_req_uri',
  'sip_req_host',
  'sip_to_user',
  'sip_to_uri',
  'sip_to_host',
  'sip_contact_user',
  'sip_contact_uri',
  'sip_contact_host',
  'sip_via_host',
  'sip_via_port',
  'switch_r_sdp',
  'ep_codec_string',
  'rtp_use_codec_string',
  'remote_audio_media_flow',
  'rtp_audio_recv_pt',
  'rtp_use_codec_name',
  'rtp_use_codec_rate',
  'rtp_use_codec_ptime',
  'rtp_last_audio_codec_string',
  'original_read_codec',
  'original_read_rate',
  'write_codec',
  'write_rate',
  'dtmf_type',
  'domain_name',
  'max_forwards',
  'call_timeout',
  'hangup_after_bridge',
  'ringback',
  'local_media_ip',
  'local_media_port',
  'advertised_media_ip',
  'rtp_use_pt',
  'rtp_use_ssrc',
  'remote_media_ip',
  'remote_media_port',
  'switch_m_sdp',
  'read_codec',
  'read_rate',
  'rtp_local_sdp_str',
  'endpoint_disposition',
  'originate_disposition',
  'DIALSTATUS',
  'signal_bond',
] as const;
const SDP =
  'v=0\r\no=FreeSWITCH 1795430233 1795430235 IN IP4 127.0.0.1\r\ns=FreeSWITCH\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 30000 RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=ptime:20\r\n';

/** `variable_*` headers: those it was given, and as many as a SIP leg has. */
export function variableHeaders(leg: Leg): EventHeaders {
  const headers: EventHeaders = {
    variable_direction: leg.direction,
    variable_uuid: leg.uuid,
    variable_channel_name: leg.name,
    variable_call_uuid: leg.callUuid,
  };
  for (const name of VARIABLE_NAMES) {
    headers[`variable_${name}`] =
      name.endsWith('sdp') || name.includes('sdp_') ? SDP : `${leg.cidNum}@127.0.0.1`;
  }
  for (const [name, value] of leg.variables) headers[`variable_${name}`] = value;
  return headers;
}

/** The header a CALLSTATE event begins with. */
export const callstateNumber = (leg: Leg): string => String(CALLSTATE_NUMBERS[leg.callstate]);
