import type { CallCenter } from '../callcenter/center.ts';
import type { Leg } from '../world/leg.ts';
import { pair } from './bridge.ts';
import type { Exchange } from './exchange.ts';
import { PACKET_MS } from './execute.ts';
import { hangup } from './hangup.ts';
import { place, ring } from './place.ts';

/** Numbers of the queues (mod_callcenter). */
export const QUEUES: ReadonlyMap<string, string> = new Map([
  ['4001', 'support'],
  ['4002', 'sales'],
  ['4003', 'billing'],
]);

/** ms after which an agent's end is noticed (docs/protocol, callcenter-login-offer-answer-wrapup). */
const LOOK_MS = 60;

/** Callers who wait in queues, and phones that ring for them. */
export class Queues {
  readonly #pbx: Exchange;
  readonly #center: CallCenter;
  readonly #waiting = new Map<Leg, string>();

  constructor(pbx: Exchange, center: CallCenter) {
    this.#pbx = pbx;
    this.#center = center;
  }

  /** Callers who wait and for whom no phone rings. */
  waiting(): Leg[] {
    for (const leg of this.#waiting.keys()) if (!leg.up || leg.peer) this.#waiting.delete(leg);
    return [...this.#waiting.keys()].filter((leg) => !leg.variables.has('cc_agent_uuid'));
  }

  /** A caller has come to a queue, and waits. */
  join(leg: Leg, queue: string): void {
    this.#waiting.set(leg, queue);
    const name = `${queue}@${this.#pbx.domain}`;
    const member = this.#center.join(leg, name);
    leg.setAll({
      cc_queue: name,
      cc_side: 'member',
      cc_member_uuid: member,
      cc_queue_joined_epoch: String(Math.floor(this.#pbx.world.now() / 1000)),
    });
    const stop = leg.stopApp;
    const left = (): void => {
      leg.listeners.delete(left);
      this.#center.abandoned(member, leg);
    };
    leg.listeners.add(left);
    leg.stopApp = () => {
      stop?.();
      left();
    };
  }

  /** The queue that a caller waits in, `support@pbx.example.test`. */
  queueOf(member: Leg): string {
    return `${this.#waiting.get(member) ?? ''}@${this.#pbx.domain}`;
  }

  /** Rings an agent for a caller who waits. @returns the agent's leg, if the phone can be reached */
  offer(member: Leg, extension: string, ringMs: number): Leg | undefined {
    const pbx = this.#pbx;
    const { world } = pbx;
    const target = pbx.targetOf(extension);
    const queue = this.#waiting.get(member);
    if (!target || queue === undefined || !member.up) return undefined;
    const name = `${extension}@${pbx.domain}`;
    const serving = this.#center.offer(member.text('cc_member_uuid'), member, name);
    if (!serving) return undefined;
    const agent = place(world, {
      target,
      cidName: member.profile.callerName,
      cidNumber: member.profile.callerNumber,
      given: {
        ...pbx.exported(member),
        cc_queue: `${queue}@${pbx.domain}`,
        cc_member_uuid: member.text('cc_member_uuid'),
        cc_member_session_uuid: member.uuid,
        cc_side: 'agent',
        cc_agent: name,
        cc_agent_type: 'callback',
      },
    });
    member.set('cc_agent_uuid', agent.uuid);
    const giveUp = (): void => hangup(world, agent, 'ORIGINATOR_CANCEL');
    member.listeners.add(giveUp);
    agent.onHangup = () => {
      member.listeners.delete(giveUp);
      member.unset('cc_agent_uuid');
      this.#center.failed(serving, agent.cause);
    };
    agent.onAnswer = () => {
      world.later(agent, PACKET_MS, () => {
        member.listeners.delete(giveUp);
        agent.onHangup = undefined;
        this.#waiting.delete(member);
        member.stopApp = undefined;
        if (!member.up) {
          this.#center.failed(serving, 'ORIGINATOR_CANCEL');
          return hangup(world, agent, 'ORIGINATOR_CANCEL');
        }
        this.#center.answered(serving, agent);
        pair(pbx, member, agent);
        this.#center.bridged(serving, agent);
        this.#untilOver(member, agent, () => this.#center.ended(serving, agent));
      });
    };
    ring(world, agent);
    world.later(agent, ringMs, () => {
      if (!agent.answered) hangup(world, agent, 'NO_ANSWER');
    });
    pbx.behave(agent, pbx.phones.get(extension)?.answersAfter);
    return agent;
  }

  /** mod_callcenter looks ten times a second whether the agent's phone is still there. */
  #untilOver(member: Leg, agent: Leg, then: () => void): void {
    const { world } = this.#pbx;
    let over = false;
    const end = (): void => {
      if (over) return;
      over = true;
      member.listeners.delete(end);
      agent.listeners.delete(end);
      world.soon(LOOK_MS, then);
    };
    member.listeners.add(end);
    agent.listeners.add(end);
  }
}
