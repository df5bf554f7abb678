import { emptyChannel, type ChannelRow } from '@shared/domain/channel.ts';

/** Channel states of FreeSWITCH with their numbers (switch_channel_state_t). */
export const STATE_NUMBERS = {
  CS_NEW: 0,
  CS_INIT: 1,
  CS_ROUTING: 2,
  CS_SOFT_EXECUTE: 3,
  CS_EXECUTE: 4,
  CS_EXCHANGE_MEDIA: 5,
  CS_PARK: 6,
  CS_CONSUME_MEDIA: 7,
  CS_HANGUP: 10,
  CS_REPORTING: 11,
  CS_DESTROY: 12,
  CS_NONE: 13,
} as const;
export type State = keyof typeof STATE_NUMBERS;

export const CALLSTATE_NUMBERS = {
  DOWN: 0,
  DIALING: 1,
  RINGING: 2,
  EARLY: 3,
  ACTIVE: 4,
  HELD: 5,
  RING_WAIT: 6,
  HANGUP: 7,
  UNHELD: 8,
} as const;
export type CallState = keyof typeof CALLSTATE_NUMBERS;

export interface Codec {
  readonly name: string;
  readonly rate: string;
  readonly bits: string;
}
export const PCMU: Codec = { name: 'PCMU', rate: '8000', bits: '64000' };

/** What a leg is made with. */
export interface LegOptions {
  readonly uuid: string;
  readonly direction: 'inbound' | 'outbound';
  readonly name: string;
  readonly cidName: string;
  readonly cidNum: string;
  readonly dest: string;
  readonly context: string;
  readonly originator?: Leg;
  /** Whose phone it is, `201@domain`; '' for the outside. */
  readonly presence: string;
  readonly createdMs: number;
  /** Variables it was made with (originate's `{…}`). */
  readonly variables?: ReadonlyMap<string, string>;
}

type Row = { -readonly [K in keyof ChannelRow]: ChannelRow[K] };

/** One channel: what its events say, and its row as `show channels` has it. */
export class Leg {
  readonly uuid: string;
  readonly direction: 'inbound' | 'outbound';
  readonly name: string;
  readonly presence: string;
  readonly createdMs: number;
  readonly initialDest: string;
  readonly variables: Map<string, string>;
  cidName: string;
  cidNum: string;
  calleeName: string;
  calleeNum: string;
  dest: string;
  context: string;
  state: State = 'CS_NEW';
  callstate: CallState = 'DOWN';
  answer: 'ringing' | 'early' | 'answered' | 'hangup' = 'ringing';
  codec: Codec | undefined;
  answeredMs = 0;
  progressMs = 0;
  bridgedMs = 0;
  lastHoldMs = 0;
  hangupMs = 0;
  cause = '';
  application = '';
  applicationData = '';
  /** The other leg its events name, and how it came to be. */
  other: Leg | undefined;
  otherType: 'originator' | 'originatee' | '' = '';
  peer: Leg | undefined;
  callUuid: string;
  dead = false;
  /** Stops what waits for this leg (a ring timeout, an answer to come). */
  readonly timers = new Set<() => void>();
  /** What happens when it hangs up before it is answered. */
  onEnd: ((leg: Leg) => void) | undefined;
  /** The row FreeSWITCH keeps; undefined before CHANNEL_CREATE and after CHANNEL_DESTROY. */
  row: Row | undefined;

  constructor(options: LegOptions) {
    this.uuid = options.uuid;
    this.direction = options.direction;
    this.name = options.name;
    this.presence = options.presence;
    this.createdMs = options.createdMs;
    this.cidName = options.cidName;
    this.cidNum = options.cidNum;
    this.dest = options.dest;
    this.initialDest = options.dest;
    this.context = options.context;
    this.variables = new Map(options.variables);
    const contact = options.direction === 'outbound';
    this.calleeName = contact ? 'Outbound Call' : '';
    this.calleeNum = contact ? options.dest : '';
    this.other = options.originator;
    this.otherType = options.originator ? 'originator' : '';
    this.callUuid = options.originator?.uuid ?? options.uuid;
  }

  get answered(): boolean {
    return this.answeredMs > 0;
  }

  /** An empty row; the world fills it as FreeSWITCH does. */
  newRow(): Row {
    const {
      extra,
      createdMs,
      answeredMs,
      heldMs,
      stateMs,
      originator,
      peer,
      queue,
      muted,
      cause,
      ...row
    } = emptyChannel(this.uuid);
    void [extra, createdMs, answeredMs, heldMs, stateMs, originator, peer, queue, muted, cause];
    return row;
  }
}
