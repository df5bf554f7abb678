import {
  CHANNEL_FIELDS,
  copyOf,
  emptyChannel,
  sameRow,
  type Channel,
  type SpeaksTo,
} from '../domain/channel.ts';
import type { ChannelFacts, PbxEvent } from '../domain/event.ts';
import { assertNever } from '../domain/result.ts';
import { keepYoungest, SnapshotTable } from '../tables/snapshot-table.ts';
import { MAX_CHANNEL_TEXT, MAX_TEXT, shortened, textOf } from './budget.ts';
import { EarlyEvents } from './early.ts';
import { joinedTarget } from './parties.ts';

/** What one event did to the table. `after` is missing when the leg is gone. */
export interface Change {
  readonly uuid: string;
  readonly before?: Channel;
  readonly after?: Channel;
}

/** A leg that is bridged to nobody. */
const ALONE: Partial<Channel> = { peer: '', onMusic: false };
/** What a listener's keys mean (docs/protocol, Listening). */
const SPOKEN_BY_KEY: Readonly<Record<string, SpeaksTo>> = {
  '0': 'none',
  '1': 'partner',
  '2': 'own',
  '3': 'both',
};
type Draft = { -readonly [K in keyof Channel]: Channel[K] };
/** What is undefined, or not there, stays as it was. */
type Patch = { readonly [K in keyof Channel]?: Channel[K] | undefined };
const NOTHING: Partial<Channel> = {};

/**
 * How many legs stay known as ended. FreeSWITCH sends CHANNEL_STATE CS_DESTROY after
 * CHANNEL_DESTROY, and its `show channels` table lags its events by a few ms: neither may bring a
 * leg back. A uuid is never used twice, so only memory bounds this.
 */
const TOMBSTONES = 20_000;
/** How many legs that we make are known before they are there: one a click, most come at once. */
const PLACED = 200;

/**
 * Most channels taken of events, and of a list: what a list has comes in all the same, so twice as
 * many are the most there can be. Those beyond are counted and told, not shown.
 */
export const MAX_CHANNELS = 50_000;

/**
 * The live channels. Deterministic: no clock, no I/O; the same events make the same table. Each
 * Channel is immutable and stays the same reference while nothing of it changed.
 */
export class ChannelTable {
  readonly #channels = new SnapshotTable<string, Channel>({ tombstones: TOMBSTONES });
  /** Legs that we make, before they are there and as long as they last: uuid → the leg it is to listen to, or ''. */
  readonly #placed = new Map<string, string>();
  readonly #early = new EarlyEvents();
  /** Events that named a leg this table does not have: counted, not guessed at. */
  unknown = 0;
  /** Times since the last list that there was no room for a channel, or not for all of its text. */
  refused = 0;
  /** Text (characters) that all channels hold. */
  #text = 0;

  get size(): number {
    return this.#channels.size;
  }
  /** Text (characters) that is held, at most some MAX_TEXT. */
  get text(): number {
    return this.#text;
  }
  get(uuid: string): Channel | undefined {
    return this.#channels.get(uuid);
  }
  values(): IterableIterator<Channel> {
    return this.#channels.values();
  }

  /** Applies one event and says what changed, in order; empty when nothing did. */
  apply(event: PbxEvent): Change[] {
    switch (event.kind) {
      case 'created':
        return this.#created(event);
      case 'changed':
        return this.#changed(event);
      case 'bridged':
        return [
          ...this.#patch(event.a, { peer: event.b, call_uuid: event.callUuid }),
          ...this.#patch(event.b, { peer: event.a, call_uuid: event.callUuid }),
          ...this.#music(event.a, event.atMs),
          ...this.#music(event.b, event.atMs),
        ];
      case 'unbridged':
        return this.#unbridged(event.a, event.b, event.callUuid);
      case 'renamed':
        return this.#renamed(event.from, event.to);
      case 'ended':
        return this.#end(event.uuid, event.cause);
      case 'cleared':
        return [...this.#channels.keys()].flatMap((uuid) => this.#end(uuid, ''));
      case 'listed':
        return this.#listed(event.channels, event.atMs);
      case 'listing':
        this.#channels.listing();
        return [];
      case 'clock':
        return [];
      case 'key':
        return this.#key(event.uuid, event.key);
      case 'placing':
        return this.#placing(event.uuid, event.hears);
      case 'lost':
        this.#channels.lost();
        this.#early.clear();
        return this.#forgetVoices();
      default:
        return assertNever(event);
    }
  }

  /** A key of a listener's phone, or of ours: who hears it from now on. */
  #key(uuid: string, key: string): Change[] {
    const leg = this.#channels.get(uuid);
    const speaksTo = SPOKEN_BY_KEY[key];
    const listens = leg !== undefined && joinedTarget(leg) !== '';
    return listens && speaksTo ? this.#patch(uuid, { speaksTo }) : [];
  }

  /** Keys pressed while the PBX is out of reach are not heard of: who hears a listener is not known then. */
  #forgetVoices(): Change[] {
    const speaking = [...this.#channels.values()].filter(({ speaksTo }) => speaksTo !== '');
    return speaking.flatMap(({ uuid }) => this.#patch(uuid, { speaksTo: '' }));
  }

  #created({ uuid, facts, atMs }: Extract<PbxEvent, { kind: 'created' }>): Change[] {
    if (this.#channels.hasEnded(uuid)) return [];
    const before = this.#channels.get(uuid);
    if (!before && (this.#channels.size >= MAX_CHANNELS || this.#text >= MAX_TEXT)) {
      this.refused += 1;
      return [];
    }
    this.#channels.born(uuid);
    this.#channels.wrote(uuid, facts.fields, facts.codecs);
    const placed = this.#placed.has(uuid);
    const hears = this.#placed.get(uuid) ?? '';
    const base = before ?? patched(emptyChannel(uuid), { createdMs: atMs, placed, hears });
    const changes = this.#store(before, withFacts(base, facts, atMs));
    for (const early of this.#early.take(uuid)) changes.push(...this.#changed(early));
    return changes;
  }

  #placing(uuid: string, hears: string): Change[] {
    if (this.#channels.hasEnded(uuid)) return [];
    this.#placed.set(uuid, hears);
    keepYoungest(this.#placed, PLACED);
    return this.#patch(uuid, { placed: true, hears });
  }

  #changed(event: Extract<PbxEvent, { kind: 'changed' }>): Change[] {
    const { uuid, facts, atMs } = event;
    const before = this.#channels.get(uuid);
    if (!before) {
      this.unknown += 1;
      if (!this.#channels.hasEnded(uuid)) this.#early.keep(event);
      return [];
    }
    this.#channels.wrote(uuid, facts.fields, facts.codecs);
    const changes = this.#store(before, withFacts(before, facts, atMs));
    return facts.playing === undefined ? changes : [...changes, ...this.#music(before.peer, atMs)];
  }

  /** Whether a leg waits while its other side is played something: held by music, by whoever. */
  #music(uuid: string, atMs: number): Change[] {
    const leg = this.#channels.get(uuid);
    const onMusic = (leg && this.#channels.get(leg.peer)?.playing) ?? false;
    if (!leg || leg.onMusic === onMusic) return [];
    return this.#patch(uuid, { onMusic, stateMs: atMs, heldMs: onMusic ? atMs : 0 });
  }

  #patch(uuid: string, patch: Partial<Channel>): Change[] {
    const before = this.#channels.get(uuid);
    if (!before) return [];
    this.#channels.wrote(uuid, patch);
    return this.#store(before, patched(before, patch));
  }

  /** FreeSWITCH gives each leg of the call its own call again (switch_core_sqldb, UNBRIDGE). */
  #unbridged(a: string, b: string, callUuid: string): Change[] {
    const changes: Change[] = [];
    // A leg that hung up goes on being of its call for the moment that is left to it.
    if (callUuid !== '') {
      for (const leg of this.#channels.values())
        if (leg.call_uuid === callUuid && leg.callstate !== 'HANGUP')
          changes.push(...this.#patch(leg.uuid, { call_uuid: leg.uuid }));
    }
    for (const [uuid, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const leg = this.#channels.get(uuid);
      if (leg && leg.peer !== '' && (other === '' || leg.peer === other)) {
        changes.push(...this.#patch(uuid, ALONE));
        if (other === '') changes.push(...this.#patch(leg.peer, ALONE));
      }
    }
    return changes;
  }

  #renamed(from: string, to: string): Change[] {
    const before = this.#channels.get(from);
    if (!before || from === to) return [];
    const changes: Change[] = [...this.#end(from, '')];
    changes.push(...this.#store(undefined, patched(before, { uuid: to })));
    for (const leg of [...this.#channels.values()]) {
      const patch: Partial<Draft> = {};
      if (leg.call_uuid === from) patch.call_uuid = to;
      if (leg.peer === from) patch.peer = to;
      if (leg.originator === from) patch.originator = to;
      changes.push(...this.#patch(leg.uuid, patch));
    }
    return changes;
  }

  #end(uuid: string, cause: string): Change[] {
    this.#placed.delete(uuid);
    const before = this.#channels.get(uuid);
    this.#channels.end(uuid);
    return this.#gone(before, cause);
  }

  /** What follows from a leg's being taken out. @param before as it last was, if it was there */
  #gone(before: Channel | undefined, cause: string): Change[] {
    if (!before) return [];
    const { uuid } = before;
    this.#text -= textOf(before);
    const last = cause === '' ? before : patched(before, { cause });
    const changes: Change[] = [{ uuid, before: last }];
    // An originator that is gone still tells whose call it was; a bridge to nothing does not.
    if (before.peer !== '' && this.#channels.get(before.peer)?.peer === uuid) {
      changes.push(...this.#patch(before.peer, ALONE));
    }
    return changes;
  }

  #listed(rows: readonly Channel[], atMs: number): Change[] {
    const changes: Change[] = [];
    this.refused = 0;
    this.#channels.listed(rows, UUID_OF, {
      row: (_uuid, before, row, written) => {
        const after = before ? withRow(before, row, written, atMs) : this.#newRow(row);
        changes.push(...this.#store(before, after));
      },
      missing: (uuid) => {
        const before = this.#channels.get(uuid);
        this.#channels.delete(uuid);
        changes.push(...this.#gone(before, ''));
      },
    });
    return [...changes, ...this.#paired()];
  }

  #newRow(row: Channel): Channel {
    const hears = this.#placed.get(row.uuid);
    return hears === undefined ? row : patched(row, { placed: true, hears });
  }

  /**
   * Rows do not say who is bridged to whom, and no event tells of a bridge that stood before: two
   * answered legs that are alone in a call are.
   */
  #paired(): Change[] {
    const calls = new Map<string, Channel[]>();
    for (const leg of this.#channels.values()) {
      if (leg.call_uuid === '' || !ANSWERED.has(leg.callstate)) continue;
      const legs = calls.get(leg.call_uuid);
      if (legs) legs.push(leg);
      else calls.set(leg.call_uuid, [leg]);
    }
    return [...calls.values()].flatMap(([a, b, ...more]) =>
      a && b && more.length === 0 && a.peer === '' && b.peer === ''
        ? [...this.#patch(a.uuid, { peer: b.uuid }), ...this.#patch(b.uuid, { peer: a.uuid })]
        : [],
    );
  }

  #store(before: Channel | undefined, after: Channel): Change[] {
    if (after === before) return [];
    const held = before ? textOf(before) : 0;
    const wanted = textOf(after);
    const isRoom = wanted <= MAX_CHANNEL_TEXT && this.#text - held + wanted <= MAX_TEXT;
    if (!isRoom && wanted > held) return this.#squeeze(before, after, held);
    this.#text += wanted - held;
    this.#channels.set(after.uuid, after);
    return [before ? { uuid: after.uuid, before, after } : { uuid: after.uuid, after }];
  }

  /** Holds what there is room for, of a channel that there is not enough for. */
  #squeeze(before: Channel | undefined, wanted: Channel, held: number): Change[] {
    this.refused += 1;
    if (!before && this.#text >= MAX_TEXT) return [];
    const after = shortened(wanted);
    this.#text += textOf(after) - held;
    this.#channels.set(after.uuid, after);
    return [before ? { uuid: after.uuid, before, after } : { uuid: after.uuid, after }];
  }
}

const UUID_OF = (channel: Channel): string => channel.uuid;

/**
 * The same channel with the patches in it, the later over the earlier: the same reference when they
 * say nothing new. One copy, at the first difference: this runs for each event.
 */
function patched(channel: Channel, ...patches: readonly Patch[]): Channel {
  let copy: Draft | undefined;
  for (const patch of patches) {
    for (const name in patch) {
      const key = name as keyof Channel;
      const value = patch[key];
      if (value === undefined || value === (copy ?? channel)[key]) continue;
      copy ??= copyOf(channel);
      (copy as Record<string, unknown>)[key] = value;
    }
  }
  return copy ?? channel;
}

/** Call states in which a leg talks or could: it was answered before. */
const ANSWERED = new Set(['ACTIVE', 'HELD', 'UNHELD']);

/** The times that follow from a new call state, seen at `atMs`. */
function timesOf(channel: Channel, state: string | undefined, atMs: number): Partial<Draft> {
  if (state === undefined || state === channel.callstate) return NOTHING;
  const times: Partial<Draft> = { stateMs: atMs, heldMs: state === 'HELD' ? atMs : 0 };
  if (ANSWERED.has(state) && !channel.answeredMs) times.answeredMs = atMs;
  return times;
}

function withFacts(channel: Channel, facts: ChannelFacts, atMs: number): Channel {
  const {
    fields = NOTHING,
    createdMs,
    answeredMs,
    originator,
    queue,
    cause,
    muted,
    playing,
    speaksTo,
  } = facts;
  const codecs = channel.read_codec === '' ? NOTHING : (facts.codecs ?? NOTHING);
  const times = timesOf(channel, fields.callstate, atMs);
  return patched(channel, codecs, fields, times, {
    createdMs,
    answeredMs,
    originator,
    queue,
    cause,
    muted,
    playing,
    speaksTo,
  });
}

/**
 * A fresh row over a leg that events know more of. A leg that hung up stays so: rows never say.
 * @param written columns in which events know better
 */
function withRow(
  channel: Channel,
  row: Channel,
  written: ReadonlySet<string> | undefined,
  atMs: number,
): Channel {
  // Of a long list nearly all.
  if (sameRow(channel, row) && sameText(channel.extra, row.extra)) return channel;
  const patch: Partial<Draft> = {};
  for (const field of CHANNEL_FIELDS) if (!written?.has(field)) patch[field] = row[field];
  if (channel.callstate === 'HANGUP') delete patch.callstate;
  if (!sameText(channel.extra, row.extra)) patch.extra = row.extra;
  return patched(channel, patch, timesOf(channel, patch.callstate, atMs));
}

function sameText(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): boolean {
  if (a === b) return true;
  const keys = Object.keys(b);
  return keys.length === Object.keys(a).length && keys.every((key) => a[key] === b[key]);
}
