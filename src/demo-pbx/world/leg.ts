import type { HeaderValue } from './event.ts';

/** `Channel-State-Number` (switch_channel_state_t). */
export const STATE_NUMBERS = {
  CS_NONE: 1,
  CS_NEW: 0,
  CS_INIT: 1,
  CS_ROUTING: 2,
  CS_SOFT_EXECUTE: 3,
  CS_EXECUTE: 4,
  CS_EXCHANGE_MEDIA: 5,
  CS_PARK: 6,
  CS_CONSUME_MEDIA: 7,
  CS_HIBERNATE: 8,
  CS_RESET: 9,
  CS_HANGUP: 10,
  CS_REPORTING: 11,
  CS_DESTROY: 12,
} as const;
export type State = keyof typeof STATE_NUMBERS;

/** `Channel-Call-State-Number` (switch_channel_callstate_t). */
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

/** Who calls whom, as FreeSWITCH's caller profile has it. */
export interface Profile {
  direction: 'inbound' | 'outbound';
  logicalDirection: 'inbound' | 'outbound';
  username: string;
  dialplan: string;
  callerName: string;
  callerNumber: string;
  origCallerName: string;
  origCallerNumber: string;
  calleeName: string;
  calleeNumber: string;
  networkAddr: string;
  ani: string;
  destination: string;
  uuid: string;
  source: string;
  transferSource: string;
  context: string;
  rdnis: string;
  channelName: string;
  index: number;
}

/** When things happened, ms since the epoch; 0 where they have not. `holdAccum` is ms on hold. */
export interface Times {
  profileCreated: number;
  created: number;
  answered: number;
  progress: number;
  progressMedia: number;
  hangup: number;
  bridged: number;
  lastHold: number;
  holdAccum: number;
}

export const noTimes = (): Times => ({
  profileCreated: 0,
  created: 0,
  answered: 0,
  progress: 0,
  progressMedia: 0,
  hangup: 0,
  bridged: 0,
  lastHold: 0,
  holdAccum: 0,
});

export interface Codec {
  readonly name: string;
  readonly bitRate: string;
}
export const PCMU: Codec = { name: 'PCMU', bitRate: '64000' };
/** What FreeSWITCH reads while it plays something to a leg. */
export const L16: Codec = { name: 'L16', bitRate: '128000' };

/** What a leg knows of the other one: a copy made when it was told. */
export interface OtherLeg {
  readonly type: 'originator' | 'originatee';
  readonly profile: Profile;
  readonly times: Times;
}

/** An application that a leg executes. */
export interface Running {
  readonly name: string;
  readonly data: string;
  readonly uuid: string;
}

/** A leg's destination: a registered phone, or a number at a gateway. */
export interface Target {
  readonly destination: string;
  /** `127.0.0.1:6311` */
  readonly hostPort: string;
  readonly profile: 'internal' | 'external';
  /** The extension, when the leg was dialled by `user/NNN@domain`. */
  readonly user?: string;
}

/**
 * A leg that listens to another (`eavesdrop`). FreeSWITCH's words are about the leg listened to: its own
 * party, and the partner that it talks to.
 */
export interface Spy {
  readonly target: Leg;
  readonly hears: { readonly own: boolean; readonly partner: boolean };
  /** Who hears the listener. */
  speaksTo: { readonly own: boolean; readonly partner: boolean };
}

/** One leg. The files in calls/ change it; nobody else does. */
export class Leg {
  state: State = 'CS_NEW';
  /** What `Channel-State-Number` says: it may run ahead of the state's name. */
  stateNumber = 0;
  callstate: CallState = 'DOWN';
  answerState: 'ringing' | 'early' | 'answered' | 'hangup' = 'ringing';
  /** Whose phone it is, `201@domain`; '' for the outside. */
  presence = '';
  hitDialplan: boolean;
  /** `Channel-Call-UUID`: joins the legs of a call. */
  callUuid: string;
  readCodec: Codec | undefined;
  writeCodec: Codec | undefined;
  readonly times = noTimes();
  readonly variables = new Map<string, HeaderValue>();
  other: OtherLeg | undefined;
  /** Why it hung up; '' while it has not. */
  cause = '';
  app: Running | undefined;
  /** The leg it is bridged to, and whether this one called (`a`) or was called (`b`). */
  peer: Leg | undefined;
  side: 'a' | 'b' = 'a';
  /** Where the leg goes to, for one that FreeSWITCH places. */
  target: Target | undefined;
  /** Digits that came in. */
  digits = '';
  readonly holds: [startMs: number, endMs: number][] = [];
  /** What listens to its audio: recordings, mutes, supervisors. */
  readonly bugs: { readonly kind: string; readonly target: string }[] = [];
  /** Stops what waits for this leg (a ring timeout, an answer to come). */
  readonly timers = new Set<() => void>();
  /** Called once when it is answered. */
  onAnswer: (() => void) | undefined;
  /** Called as soon as it hangs up: its CHANNEL_HANGUP has just been told. */
  onHangup: (() => void) | undefined;
  /** How what it does comes to an end once it has hung up; undefined: it just goes. */
  unwind: (() => void) | undefined;
  /** Ends what it does without hanging it up: it is wanted elsewhere. */
  stopApp: (() => void) | undefined;
  /** Legs that are over, and are destroyed once this one lets go of them. */
  readonly waiting: Leg[] = [];
  /** The phone that rings for this leg, and the other way round: the leg that this phone rings for. */
  ringing: Leg | undefined;
  ringsFor: Leg | undefined;
  /** Whom it listens to, and who of them hears it. */
  spy: Spy | undefined;
  /** Takes a digit that its party pressed. */
  onDigit: ((digit: string) => void) | undefined;
  /** Its application leaves digits unread: they are no event. */
  deaf = false;
  /** Told when it hangs up: those who listen to it. */
  readonly listeners = new Set<() => void>();
  /** What its dialplan has for it should nobody answer. */
  afterwards: (() => void) | undefined;
  /** Done as its thread leaves all it did, once: recordings end. */
  readonly endings = new Set<() => void>();
  /** CHANNEL_HANGUP_COMPLETE has been told. */
  reported = false;

  constructor(
    readonly uuid: string,
    readonly direction: 'inbound' | 'outbound',
    public name: string,
    readonly profile: Profile,
  ) {
    this.callUuid = uuid;
    this.hitDialplan = direction === 'inbound';
  }

  get up(): boolean {
    return this.cause === '';
  }
  get answered(): boolean {
    return this.times.answered > 0;
  }
  /** The extension whose phone it is, or ''. */
  get extension(): string {
    return this.presence.split('@')[0] ?? '';
  }

  /** Sets a variable anew, at the end of the list, as switch_channel_set_variable does. */
  set(name: string, value: HeaderValue): void {
    this.variables.delete(name);
    this.variables.set(name, value);
  }

  setAll(values: Readonly<Record<string, HeaderValue>>): void {
    for (const [name, value] of Object.entries(values)) this.set(name, value);
  }

  /** Moves variables to the end: FreeSWITCH has set them again to what they were. */
  again(names: readonly string[]): void {
    for (const name of names) {
      const value = this.variables.get(name);
      if (value !== undefined) this.set(name, value);
    }
  }

  unset(...names: string[]): void {
    for (const name of names) this.variables.delete(name);
  }

  /** Adds to a variable that holds a list (`transfer_history`), in its place. */
  push(name: string, ...values: string[]): void {
    const before = this.variables.get(name) ?? [];
    const all = [...(typeof before === 'string' ? [before] : before), ...values];
    this.variables.set(name, all.length === 1 ? (all[0] as string) : all);
  }

  /** The (first) value of a variable, '' when unset. */
  text(name: string): string {
    const value = this.variables.get(name);
    return typeof value === 'string' ? value : (value?.[0] ?? '');
  }
}
