import { CHANNEL_FIELDS, type Channel } from '../../src/shared/domain/channel.ts';

/** One column in which our table and the PBX's list are not the same. */
export interface Difference {
  readonly uuid: string;
  readonly field: string;
  /** undefined where a side lacks the channel. */
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

const CODEC_FIELDS: readonly string[] = [
  'read_codec',
  'read_rate',
  'read_bit_rate',
  'write_codec',
  'write_rate',
  'write_bit_rate',
];

/**
 * What events cannot tell, because FreeSWITCH's own list is no function of them (seen live, 1.11.3):
 * - the codec of a leg without media: its CODEC events come before CHANNEL_CREATE, and whether the
 *   row is there when they are written is a race between FreeSWITCH's threads;
 * - the state of a leg that has hung up and is not destroyed yet: events say HANGUP, rows never do.
 */
export const isUntold = ({ field }: Difference, ours: Channel): boolean =>
  (CODEC_FIELDS.includes(field) && ours.answeredMs === 0) ||
  (ours.callstate === 'HANGUP' && field === 'callstate');

/** Every difference between our channels and the rows of `show channels`, column by column. */
export function differences(ours: readonly Channel[], theirs: readonly Channel[]): Difference[] {
  const found: Difference[] = [];
  const listed = new Map(theirs.map((channel) => [channel.uuid, channel]));
  for (const channel of ours) {
    const row = listed.get(channel.uuid);
    listed.delete(channel.uuid);
    if (!row) {
      found.push({ uuid: channel.uuid, field: 'uuid', ours: channel.uuid, theirs: undefined });
      continue;
    }
    for (const field of CHANNEL_FIELDS)
      if (channel[field] !== row[field])
        found.push({ uuid: channel.uuid, field, ours: channel[field], theirs: row[field] });
  }
  for (const uuid of listed.keys())
    found.push({ uuid, field: 'uuid', ours: undefined, theirs: uuid });
  return found;
}
