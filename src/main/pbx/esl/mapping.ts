import { timeOf, type ChannelRow } from '@shared/domain/channel.ts';
import type { ChannelFacts, PbxEvent } from '@shared/domain/event.ts';
import type { EventHeaders } from './headers.ts';

type Fields = { -readonly [K in keyof ChannelRow]?: ChannelRow[K] };

/**
 * The events that keep the table as `show channels` has it, each with what FreeSWITCH's core
 * database (switch_core_sqldb) writes on it; found by replaying the captures.
 */
export const TABLE_EVENTS = [
  'CHANNEL_CREATE',
  'CHANNEL_ORIGINATE',
  'CHANNEL_STATE',
  'CHANNEL_CALLSTATE',
  'CHANNEL_EXECUTE',
  'CHANNEL_HOLD',
  'CHANNEL_UNHOLD',
  'CHANNEL_BRIDGE',
  'CHANNEL_UNBRIDGE',
  'CHANNEL_UUID',
  'CALL_UPDATE',
  'CALL_SECURE',
  'CODEC',
  'CHANNEL_DESTROY',
] as const;

const text = (headers: EventHeaders, name: string): string => headers.get(name) ?? '';

/** ms since the epoch from a header in µs; 0 where it is absent, 0 or no time. */
const millis = (headers: EventHeaders, name: string): number =>
  timeOf(Number(headers.get(name) ?? 0) / 1000);

/** Sets a column only where the event has the header: absent is unknown, not empty. */
function take(
  fields: Fields,
  headers: EventHeaders,
  pairs: readonly (readonly [keyof Fields, string])[],
): void {
  for (const [field, name] of pairs) {
    const value = headers.get(name);
    if (value !== undefined) fields[field] = value;
  }
}

/** Sets a column to what the event has, empty where it has nothing. */
function write(
  fields: Fields,
  headers: EventHeaders,
  pairs: readonly (readonly [keyof Fields, string])[],
): void {
  for (const [field, name] of pairs) fields[field] = headers.get(name) ?? '';
}

const CODECS = [
  ['read_codec', 'Channel-Read-Codec-Name'],
  ['read_rate', 'Channel-Read-Codec-Rate'],
  ['read_bit_rate', 'Channel-Read-Codec-Bit-Rate'],
  ['write_codec', 'Channel-Write-Codec-Name'],
  ['write_rate', 'Channel-Write-Codec-Rate'],
  ['write_bit_rate', 'Channel-Write-Codec-Bit-Rate'],
] as const;
const PRESENCE = [
  ['presence_id', 'Channel-Presence-ID'],
  ['presence_data', 'Channel-Presence-Data'],
  ['accountcode', 'variable_accountcode'],
] as const;
const CALLER = [
  ['cid_name', 'Caller-Caller-ID-Name'],
  ['cid_num', 'Caller-Caller-ID-Number'],
] as const;
const SENT = [
  ['sent_callee_name', 'Sent-Callee-ID-Name'],
  ['sent_callee_num', 'Sent-Callee-ID-Number'],
] as const;
const PROFILE = [
  ...CALLER,
  ['callee_name', 'Caller-Callee-ID-Name'],
  ['callee_num', 'Caller-Callee-ID-Number'],
  ['ip_addr', 'Caller-Network-Addr'],
  ['dest', 'Caller-Destination-Number'],
  ['dialplan', 'Caller-Dialplan'],
  ['context', 'Caller-Context'],
] as const;

/** The columns FreeSWITCH writes when a channel is created. */
function createdFields(headers: EventHeaders): Fields {
  const fields: Fields = {};
  write(fields, headers, [
    ['direction', 'Call-Direction'],
    ['created', 'Event-Date-Local'],
    ['name', 'Channel-Name'],
    ['state', 'Channel-State'],
    ['callstate', 'Channel-Call-State'],
    ['dialplan', 'Caller-Dialplan'],
    ['context', 'Caller-Context'],
    ['hostname', 'FreeSWITCH-Switchname'],
    ['initial_cid_name', 'Caller-Caller-ID-Name'],
    ['initial_cid_num', 'Caller-Caller-ID-Number'],
    ['initial_ip_addr', 'Caller-Network-Addr'],
    ['initial_dest', 'Caller-Destination-Number'],
    ['initial_dialplan', 'Caller-Dialplan'],
    ['initial_context', 'Caller-Context'],
    ...CALLER,
    ['ip_addr', 'Caller-Network-Addr'],
    ['dest', 'Caller-Destination-Number'],
  ]);
  fields.created_epoch = String(Math.floor(millis(headers, 'Event-Date-Timestamp') / 1000));
  return fields;
}

/**
 * `Channel-State-Number` (switch_channel_state_t) of the states whose CHANNEL_STATE FreeSWITCH does
 * not write to its table, and of CS_ROUTING, on which it writes who calls whom. The number may run
 * ahead of the state's name; FreeSWITCH goes by the number and writes the name.
 */
const UNWRITTEN = new Set(['0', '1', '10', '11', '12']);
const ROUTING = '2';

/**
 * Call states that follow at once on CHANNEL_ANSWER and CHANNEL_PROGRESS_MEDIA, on which FreeSWITCH
 * writes the codecs: those two carry all variables and are not asked for.
 */
const WITH_MEDIA = new Set(['ACTIVE', 'EARLY']);

function changedFields(name: string, headers: EventHeaders, partial: boolean): Fields {
  const fields: Fields = {};
  // Without CHANNEL_STATE and CALL_UPDATE, what any event says of the parties is the best known.
  if (partial) take(fields, headers, [...PROFILE, ...PRESENCE]);
  switch (name) {
    case 'CHANNEL_STATE': {
      const number = text(headers, 'Channel-State-Number');
      if (!UNWRITTEN.has(number)) fields.state = text(headers, 'Channel-State');
      if (number === ROUTING) write(fields, headers, [...PROFILE, ...SENT, ...PRESENCE]);
      break;
    }
    case 'CHANNEL_CALLSTATE':
      fields.callstate = text(headers, 'Channel-Call-State');
      if (WITH_MEDIA.has(fields.callstate)) write(fields, headers, CODECS);
      break;
    case 'CODEC':
      write(fields, headers, CODECS);
      break;
    case 'CHANNEL_ORIGINATE':
      write(fields, headers, [...PRESENCE, ['call_uuid', 'Channel-Call-UUID']]);
      break;
    case 'CHANNEL_EXECUTE':
    case 'CHANNEL_HOLD':
    case 'CHANNEL_UNHOLD':
      write(fields, headers, [
        ['application', 'Application'],
        ['application_data', 'Application-Data'],
        ...PRESENCE,
      ]);
      break;
    case 'CALL_UPDATE':
      write(fields, headers, [
        ...CALLER,
        ['callee_name', 'Caller-Callee-ID-Name'],
        ['callee_num', 'Caller-Callee-ID-Number'],
        ...SENT,
        ['callee_direction', 'Direction'],
      ]);
      break;
    case 'CALL_SECURE':
      fields.secure = text(headers, 'secure_type');
      break;
  }
  return fields;
}

/** Names only what is known; without spreading, for this runs for each event. */
function factsOf(fields: Fields, headers: EventHeaders): ChannelFacts {
  const codecs: Fields = {};
  take(codecs, headers, CODECS);
  const facts: { -readonly [K in keyof ChannelFacts]: ChannelFacts[K] } = {
    fields,
    codecs,
  };
  const createdMs = millis(headers, 'Caller-Channel-Created-Time');
  if (createdMs) facts.createdMs = createdMs;
  const answeredMs = millis(headers, 'Caller-Channel-Answered-Time');
  if (answeredMs) facts.answeredMs = answeredMs;
  if (headers.get('Other-Type') === 'originator') {
    const originator = headers.get('Other-Leg-Unique-ID');
    if (originator) facts.originator = originator;
  }
  const queue = headers.get('variable_cc_queue');
  if (queue) facts.queue = queue;
  const cause = headers.get('Hangup-Cause');
  if (cause) facts.cause = cause;
  return facts;
}

/** The two legs of a bridge, as switch_core_sqldb finds them: both named, or caller and other leg. */
function bridgeOf(headers: EventHeaders): { a: string; b: string } {
  const a = headers.get('Bridge-A-Unique-ID');
  const b = headers.get('Bridge-B-Unique-ID');
  if (a && b) return { a, b };
  return { a: text(headers, 'Unique-ID'), b: text(headers, 'Other-Leg-Unique-ID') };
}

/**
 * One event of the socket as a domain event; undefined for what says nothing of a channel.
 * @param partial whether the login hides CHANNEL_STATE or CALL_UPDATE.
 */
export function mapEvent(headers: EventHeaders, partial = false): PbxEvent | undefined {
  const name = text(headers, 'Event-Name');
  const uuid = text(headers, 'Unique-ID');
  const atMs = millis(headers, 'Event-Date-Timestamp');
  if (name === 'SHUTDOWN') return { kind: 'cleared', atMs };
  if (uuid === '' || uuid.length > 256) return undefined;
  switch (name) {
    case 'CHANNEL_CREATE':
      return { kind: 'created', uuid, atMs, facts: factsOf(createdFields(headers), headers) };
    case 'CHANNEL_DESTROY':
      return { kind: 'ended', uuid, atMs, cause: text(headers, 'Hangup-Cause') };
    case 'CHANNEL_BRIDGE':
      return {
        kind: 'bridged',
        ...bridgeOf(headers),
        callUuid: text(headers, 'Channel-Call-UUID'),
        atMs,
      };
    case 'CHANNEL_UNBRIDGE': {
      // FreeSWITCH writes nothing for a leg that has hung up (switch_ivr_uuid_exists).
      const over = text(headers, 'Hangup-Cause') !== '';
      const callUuid = over ? '' : text(headers, 'Channel-Call-UUID');
      return { kind: 'unbridged', ...bridgeOf(headers), callUuid, atMs };
    }
    case 'CHANNEL_UUID':
      return { kind: 'renamed', from: text(headers, 'Old-Unique-ID'), to: uuid, atMs };
    default:
      return {
        kind: 'changed',
        uuid,
        atMs,
        facts: factsOf(changedFields(name, headers, partial), headers),
      };
  }
}
