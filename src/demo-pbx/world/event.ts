/** A header set several times (FreeSWITCH's `ARRAY::`) has several values. */
export type HeaderValue = string | readonly string[];
/** Headers in the order they are sent. */
export type EventHeaders = Readonly<Record<string, HeaderValue>>;

/** What happens on the PBX, told in order. `body` goes with BACKGROUND_JOB. */
export interface WorldEvent {
  readonly headers: EventHeaders;
  readonly body?: string;
}

/** Who a PBX says it is in each event. */
export interface Identity {
  readonly coreUuid: string;
  readonly domain: string;
}

/** What FreeSWITCH 1.11 calls its events; `event` knows no other names. */
export const EVENT_NAMES: ReadonlySet<string> = new Set(
  (
    'CUSTOM CLONE CHANNEL_CREATE CHANNEL_DESTROY CHANNEL_STATE CHANNEL_CALLSTATE CHANNEL_ANSWER ' +
    'CHANNEL_HANGUP CHANNEL_HANGUP_COMPLETE CHANNEL_EXECUTE CHANNEL_EXECUTE_COMPLETE CHANNEL_HOLD ' +
    'CHANNEL_UNHOLD CHANNEL_BRIDGE CHANNEL_UNBRIDGE CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA ' +
    'CHANNEL_OUTGOING CHANNEL_PARK CHANNEL_UNPARK CHANNEL_APPLICATION CHANNEL_ORIGINATE ' +
    'CHANNEL_UUID API LOG INBOUND_CHAN OUTBOUND_CHAN STARTUP SHUTDOWN PUBLISH UNPUBLISH TALK ' +
    'NOTALK SESSION_CRASH MODULE_LOAD MODULE_UNLOAD DTMF MESSAGE PRESENCE_IN NOTIFY_IN ' +
    'PRESENCE_OUT PRESENCE_PROBE MESSAGE_WAITING MESSAGE_QUERY ROSTER CODEC BACKGROUND_JOB ' +
    'DETECTED_SPEECH DETECTED_TONE PRIVATE_COMMAND HEARTBEAT TRAP ADD_SCHEDULE DEL_SCHEDULE ' +
    'EXE_SCHEDULE RE_SCHEDULE RELOADXML NOTIFY PHONE_FEATURE PHONE_FEATURE_SUBSCRIBE ' +
    'SEND_MESSAGE RECV_MESSAGE REQUEST_PARAMS CHANNEL_DATA GENERAL COMMAND SESSION_HEARTBEAT ' +
    'CLIENT_DISCONNECTED SERVER_DISCONNECTED SEND_INFO RECV_INFO RECV_RTCP_MESSAGE ' +
    'SEND_RTCP_MESSAGE CALL_SECURE NAT RECORD_START RECORD_STOP PLAYBACK_START PLAYBACK_STOP ' +
    'CALL_UPDATE FAILURE SOCKET_DATA MEDIA_BUG_START MEDIA_BUG_STOP CONFERENCE_DATA_QUERY ' +
    'CONFERENCE_DATA CALL_SETUP_REQ CALL_SETUP_RESULT CALL_DETAIL DEVICE_STATE TEXT ' +
    'SHUTDOWN_REQUESTED CERT_RELOAD ALL'
  ).split(' '),
);

/** Which source file, function and line FreeSWITCH names as an event's origin (docs/protocol). */
const ORIGINS: Readonly<Record<string, readonly [file: string, fn: string, line: string]>> = {
  BACKGROUND_JOB: ['mod_event_socket.c', 'api_exec', '1569'],
  CALL_UPDATE: ['mod_sofia.c', 'sofia_receive_message', '2133'],
  CHANNEL_ANSWER: ['switch_channel.c', 'switch_channel_perform_mark_answered', '3848'],
  CHANNEL_BRIDGE: ['switch_ivr_bridge.c', 'switch_ivr_multi_threaded_bridge', '1689'],
  CHANNEL_CALLSTATE: ['switch_channel.c', 'switch_channel_perform_set_callstate', '302'],
  CHANNEL_CREATE: ['switch_core_state_machine.c', 'switch_core_session_run', '626'],
  CHANNEL_DATA: ['mod_commands.c', 'uuid_dump_function', '6495'],
  CHANNEL_DESTROY: ['switch_core_session.c', 'switch_core_session_perform_destroy', '1588'],
  CHANNEL_EXECUTE: ['switch_core_session.c', 'switch_core_session_exec', '2949'],
  CHANNEL_EXECUTE_COMPLETE: ['switch_core_session.c', 'switch_core_session_exec', '2972'],
  CHANNEL_HANGUP: ['switch_channel.c', 'switch_channel_perform_hangup', '3447'],
  CHANNEL_HANGUP_COMPLETE: [
    'switch_core_state_machine.c',
    'switch_core_session_reporting_state',
    '943',
  ],
  CHANNEL_HOLD: ['switch_ivr.c', 'switch_ivr_hold', '1558'],
  CHANNEL_ORIGINATE: ['switch_core_state_machine.c', 'switch_core_session_run', '632'],
  CHANNEL_OUTGOING: ['switch_core_session.c', 'switch_core_session_outgoing_channel', '768'],
  CHANNEL_PARK: ['switch_ivr.c', 'switch_ivr_park', '1002'],
  CHANNEL_PROGRESS: ['switch_channel.c', 'switch_channel_perform_mark_ring_ready_value', '3507'],
  CHANNEL_PROGRESS_MEDIA: ['switch_channel.c', 'switch_channel_perform_mark_pre_answered', '3562'],
  CHANNEL_STATE: ['switch_channel.c', 'switch_channel_perform_set_running_state', '2409'],
  CHANNEL_UNBRIDGE: ['switch_ivr_bridge.c', 'switch_ivr_multi_threaded_bridge', '1879'],
  CHANNEL_UNHOLD: ['switch_ivr.c', 'switch_ivr_unhold', '1638'],
  CHANNEL_UNPARK: ['switch_ivr.c', 'switch_ivr_park', '1213'],
  CODEC: ['switch_core_codec.c', 'switch_core_session_set_real_read_codec', '235'],
  DTMF: ['switch_channel.c', 'switch_channel_dequeue_dtmf', '678'],
  HEARTBEAT: ['switch_core.c', 'send_heartbeat', '95'],
  MEDIA_BUG_START: ['switch_core_media_bug.c', 'switch_core_media_bug_add', '1014'],
  MEDIA_BUG_STOP: ['switch_core_media_bug.c', 'switch_core_media_bug_destroy', '84'],
  RECORD_START: ['switch_ivr_async.c', 'record_callback', '1482'],
  RECORD_STOP: ['switch_ivr_async.c', 'send_record_stop_event', '1241'],
  RELOADXML: ['switch_xml.c', 'switch_xml_open_root', '2385'],
  SHUTDOWN: ['switch_core.c', 'switch_core_destroy', '3033'],
};
/** The other place a CALL_UPDATE comes from: caller and callee change roles. */
export const FLIPPED = 'FLIPPED';
const FLIPPED_ORIGIN = ['switch_channel.c', 'switch_channel_flip_cid', '3279'] as const;
const SOMEWHERE = ['mod_event_socket.c', 'parse_command', '2270'] as const;

/** µs since the epoch, as FreeSWITCH writes times; 0 for what has not happened. */
export const micros = (ms: number): string => String(Math.round(ms * 1000));

/** `2026-11-23 22:44:03`; the demo PBX lives in UTC, as the captured one did. */
export const localDate = (ms: number): string =>
  new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** The headers each event starts with, in FreeSWITCH's order. @param origin names another source */
export function eventHead(
  name: string,
  ms: number,
  sequence: number,
  who: Identity,
  origin = name,
): Record<string, HeaderValue> {
  const [file, fn, line] = origin === FLIPPED ? FLIPPED_ORIGIN : (ORIGINS[origin] ?? SOMEWHERE);
  return {
    'Event-Name': name,
    'Core-UUID': who.coreUuid,
    'FreeSWITCH-Hostname': 'demo',
    'FreeSWITCH-Switchname': who.domain,
    'FreeSWITCH-IPv4': '127.0.0.1',
    'FreeSWITCH-IPv6': '::1',
    'Event-Date-Local': localDate(ms),
    'Event-Date-GMT': new Date(ms).toUTCString(),
    'Event-Date-Timestamp': micros(ms),
    'Event-Calling-File': file,
    'Event-Calling-Function': fn,
    'Event-Calling-Line-Number': line,
    'Event-Sequence': String(sequence),
  };
}

/** The (first) value of a header, '' when there is none. */
export const headerText = (headers: EventHeaders, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
};
