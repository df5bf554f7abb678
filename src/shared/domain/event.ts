import type { Channel, RowChange, SpeaksTo } from './channel.ts';

/** What is learnt of a leg beside its row. All times in ms since the epoch by the PBX's clock. */
export interface ChannelFacts {
  readonly fields?: RowChange;
  /**
   * Codec columns as the event names them by the way. FreeSWITCH's row has none before its first word
   * on a codec, and then follows each change: so they count once the leg has a codec.
   */
  readonly codecs?: RowChange;
  readonly createdMs?: number;
  readonly answeredMs?: number;
  readonly originator?: string;
  readonly queue?: string;
  readonly cause?: string;
  readonly muted?: boolean;
  /** Whether the PBX plays something to this leg. */
  readonly playing?: boolean;
  /** Who hears this leg, if it listens to another. */
  readonly speaksTo?: SpeaksTo;
}

/**
 * What every adapter tells the calls core. One union, whatever the wire was: the core knows no
 * protocol, and no adapter knows the table.
 */
export type PbxEvent =
  /** A leg exists from now on. Told again of a leg that is there, it is a change. */
  | {
      readonly kind: 'created';
      readonly uuid: string;
      readonly atMs: number;
      readonly facts: ChannelFacts;
    }
  /** Something of a leg changed. Told of a leg that is not there, it waits a while for it. */
  | {
      readonly kind: 'changed';
      readonly uuid: string;
      readonly atMs: number;
      readonly seq?: number;
      readonly facts: ChannelFacts;
    }
  /** The party of a leg pressed a key. Of a leg that listens it says who hears it; of any other nothing is kept. */
  | { readonly kind: 'key'; readonly uuid: string; readonly key: string; readonly atMs: number }
  | {
      readonly kind: 'bridged';
      readonly a: string;
      readonly b: string;
      readonly callUuid: string;
      readonly atMs: number;
    }
  /** `callUuid` is the call whose legs are calls of their own again; '' where they are not. */
  | {
      readonly kind: 'unbridged';
      readonly a: string;
      readonly b: string;
      readonly callUuid: string;
      readonly atMs: number;
    }
  /** A leg got another uuid. */
  | { readonly kind: 'renamed'; readonly from: string; readonly to: string; readonly atMs: number }
  /** A leg is gone, for good: nothing that follows brings it back. */
  | { readonly kind: 'ended'; readonly uuid: string; readonly cause: string; readonly atMs: number }
  /** The PBX lost all its calls (it is shutting down). */
  | { readonly kind: 'cleared'; readonly atMs: number }
  /** A leg that has this uuid, or will have it, is made by a command of ours; `hears` is the leg it is to listen to, or ''. */
  | { readonly kind: 'placing'; readonly uuid: string; readonly hears: string }
  /** The whole list is asked for from now on. */
  | { readonly kind: 'listing' }
  /** The whole list, as the PBX gave it, at `atMs`. Legs born since the last but one `listing` may miss. */
  | { readonly kind: 'listed'; readonly channels: readonly Channel[]; readonly atMs: number }
  /** What time it is on the PBX, told beside a call (a heartbeat, an answer's Date). */
  | { readonly kind: 'clock'; readonly atMs: number }
  /** The PBX is out of reach: what happens there is unseen until the next list. */
  | { readonly kind: 'lost' };

export const clockEvent = (atMs: number): PbxEvent => ({ kind: 'clock', atMs });
