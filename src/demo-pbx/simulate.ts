import { eavesdropOn, placeCall } from './calls/desk.ts';
import { hold, unhold } from './calls/hold.ts';
import { hangup } from './calls/hangup.ts';
import type { Pbx } from './pbx.ts';
import { CALLERS, HOTLINES, SUPPLIERS } from './people.ts';
import type { Leg } from './world/leg.ts';

/** ms between the steps of the day. */
const STEP_MS = 1_600;
/** Calls it keeps up: never fewer, seldom more. */
const CALLS = { least: 5, most: 9 };
/** ms from one call for the newcomer to the next, and how long its phone rings. */
const NEWCOMER_MS = 30_000;
const NEWCOMER_FIRST_MS = 2_500;
const NEWCOMER_RINGS_MS = 18_000;
/** ms a phone of the queue rings before another one does. */
const OFFER_MS = 12_000;
/** Things that happen now and then, in steps: a supervisor listens, a meeting is held. */
const LISTEN_STEPS = 31;
const MEETING_STEPS = 67;
const SUPERVISOR = '200';
/** Agents take a break, come back, or unplug their phone: every so many steps. */
const FLOOR_STEPS = 6;
/** ms a phone stays unplugged. */
const UNPLUGGED_MS = 25_000;
const MEETING_ROOM = '3001';

/** A day at a small call centre, out of a seed. */
export class Simulation {
  readonly #pbx: Pbx;
  readonly #newcomer: string;
  readonly #stops = new Set<() => void>();
  #running = false;
  #steps = 0;
  #calls = 0;

  /** @param newcomer the extension that is called by itself; what it does then is its owner's affair */
  constructor(pbx: Pbx, newcomer: string) {
    this.#pbx = pbx;
    this.#newcomer = newcomer;
  }

  start(): void {
    this.stop();
    this.#running = true;
    for (let i = 0; i < CALLS.least; i += 1) this.#direct(0);
    this.#every(STEP_MS, STEP_MS, () => this.#step());
    this.#every(NEWCOMER_FIRST_MS, NEWCOMER_MS, () => this.#callNewcomer());
  }

  stop(): void {
    this.#running = false;
    for (const stop of this.#stops) stop();
    this.#stops.clear();
  }

  /** Adds answered calls until there are `count` channels. */
  fill(count: number): void {
    const { legs } = this.#pbx.world;
    for (let before = -1; legs.size + 2 <= count && legs.size !== before;) {
      before = legs.size;
      const { agent } = this.#pbx.inbound(this.#caller(String(202 + (((legs.size / 2) % 18) | 0))));
      if (agent) this.#pbx.pickUp(agent);
    }
  }

  #every(firstMs: number, ms: number, act: () => void): void {
    const { clock } = this.#pbx.world;
    const next = (delay: number): void => {
      const stop = clock.after(delay, () => {
        this.#stops.delete(stop);
        act();
        if (this.#running) next(ms);
      });
      this.#stops.add(stop);
    };
    next(firstMs);
  }

  #step(): void {
    const { random } = this.#pbx.world;
    this.#steps += 1;
    this.#serveQueues();
    if (this.#steps % FLOOR_STEPS === 3) this.#changeFloor();
    if (this.#steps % LISTEN_STEPS === 12) this.#listen();
    if (this.#steps % MEETING_STEPS === 20) this.#meet();
    const talking = this.#talking();
    const calls = this.#pbx.world.table.calls().length + this.#pbx.queues.waiting().length;
    if (calls < CALLS.least || (calls < CALLS.most && random.next() < 0.4)) return this.#someCall();
    if (talking.length === 0) return;
    const leg = random.pick(talking);
    const chance = random.next();
    if (leg.callstate === 'HELD') unhold(this.#pbx.world, leg);
    else if (chance < 0.25) this.#holdAWhile(leg);
    else if (chance < 0.33) this.#handOver(leg);
  }

  /** Agents' legs that talk, the newcomer's left alone. */
  #talking(): Leg[] {
    return [...this.#pbx.world.legs.values()].filter(
      (leg) => leg.up && leg.peer && leg.side === 'b' && this.#isAgent(leg.extension),
    );
  }

  #isAgent(extension: string): boolean {
    return extension !== '' && extension !== this.#newcomer && extension !== SUPERVISOR;
  }

  /** Agents whose phones are free, the supervisor and the newcomer left out. */
  #free(): string[] {
    const { phones, world } = this.#pbx;
    const busy = new Set([...world.legs.values()].map(({ extension }) => extension));
    return [...phones.keys()].filter(
      (extension) => this.#isAgent(extension) && !busy.has(extension) && Number(extension) < 220,
    );
  }

  #agent(): string | undefined {
    const free = this.#free();
    return free.length > 0 ? this.#pbx.world.random.pick(free) : undefined;
  }

  /** Somebody who is not on the phone already, as long as there is anybody. */
  #caller(to: string, did?: string) {
    const { legs, random } = this.#pbx.world;
    const calling = new Set(
      legs.size < 2 * CALLERS.length
        ? [...legs.values()].map(({ profile }) => profile.callerNumber)
        : [],
    );
    const others = CALLERS.filter(([, number]) => !calling.has(number));
    const [name, number] = random.pick(others.length > 0 ? others : CALLERS);
    return { to, name, number, did: did ?? `+4930555${to}` };
  }

  #someCall(): void {
    const chance = this.#pbx.world.random.next();
    if (chance < 0.45) this.#toQueue();
    else if (chance < 0.75) this.#direct(this.#pbx.world.random.int(1_500, 7_000));
    else if (chance < 0.9) this.#placed(this.#pbx.world.random.pick(SUPPLIERS));
    else this.#placed(this.#agent() ?? '9196');
  }

  /** Somebody calls an agent's own number. Not every call is answered. */
  #direct(answerMs: number): void {
    const { world } = this.#pbx;
    const to = this.#agent();
    if (to === undefined) return;
    const { caller, agent } = this.#pbx.inbound({ ...this.#caller(to), ringMs: 15_000 });
    if (!agent) return;
    const chance = world.random.next();
    if (answerMs === 0) this.#pickUp(agent);
    else if (chance < 0.75) world.later(agent, answerMs, () => this.#pickUp(agent));
    else if (chance < 0.85) world.later(agent, 3_000, () => this.#pbx.reject(agent));
    else if (chance < 0.93) world.later(caller, 9_000, () => this.#pbx.leave(caller));
  }

  #toQueue(): Leg {
    const { world } = this.#pbx;
    const [queue, hotline] = world.random.pick(HOTLINES);
    const { caller } = this.#pbx.inbound(this.#caller(queue, hotline));
    // Patience has an end.
    world.later(caller, world.random.int(30_000, 60_000), () => {
      if (!caller.peer) this.#pbx.leave(caller);
    });
    return caller;
  }

  /** Callers who wait are offered to agents of their queue who are free. */
  #serveQueues(): void {
    const { world, queues, callCenter } = this.#pbx;
    for (const member of queues.waiting()) {
      const free = new Set(this.#free());
      const ready = callCenter.ready(queues.queueOf(member)).filter((one) => free.has(one));
      const [extension] = ready;
      if (extension === undefined || world.random.next() < 0.4) continue;
      const agent = queues.offer(member, extension, OFFER_MS);
      if (agent && world.random.next() < 0.85)
        world.later(agent, world.random.int(1_500, 6_000), () => this.#pickUp(agent));
    }
  }

  /** Somebody takes a break or comes back from one; now and then a phone is unplugged for a while. */
  #changeFloor(): void {
    const { callCenter, world, phones } = this.#pbx;
    const away = [...callCenter.agents.values()].filter(
      ({ name = '', status }) => status === 'On Break' && !name.startsWith(`${this.#newcomer}@`),
    );
    if (away.length > 2) {
      callCenter.setStatus(world.random.pick(away)['name'] ?? '', 'Available');
      return;
    }
    const extension = this.#agent();
    if (extension === undefined) return;
    if (world.random.next() < 0.75)
      callCenter.setStatus(`${extension}@${world.domain}`, 'On Break');
    else if ([...phones.values()].every(({ registered }) => registered)) {
      this.#pbx.setPhone(extension, { registered: false });
      const stop = world.clock.after(UNPLUGGED_MS, () => {
        this.#stops.delete(stop);
        this.#pbx.setPhone(extension, { registered: true });
      });
      this.#stops.add(stop);
    }
  }

  /** An agent calls somebody: the own phone first, as with click-to-call. */
  #placed(number: string): void {
    const { world } = this.#pbx;
    const from = this.#agent();
    if (from === undefined || from === number) return;
    const leg = placeCall(this.#pbx, from, number);
    if (leg) this.#ends(leg);
    if (!/^2\d\d$/.test(number)) return;
    world.later(leg as Leg, world.random.int(3_000, 7_000), () => {
      const called = [...world.legs.values()].find(
        ({ extension, answered }) => extension === number && !answered,
      );
      if (called) this.#pbx.pickUp(called);
    });
  }

  #pickUp(leg: Leg): void {
    this.#pbx.pickUp(leg);
    this.#ends(leg);
  }

  /** Nobody talks for ever; either side may be the first to hang up. */
  #ends(leg: Leg): void {
    const { world } = this.#pbx;
    world.later(leg, world.random.int(20_000, 90_000), () => {
      const first = leg.peer && world.random.next() < 0.5 ? leg.peer : leg;
      hangup(world, first);
    });
  }

  #holdAWhile(leg: Leg): void {
    const { world } = this.#pbx;
    hold(world, leg);
    world.later(leg, world.random.int(5_000, 15_000), () => unhold(world, leg));
  }

  /** A blind transfer: the caller goes to a colleague, or back to a queue. */
  #handOver(leg: Leg): void {
    const { world } = this.#pbx;
    const to = this.#agent() ?? '4001';
    const caller = leg.peer;
    if (!caller) return;
    this.#pbx.sendTo(caller, to);
    world.later(caller, 4_000, () => {
      const rings = [...world.legs.values()].find(
        ({ extension, answered, up }) => extension === to && !answered && up,
      );
      if (rings) this.#pickUp(rings);
    });
  }

  /** The supervisor listens to a call for a while. */
  #listen(): void {
    const { world, phones } = this.#pbx;
    const talking = this.#talking();
    const busy = [...world.legs.values()].some(({ extension }) => extension === SUPERVISOR);
    if (talking.length === 0 || busy || !phones.get(SUPERVISOR)?.registered) return;
    const leg = eavesdropOn(this.#pbx, SUPERVISOR, world.random.pick(talking).uuid);
    if (leg) world.later(leg, world.random.int(15_000, 30_000), () => hangup(world, leg));
  }

  /** Three agents meet in a conference. */
  #meet(): void {
    const { world } = this.#pbx;
    for (const extension of this.#free().slice(0, 3)) {
      const leg = placeCall(this.#pbx, extension, MEETING_ROOM);
      if (leg) world.later(leg, world.random.int(35_000, 70_000), () => hangup(world, leg));
    }
  }

  /** The newcomer's phone rings: a customer's call, one out of a queue, a colleague's, in turn. */
  #callNewcomer(): void {
    const { world, phones, queues } = this.#pbx;
    const to = this.#newcomer;
    const busy = [...world.legs.values()].some(({ extension }) => extension === to);
    if (busy || !phones.get(to)?.registered) return;
    this.#calls += 1;
    if (this.#calls % 3 === 2) {
      const caller = this.#toQueue();
      world.later(caller, 800, () => queues.offer(caller, to, NEWCOMER_RINGS_MS));
    } else if (this.#calls % 6 === 0) this.#placed(to);
    else this.#pbx.inbound({ ...this.#caller(to), ringMs: NEWCOMER_RINGS_MS });
  }
}
