import type { Leg } from './leg.ts';
import type { Pbx } from './pbx.ts';

/** People who call, as callers' names and numbers come: some of them hostile. */
const CALLERS = [
  ['Anna Lindqvist', '+46701234567'],
  ['Jürgen Groß', '+493012345678'],
  ['李小龍', '+85223456789'],
  ['Siobhán O’Neil', '+353861234567'],
  ['', 'anonymous'],
  ['Marco "Il Capo" Rossi', '+390612345678'],
  ['<b>Bold Move Ltd</b>', '+442079460958'],
  ['=SUM(A1:A9)', '+12025550143'],
  ['Зоя Петрова', '+74951234567'],
  ['Fatima Al-Sayed', '+97142345678'],
  ['Pizza 🍕 Express', '+390712345678'],
  ['Dr. Ngozi Okafor', '+2341234567'],
  ['Ó Briain & Sons', '+353871112222'],
  ['Hotel de la Gare', '+33142345678'],
  ['Kim Ji-woo', '+8225551234'],
  ['Wanda Nowak', '+48221234567'],
] as const;
/** Numbers people dial, and what each is for. */
const DIDS = ['+4930555100', '+4930555200', '+4930555300'] as const;

/** ms between steps of the day, and live calls it keeps up. */
const STEP_MS = 1_400;
const LIVE_CALLS = { least: 6, most: 11 };

/** A day at a small call centre, out of a seed. */
export class Simulation {
  readonly #pbx: Pbx;
  #stop: (() => void) | undefined;
  #steps = 0;

  constructor(pbx: Pbx) {
    this.#pbx = pbx;
  }

  start(): void {
    this.stop();
    for (let i = 0; i < LIVE_CALLS.least; i += 1) this.#call(this.#agent(), true);
    this.#next();
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Adds answered calls until there are `count` channels. */
  fill(count: number): void {
    const { world } = this.#pbx;
    while (world.legs.size + 2 <= count) this.#call(String(202 + (world.legs.size % 18)), true);
  }

  #next(): void {
    this.#stop = this.#pbx.world.clock.after(STEP_MS, () => {
      this.#step();
      this.#next();
    });
  }

  #step(): void {
    const { world } = this.#pbx;
    const { random } = world;
    this.#steps += 1;
    const live = this.#answered();
    if (this.#steps === 2 || (this.#steps % 17 === 0 && !this.#busy('201')))
      return this.#call('201', false);
    if (
      world.legs.size / 2 < LIVE_CALLS.least ||
      (live.length < LIVE_CALLS.most && random.next() < 0.45)
    ) {
      return this.#call(this.#agent(), false);
    }
    const leg = live.length > 0 ? random.pick(live) : undefined;
    if (!leg || leg.presence.startsWith('201@')) return;
    const chance = random.next();
    if (leg.callstate === 'HELD') world.unhold(leg);
    else if (chance < 0.35) world.hold(leg);
    else if (chance < 0.45 && leg.other && !leg.other.dead)
      this.#pbx.transfer(leg.other, this.#agent());
    else world.hangup(leg);
  }

  /** Agents' legs that talk. */
  #answered(): Leg[] {
    return [...this.#pbx.world.legs.values()].filter(
      (leg) => leg.presence !== '' && leg.answered && leg.peer,
    );
  }

  #busy(extension: string): boolean {
    return [...this.#pbx.world.legs.values()].some((leg) =>
      leg.presence.startsWith(`${extension}@`),
    );
  }

  #agent(): string {
    const { random } = this.#pbx.world;
    const free = Array.from({ length: 18 }, (_, i) => String(202 + i)).filter(
      (extension) => !this.#busy(extension),
    );
    return free.length > 0 ? random.pick(free) : String(random.int(202, 219));
  }

  #call(to: string, answered: boolean): void {
    const { world } = this.#pbx;
    const { random } = world;
    const [name, number] = random.pick(CALLERS);
    const { agent } = this.#pbx.inbound({
      to,
      name,
      number,
      did: random.pick(DIDS),
      ringMs: 18_000,
    });
    if (!agent) return;
    if (answered) this.#pbx.answer(agent);
    else if (to !== '201' && random.next() < 0.8)
      world.later(agent, random.int(1_500, 6_000), () => this.#pbx.answer(agent));
    else if (to !== '201' && random.next() < 0.5)
      world.later(agent, 3_000, () => this.#pbx.reject(agent));
  }
}
