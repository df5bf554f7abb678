import { emptyChannel, type Channel } from '../domain/channel.ts';

/**
 * Those that carry channels cross as JSON text: the bridge between main's world and the page's
 * copies an object field by field, and a channel has some fifty. Their names are left out of it: they
 * were more than half of 13 MB for 10,000 channels (docs/performance.md).
 */
export const AS_TEXT: ReadonlySet<string> = new Set(['channels.snapshot', 'channels.delta']);

/** Names of a channel's fields, in the order in which the text has their values. */
const NAMES = Object.keys(emptyChannel('')) as (keyof Channel)[];
/** Where in a payload channels are. */
const LISTS = ['channels', 'changed'] as const;

/** A payload of AS_TEXT as text. */
export function textOf(payload: object): string {
  const packed: Record<string, unknown> = { ...payload };
  for (const list of LISTS) {
    const channels = packed[list] as readonly Channel[] | undefined;
    if (channels) packed[list] = channels.map((channel) => NAMES.map((name) => channel[name]));
  }
  return JSON.stringify(packed);
}

/** The payload that a text is, its form still to be checked. @throws SyntaxError */
export function payloadOf(text: string): unknown {
  const packed = JSON.parse(text) as Record<string, unknown>;
  for (const list of LISTS) {
    const rows = packed[list] as readonly (readonly unknown[])[] | undefined;
    if (rows) packed[list] = rows.map(channelOf);
  }
  return packed;
}

function channelOf(values: readonly unknown[]): Channel {
  const channel = emptyChannel('') as unknown as Record<string, unknown>;
  NAMES.forEach((name, at) => (channel[name] = values[at]));
  return channel as unknown as Channel;
}
