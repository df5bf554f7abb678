import { CHANNEL_FIELDS, type ChannelField, type ChannelRow } from '@shared/domain/channel.ts';
import { headerText, type EventHeaders } from './event.ts';

type Row = { -readonly [K in ChannelField]: string };

/** Two legs that talk, as the core database's table `calls` has them. */
export interface Call {
  readonly caller: string;
  readonly callee: string;
  readonly createdEpoch: string;
}

type Assignments = readonly (readonly [column: ChannelField, header: string])[];

const CREATED: Assignments = [
  ['uuid', 'Unique-ID'],
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
];
const PRESENCE: Assignments = [
  ['presence_id', 'Channel-Presence-ID'],
  ['presence_data', 'Channel-Presence-Data'],
  ['accountcode', 'variable_accountcode'],
];
const PARTIES: Assignments = [
  ['cid_name', 'Caller-Caller-ID-Name'],
  ['cid_num', 'Caller-Caller-ID-Number'],
  ['callee_name', 'Caller-Callee-ID-Name'],
  ['callee_num', 'Caller-Callee-ID-Number'],
  ['sent_callee_name', 'Sent-Callee-ID-Name'],
  ['sent_callee_num', 'Sent-Callee-ID-Number'],
];
const APPLICATION: Assignments = [
  ['application', 'Application'],
  ['application_data', 'Application-Data'],
  ...PRESENCE,
];
const ROUTED: Assignments = [
  ['state', 'Channel-State'],
  ...PARTIES,
  ['ip_addr', 'Caller-Network-Addr'],
  ['dest', 'Caller-Destination-Number'],
  ['dialplan', 'Caller-Dialplan'],
  ['context', 'Caller-Context'],
  ...PRESENCE,
];
const CODEC: Assignments = [
  ['read_codec', 'Channel-Read-Codec-Name'],
  ['read_rate', 'Channel-Read-Codec-Rate'],
  ['read_bit_rate', 'Channel-Read-Codec-Bit-Rate'],
  ['write_codec', 'Channel-Write-Codec-Name'],
  ['write_rate', 'Channel-Write-Codec-Rate'],
  ['write_bit_rate', 'Channel-Write-Codec-Bit-Rate'],
];

/** Which columns an event changes in its channel's row (FreeSWITCH's switch_core_sqldb.c). */
const CHANGES: Readonly<Record<string, Assignments>> = {
  CHANNEL_ANSWER: CODEC,
  CHANNEL_PROGRESS_MEDIA: CODEC,
  CODEC,
  CHANNEL_HOLD: APPLICATION,
  CHANNEL_UNHOLD: APPLICATION,
  CHANNEL_EXECUTE: APPLICATION,
  CHANNEL_ORIGINATE: [...PRESENCE, ['call_uuid', 'Channel-Call-UUID']],
  CALL_UPDATE: [...PARTIES, ['callee_direction', 'Direction']],
};

/** States of which the table takes no note: a leg that hangs up keeps the state it had. */
const UNNOTED = new Set(['0', '1', '10', '11', '12']);

/**
 * The core database's `channels` and `calls`, kept from the events alone, as FreeSWITCH keeps them:
 * what `show` tells is therefore late or stale in just the ways it is there.
 */
export class CoreTable {
  readonly #rows = new Map<string, Row>();
  #calls = new Map<string, Call>();

  /** Oldest first. */
  rows(): ChannelRow[] {
    return [...this.#rows.values()];
  }
  row(uuid: string): ChannelRow | undefined {
    return this.#rows.get(uuid);
  }
  get size(): number {
    return this.#rows.size;
  }
  calls(): Call[] {
    return [...this.#calls.values()];
  }

  apply(headers: EventHeaders): void {
    const uuid = headerText(headers, 'Unique-ID');
    const name = headerText(headers, 'Event-Name');
    if (uuid === '') return;
    if (name === 'CHANNEL_CREATE') this.#insert(uuid, headers);
    if (name === 'CHANNEL_DESTROY') this.#remove(uuid);
    const row = this.#rows.get(uuid);
    if (!row) return;
    const changes = CHANGES[name];
    if (changes) assign(row, changes, headers);
    if (name === 'CHANNEL_STATE') noteState(row, headers);
    if (name === 'CHANNEL_CALLSTATE') noteCallstate(row, headers);
    if (name === 'CHANNEL_BRIDGE') this.#bridge(headers);
    // Nothing is written for a leg that has hung up (switch_ivr_uuid_exists).
    if (name === 'CHANNEL_UNBRIDGE' && headerText(headers, 'Hangup-Cause') === '')
      this.#unbridge(uuid, headerText(headers, 'Channel-Call-UUID'));
  }

  #insert(uuid: string, headers: EventHeaders): void {
    const row = Object.fromEntries(CHANNEL_FIELDS.map((column) => [column, ''])) as Row;
    assign(row, CREATED, headers);
    row.created_epoch = epochOf(headers);
    this.#rows.set(uuid, row);
  }

  #remove(uuid: string): void {
    this.#rows.delete(uuid);
    this.#dropCalls(uuid);
  }

  #bridge(headers: EventHeaders): void {
    const caller = headerText(headers, 'Bridge-A-Unique-ID');
    const callee = headerText(headers, 'Bridge-B-Unique-ID');
    for (const uuid of [caller, callee]) {
      const row = this.#rows.get(uuid);
      if (row) row.call_uuid = headerText(headers, 'Channel-Call-UUID');
    }
    this.#calls.set(caller, { caller, callee, createdEpoch: epochOf(headers) });
  }

  #unbridge(uuid: string, callUuid: string): void {
    for (const row of this.#rows.values()) {
      if (row.call_uuid === callUuid) row.call_uuid = row.uuid;
    }
    this.#dropCalls(uuid);
  }

  #dropCalls(uuid: string): void {
    for (const call of this.#calls.values()) {
      if (call.caller === uuid || call.callee === uuid) this.#calls.delete(call.caller);
    }
  }
}

function noteState(row: Row, headers: EventHeaders): void {
  const number = headerText(headers, 'Channel-State-Number');
  if (UNNOTED.has(number)) return;
  if (number === '2') assign(row, ROUTED, headers);
  else row.state = headerText(headers, 'Channel-State');
}

function noteCallstate(row: Row, headers: EventHeaders): void {
  const number = headerText(headers, 'Channel-Call-State-Number');
  if (number !== '0' && number !== '7') row.callstate = headerText(headers, 'Channel-Call-State');
}

const epochOf = (headers: EventHeaders): string =>
  headerText(headers, 'Event-Date-Timestamp').slice(0, -6);

function assign(row: Row, changes: Assignments, headers: EventHeaders): void {
  for (const [column, header] of changes) row[column] = headerText(headers, header);
}
