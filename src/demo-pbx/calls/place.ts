import {
  answered as answeredVariables,
  audioAdjusted,
  outgoing,
  ringing,
} from '../variables/phone.ts';
import type { HeaderValue } from '../world/event.ts';
import { Leg, noTimes, PCMU, type OtherLeg, type Profile, type Target } from '../world/leg.ts';
import type { World } from '../world/world.ts';

/** A leg that FreeSWITCH places. */
export interface Placed {
  readonly target: Target;
  /** For whom; nobody yet where a command places it. */
  readonly caller?: Leg;
  readonly uuid?: string;
  readonly cidName: string;
  readonly cidNumber: string;
  /** Variables its dial string sets. */
  readonly given: Readonly<Record<string, HeaderValue>>;
}

/** ms after an answer until FreeSWITCH has noticed where the audio comes from. */
const ADJUST_MS = 1_000;
/** What FreeSWITCH calls the party that it dials. */
export const CALLEE_NAME = 'Outbound Call';

function profileOf(placed: Placed, uuid: string, channelName: string): Profile {
  const { caller, target, cidName, cidNumber } = placed;
  const own = {
    direction: 'outbound',
    logicalDirection: 'outbound',
    callerName: cidName,
    callerNumber: cidNumber,
    calleeName: CALLEE_NAME,
    calleeNumber: target.destination,
    destination: target.destination,
    uuid,
    transferSource: '',
    channelName,
    index: 1,
  } as const;
  if (caller) return { ...caller.profile, ...own };
  return {
    username: '',
    dialplan: '',
    origCallerName: cidName,
    origCallerNumber: cidNumber,
    networkAddr: '',
    ani: cidNumber,
    source: 'src/switch_ivr_originate.c',
    context: 'default',
    rdnis: '',
    ...own,
  };
}

/** What a placed leg knows of the one it was placed for. */
export const originatorOf = (caller: Leg): OtherLeg => ({
  type: 'originator',
  profile: { ...caller.profile, logicalDirection: 'inbound' },
  times: noTimes(),
});

/** A leg is made and sent off: it has a row from now on, and nobody has heard of it yet. */
export function place(world: World, placed: Placed): Leg {
  const { target, caller, given, uuid = world.random.uuid() } = placed;
  const where = `${target.destination}@${target.hostPort}`;
  const name = `sofia/${target.profile}/${where}`;
  const leg = new Leg(uuid, 'outbound', name, profileOf(placed, uuid, name));
  world.add(leg);
  leg.target = target;
  leg.times.profileCreated = world.now();
  leg.times.created = world.now();
  if (caller) leg.other = originatorOf(caller);
  leg.state = 'CS_NONE';
  leg.stateNumber = 1;
  world.tell('CHANNEL_OUTGOING', leg);
  if (target.user !== undefined) leg.presence = `${target.user}@${world.domain}`;
  if (caller) leg.callUuid = caller.callUuid;
  leg.setAll(outgoing(leg, target, caller, given, world.domain, world.sessions, world.random));
  world.setState(leg, 'CS_INIT');
  leg.stateNumber = 2;
  world.tell('CHANNEL_CREATE', leg);
  world.tell('CHANNEL_ORIGINATE', leg);
  world.setState(leg, 'CS_ROUTING');
  world.setState(leg, 'CS_CONSUME_MEDIA');
  return leg;
}

/** The phone rings. */
export function ring(world: World, leg: Leg): void {
  leg.profile.networkAddr = '127.0.0.1';
  leg.times.progress = world.now();
  if (leg.other) leg.other.times.progress = world.now();
  if (leg.target) ringing(leg, leg.target, world.random);
  world.tell('CHANNEL_PROGRESS', leg);
  world.setCallstate(leg, 'RINGING');
}

/** Somebody picks up. */
export function answer(world: World, leg: Leg): void {
  if (!leg.up || leg.answered) return;
  leg.times.answered = world.now();
  leg.answerState = 'answered';
  leg.readCodec = PCMU;
  leg.writeCodec = PCMU;
  answeredVariables(leg, world.random);
  world.tell('CHANNEL_ANSWER', leg);
  world.setCallstate(leg, 'ACTIVE');
  world.later(leg, ADJUST_MS, () => audioAdjusted(leg));
  leg.onAnswer?.();
}
