import { timeOf, type RowChange, type SpeaksTo } from '@shared/domain/channel.ts';
import type { ChannelFacts, PbxEvent } from '@shared/domain/event.ts';
import type { EventHeaders } from './headers.ts';

/** Columns as an event has them; undefined where it says nothing of one. */
type Fields = { -readonly [K in keyof RowChange]: RowChange[K] };

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
export const millis = (headers: EventHeaders, name: string): number =>
  timeOf(Number(headers.get(name) ?? 0) / 1000);

// Column after column into one object: one put together from others (`...`) or with computed keys gets a
// shape of its own from V8, for each event, and that costs more than the headers. These are asked for in the
// order in which FreeSWITCH prints them.

/**
 * What a header that the event does not have makes of its column: nothing new, or empty, where
 * FreeSWITCH writes the column whatever the event has.
 */
type Absent = undefined | typeof EMPTIES;
const EMPTIES = '';

function readCodecs(into: Fields, headers: EventHeaders, absent?: Absent): void {
  into.read_codec = headers.get('Channel-Read-Codec-Name') ?? absent;
  into.read_rate = headers.get('Channel-Read-Codec-Rate') ?? absent;
  into.read_bit_rate = headers.get('Channel-Read-Codec-Bit-Rate') ?? absent;
  into.write_codec = headers.get('Channel-Write-Codec-Name') ?? absent;
  into.write_rate = headers.get('Channel-Write-Codec-Rate') ?? absent;
  into.write_bit_rate = headers.get('Channel-Write-Codec-Bit-Rate') ?? absent;
}
function readPresence(into: Fields, headers: EventHeaders, absent?: Absent): void {
  into.presence_id = headers.get('Channel-Presence-ID') ?? absent;
  into.presence_data = headers.get('Channel-Presence-Data') ?? absent;
  into.accountcode = headers.get('variable_accountcode') ?? absent;
}
function readParties(into: Fields, headers: EventHeaders, absent?: Absent): void {
  into.cid_name = headers.get('Caller-Caller-ID-Name') ?? absent;
  into.cid_num = headers.get('Caller-Caller-ID-Number') ?? absent;
  into.callee_name = headers.get('Caller-Callee-ID-Name') ?? absent;
  into.callee_num = headers.get('Caller-Callee-ID-Number') ?? absent;
}
function readSent(into: Fields, headers: EventHeaders, absent?: Absent): void {
  into.sent_callee_name = headers.get('Sent-Callee-ID-Name') ?? absent;
  into.sent_callee_num = headers.get('Sent-Callee-ID-Number') ?? absent;
}
function readProfile(into: Fields, headers: EventHeaders, absent?: Absent): void {
  into.dialplan = headers.get('Caller-Dialplan') ?? absent;
  readParties(into, headers, absent);
  into.ip_addr = headers.get('Caller-Network-Addr') ?? absent;
  into.dest = headers.get('Caller-Destination-Number') ?? absent;
  into.context = headers.get('Caller-Context') ?? absent;
}

/**
 * Call states that follow at once on CHANNEL_ANSWER and CHANNEL_PROGRESS_MEDIA, on which FreeSWITCH
 * writes the codecs: those two carry all variables and are not asked for.
 */
const WITH_MEDIA = new Set(['ACTIVE', 'EARLY']);

/**
 * The columns FreeSWITCH writes when a channel is created. Who calls whom comes with CS_ROUTING, and never
 * for a leg whose state runs past it: until then there are only the first caller and the first number.
 */
function createdFields(headers: EventHeaders): Fields {
  const fields: Fields = {};
  fields.created = text(headers, 'Event-Date-Local');
  fields.created_epoch = String(Math.floor(millis(headers, 'Event-Date-Timestamp') / 1000));
  fields.state = text(headers, 'Channel-State');
  fields.callstate = text(headers, 'Channel-Call-State');
  fields.name = text(headers, 'Channel-Name');
  fields.direction = text(headers, 'Call-Direction');
  fields.hostname = text(headers, 'FreeSWITCH-Switchname');
  fields.dialplan = fields.initial_dialplan = text(headers, 'Caller-Dialplan');
  fields.initial_cid_name = text(headers, 'Caller-Caller-ID-Name');
  fields.initial_cid_num = text(headers, 'Caller-Caller-ID-Number');
  fields.initial_ip_addr = text(headers, 'Caller-Network-Addr');
  fields.initial_dest = text(headers, 'Caller-Destination-Number');
  fields.context = fields.initial_context = text(headers, 'Caller-Context');
  // Answered before its creation was told.
  if (WITH_MEDIA.has(fields.callstate)) readCodecs(fields, headers, EMPTIES);
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
 * The columns FreeSWITCH writes on an event; none on those not named here.
 * @param partial whether other events may not say who calls whom.
 */
function fieldsOf(name: string, headers: EventHeaders, partial: boolean): Fields {
  const fields: Fields = name === 'CHANNEL_CREATE' ? createdFields(headers) : {};
  if (partial) {
    // Without CHANNEL_STATE and CALL_UPDATE, what any event says of the parties is the best known.
    readProfile(fields, headers);
    readPresence(fields, headers);
  }
  switch (name) {
    case 'CHANNEL_STATE': {
      const state = text(headers, 'Channel-State');
      const number = text(headers, 'Channel-State-Number');
      if (UNWRITTEN.has(number)) break;
      fields.state = state;
      if (number !== ROUTING) break;
      readProfile(fields, headers, EMPTIES);
      readSent(fields, headers, EMPTIES);
      readPresence(fields, headers, EMPTIES);
      break;
    }
    case 'CHANNEL_CALLSTATE':
      fields.callstate = text(headers, 'Channel-Call-State');
      if (WITH_MEDIA.has(fields.callstate)) readCodecs(fields, headers, EMPTIES);
      break;
    case 'CODEC':
      readCodecs(fields, headers, EMPTIES);
      break;
    case 'CHANNEL_ORIGINATE':
      readPresence(fields, headers, EMPTIES);
      fields.call_uuid = text(headers, 'Channel-Call-UUID');
      break;
    case 'CHANNEL_EXECUTE':
    case 'CHANNEL_HOLD':
    case 'CHANNEL_UNHOLD':
      readPresence(fields, headers, EMPTIES);
      fields.application = text(headers, 'Application');
      fields.application_data = text(headers, 'Application-Data');
      break;
    case 'CALL_UPDATE':
      readParties(fields, headers, EMPTIES);
      readSent(fields, headers, EMPTIES);
      fields.callee_direction = text(headers, 'Direction');
      break;
    case 'CALL_SECURE':
      fields.secure = text(headers, 'secure_type');
      break;
  }
  return fields;
}

/**
 * Events of which FreeSWITCH's table takes nothing of who calls whom nor of codecs (CODEC tells of each
 * change), and events that have no variables unless FreeSWITCH is told to be verbose. There we do not
 * look for them: a name that is not found costs a way through the whole event.
 */
const NO_PARTIES = new Set(['CHANNEL_STATE', 'CHANNEL_EXECUTE', 'CHANNEL_HOLD', 'CHANNEL_UNHOLD']);
const NO_VARIABLES = new Set(['CHANNEL_STATE', 'CHANNEL_CALLSTATE']);

/**
 * What an event says beyond the columns it is about; names only what is known.
 * @param partial whether other events may not say it.
 */
function factsOf(
  name: string,
  fields: Fields,
  headers: EventHeaders,
  partial: boolean,
): ChannelFacts {
  const facts: { -readonly [K in keyof ChannelFacts]: ChannelFacts[K] } = { fields };
  if (fields.callstate === 'HANGUP' || partial) {
    const cause = text(headers, 'Hangup-Cause');
    if (cause) facts.cause = cause;
  }
  if (!NO_PARTIES.has(name) || partial) {
    if (fields.read_codec === undefined) {
      const codecs: Fields = {};
      readCodecs(codecs, headers);
      facts.codecs = codecs;
    }
    const createdMs = millis(headers, 'Caller-Channel-Created-Time');
    if (createdMs) facts.createdMs = createdMs;
    const answeredMs = millis(headers, 'Caller-Channel-Answered-Time');
    if (answeredMs) facts.answeredMs = answeredMs;
    if (headers.get('Other-Type') === 'originator') {
      const originator = text(headers, 'Other-Leg-Unique-ID');
      if (originator) facts.originator = originator;
    }
  }
  if (fields.application === 'eavesdrop' || fields.application === 'three_way')
    facts.speaksTo = beginsAs(fields.application, headers);
  if (!NO_VARIABLES.has(name) || partial) {
    // Both queues of FreeSWITCH place their agents' legs for nobody, and name themselves on them.
    const queue = text(headers, 'variable_cc_queue') || text(headers, 'variable_fifo_name');
    if (queue) facts.queue = queue;
  }
  return facts;
}

/** Who hears a leg that begins to listen: its variables say so, and nobody where they say nothing. */
function beginsAs(application: string, headers: EventHeaders): SpeaksTo {
  if (application === 'three_way') return 'both';
  const on = (name: string): boolean => text(headers, `variable_eavesdrop_${name}`) === 'true';
  // Where only one side is bridged, nobody can be whispered to.
  if (on('bridge_aleg') || on('bridge_bleg')) return 'none';
  const [own, partner] = [on('whisper_bleg'), on('whisper_aleg')];
  return own && partner ? 'both' : own ? 'own' : partner ? 'partner' : 'none';
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
  const atMs = millis(headers, 'Event-Date-Timestamp');
  if (name === 'SHUTDOWN') return { kind: 'cleared', atMs };
  // Told before the channel is: FreeSWITCH has no row to write it to.
  if (name === 'CODEC' && headers.get('Channel-State-Number') === '0') return undefined;
  // Its state is printed before the leg's uuid.
  const fields = fieldsOf(name, headers, partial);
  const uuid = text(headers, 'Unique-ID');
  if (uuid === '' || uuid.length > 256) return undefined;
  switch (name) {
    case 'CHANNEL_CREATE':
      return { kind: 'created', uuid, atMs, facts: factsOf(name, fields, headers, partial) };
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
    case 'PLAYBACK_START':
    case 'PLAYBACK_STOP':
      return { kind: 'changed', uuid, atMs, facts: { playing: name === 'PLAYBACK_START' } };
    case 'DTMF':
      return { kind: 'key', uuid, key: text(headers, 'DTMF-Digit'), atMs };
    case 'CHANNEL_UUID':
      return { kind: 'renamed', from: text(headers, 'Old-Unique-ID'), to: uuid, atMs };
    default:
      return { kind: 'changed', uuid, atMs, facts: factsOf(name, fields, headers, partial) };
  }
}
