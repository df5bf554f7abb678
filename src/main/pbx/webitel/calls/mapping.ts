import { channelFromRow, timeOf, type Channel } from '@shared/domain/channel.ts';
import { fieldsOf, textOf, type Fields } from '../answers.ts';

/** States of a call on today's Webitel, as FreeSWITCH's call states. */
const STATES: Readonly<Record<string, string>> = {
  ringing: 'RINGING',
  active: 'ACTIVE',
  bridge: 'ACTIVE',
  eavesdrop: 'ACTIVE',
  hold: 'HELD',
  hangup: 'HANGUP',
};

/** An int64, which JSON of protobuf writes as text. */
const numberOf = (value: unknown): number =>
  typeof value === 'string' || typeof value === 'number' ? Number(value) : 0;
const nameOf = (lookup: unknown): string => textOf(fieldsOf(lookup)['name']);

/**
 * In which sense FreeSWITCH would have the leg: `outbound` is one that the PBX placed. Webitel's own
 * `direction` is that of the call, seen from the company.
 */
function directionOf(call: Fields, answered: boolean): 'inbound' | 'outbound' {
  if (textOf(call['parent_id']) !== '') return 'outbound';
  const mine = textOf(call['extension']) !== '' && textOf(call['direction']) === 'outbound';
  return mine && !answered ? 'outbound' : 'inbound';
}

/**
 * A channel of one of today's calls (engine/call.proto, `ActiveCall`), with what that has: no codecs, no
 * host, no context. Undefined where it has no id.
 * @param domain of the user who is signed in; '' where it is not known
 */
export function channelOfCall(item: unknown, domain: string): Channel | undefined {
  const call = fieldsOf(item);
  const [from, to] = [fieldsOf(call['from']), fieldsOf(call['to'])];
  const createdMs = timeOf(numberOf(call['created_at']));
  const answeredMs = timeOf(numberOf(call['answered_at']));
  const extension = textOf(call['extension']);
  const state = textOf(call['state']);
  const parent = textOf(call['parent_id']);
  const queue = nameOf(call['queue']);
  const waits = queue !== '' && parent === '' && numberOf(call['bridged_at']) === 0;
  const row = channelFromRow({
    uuid: call['id'],
    direction: directionOf(call, answeredMs > 0),
    created_epoch: createdMs > 0 ? String(Math.floor(createdMs / 1000)) : '',
    cid_name: from['name'],
    cid_num: from['number'],
    dest: call['destination'],
    callee_name: to['name'],
    callee_num: to['number'],
    presence_id: extension === '' ? '' : domain === '' ? extension : `${extension}@${domain}`,
    callstate: STATES[state] ?? (answeredMs > 0 ? 'ACTIVE' : 'RINGING'),
    call_uuid: parent || call['id'],
    application: state === 'eavesdrop' ? 'eavesdrop' : waits ? 'callcenter' : '',
    application_data: state === 'eavesdrop' ? parent : waits ? queue : '',
    hostname: call['app_id'],
    accountcode: nameOf(call['user']),
    ...names(call),
  });
  return (
    row && {
      ...row,
      createdMs,
      answeredMs,
      originator: state === 'eavesdrop' ? '' : parent,
      peer: textOf(call['bridged_id']),
      queue: parent === '' ? '' : queue,
    }
  );
}

/** What Webitel knows of a call beyond FreeSWITCH's columns, each where it has a name. */
function names(call: Fields): Readonly<Record<string, string>> {
  const kinds = ['queue', 'team', 'agent', 'member', 'gateway'].map(
    (kind) => [kind, nameOf(call[kind])] as const,
  );
  return Object.fromEntries(kinds.filter(([, name]) => name !== ''));
}
