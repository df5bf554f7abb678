import type { AnyRow, Part } from './rows.ts';

/**
 * What an adapter tells of what the PBX has beside channels. Rows have the PBX's own columns; what
 * an event says of a row is what the PBX changes on it, so that after quiet the table is the list.
 */
export type BoardEvent =
  /** A part's whole list is asked for from now on. */
  | { readonly kind: 'listing'; readonly part: Part }
  | { readonly kind: 'listed'; readonly part: Part; readonly rows: readonly AnyRow[] }
  /** A row exists from now on, or again; with all that is known of it. */
  | { readonly kind: 'born'; readonly part: Part; readonly row: AnyRow }
  /** Columns of a row changed. Of one that is not there nothing is made. */
  | { readonly kind: 'patch'; readonly part: Part; readonly key: string; readonly change: AnyRow }
  | { readonly kind: 'gone'; readonly part: Part; readonly key: string }
  /** A part cannot be read, and why; '' once it can. */
  | { readonly kind: 'lacks'; readonly part: Part; readonly why: string }
  /** The PBX is out of reach: all is as it was last seen. */
  | { readonly kind: 'lost' }
  | QueueEvent;

/** What became of a caller in a queue. Times in ms since the epoch, by the PBX's clock. */
export type QueueEvent =
  | {
      readonly kind: 'answered';
      readonly queue: string;
      readonly member: string;
      /** ms the caller waited. */
      readonly waitMs: number;
      readonly atMs: number;
    }
  | {
      readonly kind: 'abandoned';
      readonly queue: string;
      readonly member: string;
      readonly waitMs: number;
      /** mod_callcenter's reason: BREAK_OUT, NO_AGENT_TIMEOUT, TIMEOUT … */
      readonly reason: string;
      readonly atMs: number;
    }
  /** A call that an agent answered is over. */
  | {
      readonly kind: 'talked';
      readonly queue: string;
      readonly member: string;
      readonly talkMs: number;
      readonly atMs: number;
    };
