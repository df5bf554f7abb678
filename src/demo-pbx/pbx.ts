import { refuse } from './calls/dial.ts';
import { CallCenter } from './callcenter/center.ts';
import { furnish } from './callcenter/floor.ts';
import { inbound, type Inbound } from './calls/dialplan.ts';
import type { Exchange } from './calls/exchange.ts';
import { destroy, hangup, leave } from './calls/hangup.ts';
import { answer } from './calls/place.ts';
import { QUEUES, Queues } from './calls/queue.ts';
import { transfer } from './calls/transfer.ts';
import { ValetLots } from './calls/valet.ts';
import { tellRegistration } from './callcenter/registration.ts';
import { makePhone, makePhones, type Phone } from './phones.ts';
import type { HeaderValue } from './world/event.ts';
import type { Leg, Target } from './world/leg.ts';
import type { World } from './world/world.ts';

/** ms until a phone that refuses does so. */
const REFUSE_MS = 300;

/** The PBX around the world's legs: phones and their owners, queues, and what happens outside. */
export class Pbx implements Exchange {
  readonly world: World;
  readonly phones: Map<string, Phone>;
  readonly callCenter: CallCenter;
  readonly queues: Queues;
  readonly valet = new ValetLots();

  constructor(world: World) {
    this.world = world;
    this.phones = makePhones(world.random);
    this.callCenter = new CallCenter(world);
    furnish(this.callCenter, this.domain, [...this.phones.keys()]);
    this.queues = new Queues(this, this.callCenter);
  }

  get domain(): string {
    return this.world.domain;
  }

  setPhone(extension: string, change: Partial<Phone>): void {
    const before = this.phones.get(extension);
    const phone = before ?? makePhone(extension, `Agent ${extension}`, this.world.random);
    const after = { ...phone, ...change };
    this.phones.set(extension, after);
    if (before && before.registered !== after.registered)
      tellRegistration(this.world, extension, after);
  }

  /** Where the phone of an extension can be reached; undefined where it is not registered. */
  targetOf(extension: string): Target | undefined {
    const phone = this.phones.get(extension);
    if (!phone?.registered) return undefined;
    const { contact, port } = phone;
    return {
      destination: contact,
      hostPort: `127.0.0.1:${port}`,
      profile: 'internal',
      user: extension,
    };
  }

  /** Whose phone a leg is at, as the directory has it. */
  ownerOf(leg: Leg): { readonly name: string; readonly number: string } | undefined {
    const phone = this.phones.get(leg.extension);
    return phone && { name: phone.name, number: leg.extension };
  }

  /** Variables that a leg hands on to the phones that ring for it. */
  exported(leg: Leg): Record<string, HeaderValue> {
    const presenceData = leg.text('presence_data');
    return presenceData === '' ? {} : { presence_data: presenceData };
  }

  /** The queue that a number is, if it is one. */
  queueAt(number: string): string | undefined {
    return QUEUES.get(number);
  }

  sendTo(leg: Leg, number: string): void {
    transfer(this, leg, { number, dialplan: 'XML', context: 'default' });
  }

  /** Somebody outside calls. */
  inbound(call: Inbound): { caller: Leg; agent: Leg | undefined } {
    return inbound(this, call);
  }

  /** The owner of a phone picks it up. */
  pickUp(leg: Leg): void {
    answer(this.world, leg);
  }

  reject(leg: Leg): void {
    refuse(this, leg);
  }

  /** The far end of a leg hangs up. */
  leave(leg: Leg): void {
    leave(this.world, leg);
  }

  /** What a phone does by itself. @param answersAfter ms; undefined: it rings until told */
  behave(leg: Leg, answersAfter: number | undefined): void {
    const phone = this.phones.get(leg.extension);
    if (phone?.rejects) this.world.later(leg, REFUSE_MS, () => this.reject(leg));
    else if (answersAfter !== undefined)
      this.world.later(leg, answersAfter, () => this.pickUp(leg));
  }

  /** Legs that only waited for this one to let go of them are gone now. */
  letGo(leg: Leg): void {
    for (const gone of leg.waiting.splice(0)) destroy(this.world, gone);
  }

  /**
   * Ends all calls, as `hupall` and a shutdown do. FreeSWITCH walks a hash table; of two who talk
   * the one called went first in the captures.
   */
  hangupAll(cause: string): void {
    for (const leg of [...this.world.legs.values()]) {
      if (leg.peer && leg.side === 'a') hangup(this.world, leg.peer, cause);
      hangup(this.world, leg, cause);
    }
    this.world.settle();
  }
}
