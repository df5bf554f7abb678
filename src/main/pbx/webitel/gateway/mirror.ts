import { CHANNEL_FIELDS, type Channel } from '@shared/domain/channel.ts';
import { clockEvent, type ChannelFacts, type PbxEvent } from '@shared/domain/event.ts';

/** A leg that is gone, as the gateway tells it. `last` is what it was, where it was never told before. */
interface Gone {
  readonly uuid: string;
  readonly cause: string;
  readonly last?: Channel | undefined;
}

/** Facts that a channel carries beside its row, by the names that events have for them. */
const FACTS = [
  'createdMs',
  'answeredMs',
  'originator',
  'queue',
  'muted',
  'playing',
  'cause',
] as const;

/**
 * The channels as the gateway last told them. What it tells is how things are after a moment; what the table
 * takes is what happened: so the difference is made events, and the table comes to what the gateway has.
 */
export class Mirror {
  readonly #channels = new Map<string, Channel>();
  #isFirst = true;

  /** All channels there are. @param atMs ms since the epoch on the PBX */
  snapshot(channels: readonly Channel[], atMs: number): PbxEvent[] {
    if (!this.#isFirst) {
      const there = new Set(channels.map(({ uuid }) => uuid));
      const gone = [...this.#channels.keys()].filter((uuid) => !there.has(uuid));
      return this.change(
        channels,
        gone.map((uuid) => ({ uuid, cause: '' })),
        atMs,
      );
    }
    this.#isFirst = false;
    for (const channel of channels) this.#channels.set(channel.uuid, channel);
    return [clockEvent(atMs), { kind: 'listing' }, { kind: 'listed', channels, atMs }];
  }

  /** What changed, and what is gone. */
  change(changed: readonly Channel[], gone: readonly Gone[], atMs: number): PbxEvent[] {
    const events: PbxEvent[] = [clockEvent(atMs)];
    const bridges: PbxEvent[] = [];
    for (const channel of changed) this.#told(channel, atMs, events, bridges);
    for (const { uuid, last } of gone) {
      if (last && !this.#channels.has(uuid)) this.#told(last, atMs, events, bridges);
      this.#channels.delete(uuid);
    }
    // Once all are there: a bridge has two ends. And before any ends, which parts those it was bridged to.
    events.push(...bridges);
    for (const { uuid, cause } of gone) events.push({ kind: 'ended', uuid, cause, atMs });
    return events;
  }

  #told(channel: Channel, atMs: number, events: PbxEvent[], bridges: PbxEvent[]): void {
    const { uuid, peer, call_uuid } = channel;
    const before = this.#channels.get(uuid);
    this.#channels.set(uuid, channel);
    if (channel.placed && !before?.placed)
      events.push({ kind: 'placing', uuid, hears: channel.hears });
    // When its state began counts for its durations; a time long past would set the clock.
    const at =
      before?.callstate === channel.callstate || atMs - channel.stateMs > 1_000
        ? atMs
        : channel.stateMs;
    events.push({
      kind: before ? 'changed' : 'created',
      uuid,
      atMs: at,
      facts: news(before, channel),
    });
    if (before && before.peer !== '' && before.peer !== peer)
      events.push({ kind: 'unbridged', a: uuid, b: before.peer, callUuid: '', atMs });
    if (peer === '' || peer === before?.peer) return;
    bridges.push({ kind: 'bridged', a: uuid, b: peer, callUuid: call_uuid, atMs });
    // A bridge gives both ends one call; the row says which each has.
    bridges.push({ kind: 'changed', uuid, atMs, facts: { fields: { call_uuid } } });
  }
}

/** What is new of a channel: all of it, where there was none. */
function news(before: Channel | undefined, channel: Channel): ChannelFacts {
  const fields: Record<string, string> = {};
  for (const field of CHANNEL_FIELDS)
    if (before?.[field] !== channel[field]) fields[field] = channel[field];
  const facts: Record<string, unknown> = { fields };
  for (const fact of FACTS) if (before?.[fact] !== channel[fact]) facts[fact] = channel[fact];
  return facts;
}
