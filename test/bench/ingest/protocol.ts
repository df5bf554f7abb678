/** What the sending process is told. */
export type Order =
  /**
   * Makes events: all of the burst, whatever was asked for, so that all read the same; or a call
   * from ring to gone, of which each gets what it asked for.
   */
  | { readonly do: 'prepare'; readonly what: 'burst' | 'call'; readonly copies: number }
  /** Sends them as fast as they are read. */
  | { readonly do: 'send' };

/** What a reading process is told: connect; be ready for so many events; the connection is over. */
export type ReaderOrder =
  | { readonly do: 'connect'; readonly port: number }
  | { readonly do: 'expect'; readonly events: number }
  | { readonly do: 'disconnect' };

/** What reading took: ms from the first event to the last, CPU µs (all threads) from the order on. */
export interface Reading {
  readonly ms: number;
  readonly cpuUs: number;
}

/** The events of channels that FreeSWITCH has (switch_types.h), for a monitor that does not choose. */
export const EVERY_CHANNEL_EVENT = [
  'CHANNEL_CREATE',
  'CHANNEL_DESTROY',
  'CHANNEL_STATE',
  'CHANNEL_CALLSTATE',
  'CHANNEL_ANSWER',
  'CHANNEL_HANGUP',
  'CHANNEL_HANGUP_COMPLETE',
  'CHANNEL_EXECUTE',
  'CHANNEL_EXECUTE_COMPLETE',
  'CHANNEL_HOLD',
  'CHANNEL_UNHOLD',
  'CHANNEL_BRIDGE',
  'CHANNEL_UNBRIDGE',
  'CHANNEL_PROGRESS',
  'CHANNEL_PROGRESS_MEDIA',
  'CHANNEL_OUTGOING',
  'CHANNEL_PARK',
  'CHANNEL_UNPARK',
  'CHANNEL_APPLICATION',
  'CHANNEL_ORIGINATE',
  'CHANNEL_UUID',
];
