import { timeOf, type ChannelRow } from '@shared/domain/channel.ts';
import type { ChannelFacts, PbxEvent } from '@shared/domain/event.ts';
import type { EventHeaders } from './headers.ts';

/** Columns as an event has them; undefined where it says nothing of one. */
type Fields = Partial<ChannelRow>;

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

// Written out: objects whose keys are computed cost a multiple, and these are made for each event. The
// headers are asked for in the order in which FreeSWITCH prints them.

function codecsOf(headers: EventHeaders): Fields {
  const read_codec = headers.get('Channel-Read-Codec-Name');
  if (read_codec === undefined && headers.get('Channel-Write-Codec-Name') === undefined)
    return NO_CODECS;
  return {
    read_codec,
    read_rate: headers.get('Channel-Read-Codec-Rate'),
    read_bit_rate: headers.get('Channel-Read-Codec-Bit-Rate'),
    write_codec: headers.get('Channel-Write-Codec-Name'),
    write_rate: headers.get('Channel-Write-Codec-Rate'),
    write_bit_rate: headers.get('Channel-Write-Codec-Bit-Rate'),
  };
}
/** A leg without media yet has none of the six. */
const NO_CODECS: Fields = {
  read_codec: undefined,
  read_rate: undefined,
  read_bit_rate: undefined,
  write_codec: undefined,
  write_rate: undefined,
  write_bit_rate: undefined,
};
const presenceOf = (headers: EventHeaders): Fields => ({
  presence_id: headers.get('Channel-Presence-ID'),
  presence_data: headers.get('Channel-Presence-Data'),
  accountcode: headers.get('variable_accountcode'),
});
const partiesOf = (headers: EventHeaders): Fields => ({
  cid_name: headers.get('Caller-Caller-ID-Name'),
  cid_num: headers.get('Caller-Caller-ID-Number'),
  callee_name: headers.get('Caller-Callee-ID-Name'),
  callee_num: headers.get('Caller-Callee-ID-Number'),
});
const sentOf = (headers: EventHeaders): Fields => ({
  sent_callee_name: headers.get('Sent-Callee-ID-Name'),
  sent_callee_num: headers.get('Sent-Callee-ID-Number'),
});
const profileOf = (headers: EventHeaders): Fields => ({
  dialplan: headers.get('Caller-Dialplan'),
  ...partiesOf(headers),
  ip_addr: headers.get('Caller-Network-Addr'),
  dest: headers.get('Caller-Destination-Number'),
  context: headers.get('Caller-Context'),
});

/** Columns that FreeSWITCH writes whatever the event has: empty where it has nothing. */
function written(known: Fields): Fields {
  const fields: Record<string, string> = {};
  for (const name in known) fields[name] = known[name as keyof Fields] ?? '';
  return fields;
}

/** The columns FreeSWITCH writes when a channel is created. */
function createdFields(headers: EventHeaders): Fields {
  const caller = {
    dialplan: text(headers, 'Caller-Dialplan'),
    cid_name: text(headers, 'Caller-Caller-ID-Name'),
    cid_num: text(headers, 'Caller-Caller-ID-Number'),
    ip_addr: text(headers, 'Caller-Network-Addr'),
    dest: text(headers, 'Caller-Destination-Number'),
    context: text(headers, 'Caller-Context'),
  };
  return {
    direction: text(headers, 'Call-Direction'),
    created: text(headers, 'Event-Date-Local'),
    created_epoch: String(Math.floor(millis(headers, 'Event-Date-Timestamp') / 1000)),
    name: text(headers, 'Channel-Name'),
    state: text(headers, 'Channel-State'),
    callstate: text(headers, 'Channel-Call-State'),
    hostname: text(headers, 'FreeSWITCH-Switchname'),
    ...caller,
    initial_cid_name: caller.cid_name,
    initial_cid_num: caller.cid_num,
    initial_ip_addr: caller.ip_addr,
    initial_dest: caller.dest,
    initial_dialplan: caller.dialplan,
    initial_context: caller.context,
  };
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

/** The columns FreeSWITCH writes on an event; none on those not named here. */
function changedFields(name: string, headers: EventHeaders): Fields {
  switch (name) {
    case 'CHANNEL_STATE': {
      const number = text(headers, 'Channel-State-Number');
      if (UNWRITTEN.has(number)) return {};
      const state = text(headers, 'Channel-State');
      if (number !== ROUTING) return { state };
      const parties = { ...profileOf(headers), ...sentOf(headers), ...presenceOf(headers) };
      return { ...written(parties), state };
    }
    case 'CHANNEL_CALLSTATE': {
      const callstate = text(headers, 'Channel-Call-State');
      return WITH_MEDIA.has(callstate)
        ? { ...written(codecsOf(headers)), callstate }
        : { callstate };
    }
    case 'CODEC':
      return written(codecsOf(headers));
    case 'CHANNEL_ORIGINATE':
      return {
        ...written(presenceOf(headers)),
        call_uuid: text(headers, 'Channel-Call-UUID'),
      };
    case 'CHANNEL_EXECUTE':
    case 'CHANNEL_HOLD':
    case 'CHANNEL_UNHOLD':
      return {
        ...written(presenceOf(headers)),
        application: text(headers, 'Application'),
        application_data: text(headers, 'Application-Data'),
      };
    case 'CALL_UPDATE':
      return {
        ...written(partiesOf(headers)),
        ...written(sentOf(headers)),
        callee_direction: text(headers, 'Direction'),
      };
    case 'CALL_SECURE':
      return { secure: text(headers, 'secure_type') };
    default:
      return {};
  }
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
    if (fields.read_codec === undefined) facts.codecs = codecsOf(headers);
    const createdMs = millis(headers, 'Caller-Channel-Created-Time');
    if (createdMs) facts.createdMs = createdMs;
    const answeredMs = millis(headers, 'Caller-Channel-Answered-Time');
    if (answeredMs) facts.answeredMs = answeredMs;
    if (headers.get('Other-Type') === 'originator') {
      const originator = text(headers, 'Other-Leg-Unique-ID');
      if (originator) facts.originator = originator;
    }
  }
  if (!NO_VARIABLES.has(name) || partial) {
    // Both queues of FreeSWITCH place their agents' legs for nobody, and name themselves on them.
    const queue = text(headers, 'variable_cc_queue') || text(headers, 'variable_fifo_name');
    if (queue) facts.queue = queue;
  }
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
      return {
        kind: 'created',
        uuid,
        atMs,
        facts: factsOf(name, createdFields(headers), headers, partial),
      };
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
    default: {
      const fields = changedFields(name, headers);
      // Without CHANNEL_STATE and CALL_UPDATE, what any event says of the parties is the best known.
      const best = partial ? { ...profileOf(headers), ...presenceOf(headers), ...fields } : fields;
      return { kind: 'changed', uuid, atMs, facts: factsOf(name, best, headers, partial) };
    }
  }
}
