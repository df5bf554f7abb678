import type { Channel } from '../domain/channel.ts';
import type { ChannelFacts, PbxEvent } from '../domain/event.ts';

/** ms by which an event may look late or early before the PBX's clock is taken for set anew. */
const STEP_MS = 3_000;
/** ms that two sources of one time may differ: a list has whole seconds. */
const SAME_MS = 2_000;

/**
 * What time it is on the PBX, and its event times on one scale. Clocks are set, forward and back, while
 * calls go on: an hour that nobody talked must not come of it, nor a negative one. So times are kept on
 * the scale that the PBX's clock had when the connection came up, and after a step its times are moved
 * by the step. Our own clock must not step: it is read where it cannot be set.
 */
export class PbxClock {
  /** ms since some epoch, never set. */
  readonly #now: () => number;
  #skewMs: number | undefined;
  #offsetMs = 0;
  #stepped = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** ms since the epoch on the PBX, on the scale that times are kept in. */
  get nowMs(): number {
    return this.#now() + this.skewMs;
  }

  /** ms the PBX is ahead of our clock; 0 before it said anything. */
  get skewMs(): number {
    return this.#skewMs ?? 0;
  }

  /** Another PBX, or the same after a pause: its clock is learnt anew. */
  forget(): void {
    this.#skewMs = undefined;
    this.#offsetMs = 0;
    this.#stepped = false;
  }

  /** Takes in when an event says that it is. The youngest-looking event is nearest the truth. */
  see(atMs: number): void {
    const ahead = atMs - this.#now();
    if (this.#skewMs === undefined) {
      this.#skewMs = ahead;
      return;
    }
    const onScale = ahead + this.#offsetMs;
    if (Math.abs(onScale - this.#skewMs) > STEP_MS) {
      this.#offsetMs = this.#skewMs - ahead;
      this.#stepped = true;
    } else if (onScale > this.#skewMs) {
      if (this.#offsetMs === 0) this.#skewMs = onScale;
      else this.#offsetMs = this.#skewMs - ahead;
    }
  }

  /** The event with its times on the scale; the same one where the PBX's clock was never set. */
  scaled(event: PbxEvent, find: (uuid: string) => Channel | undefined): PbxEvent {
    if (event.kind === 'listed') return { ...event, ...this.#listed(event.channels) };
    if (!this.#stepped || !('atMs' in event)) return event;
    const atMs = event.atMs + this.#offsetMs;
    return 'facts' in event
      ? { ...event, atMs, facts: this.#facts(event.facts, find(event.uuid)) }
      : { ...event, atMs };
  }

  /** A list is of now, by whatever clock it came. */
  #listed(channels: readonly Channel[]): { channels: readonly Channel[]; atMs: number } {
    const moved =
      this.#offsetMs === 0
        ? channels
        : channels.map((leg) => ({ ...leg, createdMs: this.#moved(leg.createdMs) }));
    return { channels: moved, atMs: this.nowMs };
  }

  /** Events tell again when a leg was made and answered, by the clock of then: what is known stays. */
  #facts(facts: ChannelFacts, leg: Channel | undefined): ChannelFacts {
    const { createdMs, answeredMs, ...rest } = facts;
    const created = this.#time(createdMs, leg?.createdMs ?? 0);
    const answered = this.#time(answeredMs, leg?.answeredMs ?? 0);
    return {
      ...rest,
      ...(created === undefined ? {} : { createdMs: created }),
      ...(answered === undefined ? {} : { answeredMs: answered }),
    };
  }

  #time(told: number | undefined, known: number): number | undefined {
    if (told === undefined) return undefined;
    if (known === 0) return this.#moved(told);
    return Math.abs(told - known) < SAME_MS ? told : undefined;
  }

  #moved(ms: number): number {
    return ms > 0 ? ms + this.#offsetMs : ms;
  }
}
