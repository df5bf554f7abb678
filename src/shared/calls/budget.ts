import { CHANNEL_FIELDS, copyOf, cut, type Channel, type ChannelRow } from '../domain/channel.ts';

/**
 * Most text (characters) that the channels of a table hold together. An ordinary leg has some 600:
 * 50,000 of those have 30 million.
 */
export const MAX_TEXT = 64_000_000;
/** Most text (characters) of one channel while all of it is kept; a busy leg has under 2,000. */
export const MAX_CHANNEL_TEXT = 16_000;
/** What is left of a column (characters) where there is no room: a uuid, an address, a name. */
const SHORT = 80;

/** Text (characters) that a channel holds. Written out like `copyOf`: it is asked for each event. */
export function textOf(channel: Channel): number {
  let extra = 0;
  for (const key in channel.extra) extra += key.length + (channel.extra[key] ?? '').length;
  return (
    extra +
    textOfColumns(channel) +
    channel.originator.length +
    channel.peer.length +
    channel.queue.length +
    channel.cause.length
  );
}

const textOfColumns = (channel: ChannelRow): number =>
  channel.uuid.length +
  channel.direction.length +
  channel.created.length +
  channel.created_epoch.length +
  channel.name.length +
  channel.state.length +
  channel.cid_name.length +
  channel.cid_num.length +
  channel.ip_addr.length +
  channel.dest.length +
  channel.application.length +
  channel.application_data.length +
  channel.dialplan.length +
  channel.context.length +
  channel.read_codec.length +
  channel.read_rate.length +
  channel.read_bit_rate.length +
  channel.write_codec.length +
  channel.write_rate.length +
  channel.write_bit_rate.length +
  channel.secure.length +
  channel.hostname.length +
  channel.presence_id.length +
  channel.presence_data.length +
  channel.accountcode.length +
  channel.callstate.length +
  channel.callee_name.length +
  channel.callee_num.length +
  channel.callee_direction.length +
  channel.call_uuid.length +
  channel.sent_callee_name.length +
  channel.sent_callee_num.length +
  channel.initial_cid_name.length +
  channel.initial_cid_num.length +
  channel.initial_ip_addr.length +
  channel.initial_dest.length +
  channel.initial_dialplan.length +
  channel.initial_context.length;

/** The channel with what there is room for at least: its columns cut short, those of others left out. */
export function shortened(channel: Channel): Channel {
  const copy = copyOf(channel) as { -readonly [K in keyof Channel]: Channel[K] };
  for (const field of CHANNEL_FIELDS)
    if (!KEPT_WHOLE.has(field)) copy[field] = cut(copy[field], SHORT);
  copy.extra = NONE;
  copy.queue = cut(copy.queue, SHORT);
  copy.cause = cut(copy.cause, SHORT);
  return copy;
}

const NONE: Channel['extra'] = Object.freeze({});
/** Ids: cut, they would be another's. */
const KEPT_WHOLE: ReadonlySet<string> = new Set(['uuid', 'call_uuid']);
