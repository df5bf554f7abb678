import { splitAddress, type Channel } from '../domain/channel.ts';
import type { Agent } from './rows.ts';

/** What a colleague does, as worked out from status × registration × live legs. */
export type PersonState =
  | 'rings'
  | 'calls'
  | 'talks'
  | 'holds'
  | 'wraps-up'
  | 'free'
  | 'break'
  | 'unreachable'
  | 'logged-out';

export interface Person {
  /** `201@pbx.example.test`, in lower case. */
  readonly key: string;
  readonly state: PersonState;
  /** When the state began (ms since the epoch, the PBX's clock); 0 where nobody told. */
  readonly sinceMs: number;
  /** When the state ends by itself (ms since the epoch): the wrap-up's; 0 where it does not. */
  readonly untilMs: number;
  /** The leg that the state comes from, whose other party is whom they talk with. */
  readonly leg: Channel | undefined;
  /** Whether they would be offered calls, but their phone cannot be reached. */
  readonly phoneGone: boolean;
  readonly agent: Agent | undefined;
}

/** What is known of a person. */
export interface Known {
  readonly key: string;
  readonly agent: Agent | undefined;
  /** Whether a phone of theirs is registered; undefined where the PBX does not say. */
  readonly registered: boolean | undefined;
  /** When their last registration went (ms since the epoch); 0 where that was not seen. */
  readonly goneMs: number;
  readonly legs: readonly Channel[];
}

/** A person's key of an agent's name, a presence or a registration. */
export function personKey(user: string, domain = ''): string {
  return (domain === '' ? user : `${user}@${domain}`).toLowerCase();
}

const seconds = (text: string): number => Number(text) * 1000 || 0;
const isOffered = (agent: Agent | undefined): boolean =>
  agent?.status.startsWith('Available') ?? false;

/** The most telling leg first: who talks is not ringing, whatever else rings. */
const LEG_STATES: readonly (readonly [PersonState, (leg: Channel) => boolean])[] = [
  ['talks', (leg) => leg.answeredMs > 0 && leg.callstate !== 'HELD' && !leg.onMusic],
  ['holds', (leg) => leg.callstate === 'HELD' || leg.onMusic],
  ['rings', (leg) => leg.direction === 'outbound'],
  ['calls', () => true],
];

/** When a leg's state began. */
const legSince = (leg: Channel, state: PersonState): number =>
  state === 'talks' ? leg.answeredMs || leg.createdMs : leg.stateMs || leg.createdMs;

/** What somebody does at a moment of the PBX's clock (ms). */
export function personOf({ key, agent, registered, goneMs, legs }: Known, nowMs: number): Person {
  const phoneGone = registered === false && isOffered(agent);
  const common = { key, agent, phoneGone, leg: undefined, untilMs: 0 };
  const live = legs.filter(({ callstate }) => callstate !== 'HANGUP' && callstate !== 'DOWN');
  for (const [state, fits] of LEG_STATES) {
    const leg = live.find(fits);
    if (leg) return { ...common, state, leg, sinceMs: legSince(leg, state) };
  }
  const changedMs = agent ? seconds(agent.last_status_change) : 0;
  if (agent?.status === 'Logged Out') return { ...common, state: 'logged-out', sinceMs: changedMs };
  if (agent?.status === 'On Break') return { ...common, state: 'break', sinceMs: changedMs };
  if (registered === false) return { ...common, state: 'unreachable', sinceMs: goneMs };
  if (!agent) return { ...common, state: 'free', sinceMs: 0 };
  return { ...common, ...idle(agent, changedMs, nowMs) };
}

/** An agent who is available and has no call: in wrap-up (which no event tells), or free. */
function idle(
  agent: Agent,
  changedMs: number,
  nowMs: number,
): { state: PersonState; sinceMs: number; untilMs: number } {
  const endMs = seconds(agent.last_bridge_end);
  const readyMs = endMs === 0 ? 0 : endMs + seconds(agent.wrap_up_time);
  return readyMs > nowMs
    ? { state: 'wraps-up', sinceMs: endMs, untilMs: readyMs }
    : { state: 'free', sinceMs: Math.max(changedMs, readyMs), untilMs: 0 };
}

/** The user part of a person's key. */
export const extensionOf = (key: string): string => splitAddress(key).user;
