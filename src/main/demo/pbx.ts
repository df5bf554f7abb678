import type { Leg } from './leg.ts';
import type { World } from './world.ts';

/** How a simulated phone behaves. Times in ms. */
export interface Phone {
  readonly registered: boolean;
  /** ms until it answers a call that its owner asked for; undefined: it rings until told. */
  readonly answersOwnAfter: number | undefined;
  /** ms until it answers anybody's call; undefined: it rings until told. */
  readonly answersAfter: number | undefined;
  readonly rejects: boolean;
  /** Whether `uuid_phone_event … talk` makes it answer, as some desk phones do. */
  readonly answersByTalk: boolean;
}
const DESK_PHONE: Phone = {
  registered: true,
  answersOwnAfter: 600,
  answersAfter: undefined,
  rejects: false,
  answersByTalk: true,
};

/** ms a phone rings before the dialplan gives up. */
const RING_MS = 25_000;
const PACKET_MS = 20;

/** How a call to a phone ended before it was answered. */
export type Failure = (cause: string) => void;

/** The PBX around the world's channels: phones, a dialplan, what applications do. */
export class Pbx {
  readonly world: World;
  readonly phones = new Map<string, Phone>();
  readonly domain: string;

  constructor(world: World) {
    this.world = world;
    this.domain = world.identity.domain;
    for (let extension = 200; extension < 220; extension += 1) {
      this.phones.set(String(extension), { ...DESK_PHONE, answersByTalk: extension % 2 === 1 });
    }
  }

  setPhone(extension: string, change: Partial<Phone>): void {
    this.phones.set(extension, { ...(this.phones.get(extension) ?? DESK_PHONE), ...change });
  }

  /** The contact a phone registered with: what FreeSWITCH shows as its destination. */
  contact(extension: string): string {
    return `${extension}-0x5635${Number(extension).toString(16).padStart(4, '0')}3be0`;
  }

  /** Somebody outside calls, and the dialplan rings an agent. Returns both legs. */
  inbound(call: { to: string; number: string; name: string; did?: string; ringMs?: number }): {
    caller: Leg;
    agent: Leg | undefined;
  } {
    const { to, number, name, did = `+15550199${to}`, ringMs = RING_MS } = call;
    const { world } = this;
    const caller = world.arrive(name, number, did);
    world.execute(caller, 'transfer', `${to} XML default`);
    world.executed(caller, 'transfer', `${to} XML default`);
    world.route(caller, to);
    return { caller, agent: this.bridgeTo(caller, to, ringMs) };
  }

  /** The application `bridge user/NNN`: rings the phone for a leg and joins them on answer. */
  bridgeTo(caller: Leg, extension: string, ringMs = RING_MS): Leg | undefined {
    const { world } = this;
    const data = `user/${extension}@${this.domain}`;
    world.execute(caller, 'bridge', data);
    const finish = (cause: string): void => {
      if (caller.dead) return;
      world.executed(caller, 'bridge', data);
      world.hangup(caller, cause);
    };
    if (!this.#reachable(extension)) {
      finish('SUBSCRIBER_ABSENT');
      return undefined;
    }
    if (caller.answered) world.setCallstate(caller, 'RING_WAIT');
    const fromPhone = caller.presence.split('@')[0];
    const agent = this.#ringPhone(extension, {
      cidName: fromPhone ? `Agent ${fromPhone}` : caller.cidName,
      cidNum: fromPhone || caller.cidNum,
      originator: caller,
    });
    world.early(caller);
    agent.onEnd = (leg) => {
      if (!leg.answered)
        finish(leg.cause === 'ORIGINATOR_CANCEL' ? 'ORIGINATOR_CANCEL' : leg.cause);
    };
    caller.onEnd = () => {
      if (!agent.answered) world.hangup(agent, 'ORIGINATOR_CANCEL');
    };
    world.later(agent, ringMs, () => {
      if (!agent.answered) world.hangup(agent, 'NO_ANSWER');
    });
    this.#behave(agent, extension, this.phones.get(extension)?.answersAfter);
    return agent;
  }

  /** The owner of a phone picks up. */
  answer(leg: Leg): void {
    const { world } = this;
    if (leg.dead || leg.answered) return;
    world.answer(leg);
    const caller = leg.otherType === 'originator' ? leg.other : undefined;
    if (!caller) return;
    world.later(leg, PACKET_MS, () => {
      if (caller.dead) return;
      if (caller.answered) world.setCallstate(caller, 'ACTIVE');
      else world.answer(caller);
      world.bridge(caller, leg);
    });
  }

  reject(leg: Leg): void {
    if (!leg.answered) this.world.hangup(leg, 'USER_BUSY');
  }

  /**
   * `originate user/NNN …`: rings a phone for nobody. `answered` goes on with the leg; `failed` gets
   * the cause. Returns the leg, or undefined when it could not even ring.
   */
  originate(
    extension: string,
    options: {
      uuid?: string;
      cidName: string;
      cidNum: string;
      timeoutMs: number;
      autoAnswer: boolean;
      variables: ReadonlyMap<string, string>;
    },
    answered: (leg: Leg) => void,
    failed: Failure,
  ): Leg | undefined {
    const { world } = this;
    if (!this.#reachable(extension)) {
      failed('SUBSCRIBER_ABSENT');
      return undefined;
    }
    const leg = this.#ringPhone(extension, options);
    leg.onEnd = (ended) => {
      if (!ended.answered) failed(ended.cause);
    };
    world.later(leg, options.timeoutMs, () => {
      if (!leg.answered) world.hangup(leg, 'NO_ANSWER');
    });
    const onAnswer = (): void => {
      world.later(leg, PACKET_MS, () => answered(leg));
    };
    leg.variables.set('originated_by', 'api');
    this.#onAnswer.set(leg.uuid, onAnswer);
    this.#behave(
      leg,
      extension,
      options.autoAnswer ? 0 : this.phones.get(extension)?.answersOwnAfter,
    );
    return leg;
  }

  /** What follows the answer of an originated leg. */
  readonly #onAnswer = new Map<string, () => void>();

  /** Picks up a leg, whichever way it came to ring. */
  pickUp(leg: Leg): void {
    const follow = this.#onAnswer.get(leg.uuid);
    if (!follow) return this.answer(leg);
    if (leg.dead || leg.answered) return;
    this.#onAnswer.delete(leg.uuid);
    this.world.answer(leg);
    follow();
  }

  /** The dialplan of context `default`: an extension, a conference, an echo, or the outside. */
  dialplan(leg: Leg, number: string): void {
    const { world } = this;
    if (/^2\d\d$/.test(number)) return void this.bridgeTo(leg, number);
    if (/^30\d\d$/.test(number))
      return this.#enter(leg, 'conference', `${number}-${this.domain}@default`);
    if (number === '9196') return this.#enter(leg, 'echo', '');
    if (number === '9664')
      return this.#enter(leg, 'playback', 'tone_stream://%(1000,4000,440);loops=-1');
    if (!/^\+?\d{5,}$/.test(number)) return world.hangup(leg, 'NO_ROUTE_DESTINATION');
    world.execute(leg, 'bridge', `sofia/gateway/carrier/${number}`);
    if (leg.answered) world.setCallstate(leg, 'RING_WAIT');
    const out = world.ring({
      uuid: world.random.uuid(),
      name: `sofia/external/${number}`,
      cidName: '',
      cidNum: leg.presence.split('@')[0] ?? '',
      dest: number,
      context: 'default',
      originator: leg,
      presence: '',
    });
    out.onEnd = (ended) => {
      if (!ended.answered && !leg.dead) world.hangup(leg, ended.cause);
    };
    leg.onEnd = () => world.hangup(out, 'ORIGINATOR_CANCEL');
    world.later(out, 1_500, () => this.answer(out));
  }

  /** Sends a leg elsewhere; the other side of its call has nobody then, and ends. */
  transfer(leg: Leg, number: string): void {
    const { world } = this;
    const { peer } = leg;
    if (peer) {
      leg.peer = undefined;
      peer.peer = undefined;
      world.hangup(peer, 'BLIND_TRANSFER');
      world.tell('CHANNEL_UNBRIDGE', leg, {
        'Bridge-A-Unique-ID': leg.uuid,
        'Bridge-B-Unique-ID': peer.uuid,
      });
    }
    leg.onEnd = undefined;
    leg.other = undefined;
    leg.otherType = '';
    leg.dest = number;
    leg.state = 'CS_ROUTING';
    if (leg.answered) world.setCallstate(leg, 'RINGING');
    world.setState(leg, 'CS_ROUTING');
    if (leg.answered) world.setCallstate(leg, 'ACTIVE');
    world.setState(leg, 'CS_EXECUTE');
    this.dialplan(leg, number);
  }

  park(leg: Leg): void {
    const { world } = this;
    const { peer } = leg;
    if (peer) {
      leg.peer = undefined;
      peer.peer = undefined;
      world.hangup(peer, 'NORMAL_CLEARING');
      world.tell('CHANNEL_UNBRIDGE', leg, {
        'Bridge-A-Unique-ID': leg.uuid,
        'Bridge-B-Unique-ID': peer.uuid,
      });
    }
    leg.onEnd = undefined;
    world.setState(leg, 'CS_PARK');
    world.tell('CHANNEL_PARK', leg);
  }

  /** The application `eavesdrop`: listens to a leg for as long as both are there. */
  eavesdrop(leg: Leg, target: string): void {
    const { world } = this;
    const heard = world.legs.get(target);
    if (heard) {
      leg.calleeName = 'Eavesdrop';
      leg.calleeNum = heard.cidNum;
    }
    world.execute(leg, 'eavesdrop', target);
    if (!heard || !heard.answered) {
      world.executed(leg, 'eavesdrop', target);
      world.hangup(leg);
      return;
    }
    world.tell(
      'MEDIA_BUG_START',
      heard,
      {},
      { 'Media-Bug-Function': 'eavesdrop', 'Media-Bug-Target': target },
    );
    const poll = (): void => {
      if (!world.legs.has(target)) {
        world.executed(leg, 'eavesdrop', target);
        world.hangup(leg);
      } else world.later(leg, 200, poll);
    };
    world.later(leg, 200, poll);
  }

  /** Runs an application on a leg, as `&app(args)` of an originate does. */
  run(leg: Leg, application: string, data: string): void {
    switch (application) {
      case 'eavesdrop':
        return this.eavesdrop(leg, data);
      case 'park':
        this.world.setState(leg, 'CS_PARK');
        return this.world.tell('CHANNEL_PARK', leg);
      case 'bridge': {
        const extension = /user\/([^@,]+)/.exec(data)?.[1] ?? '';
        return void this.bridgeTo(leg, extension);
      }
      case 'hangup':
        return this.world.hangup(leg, data || 'NORMAL_CLEARING');
      default:
        return this.#enter(leg, application, data);
    }
  }

  /** Ends all calls, as `hupall` and a shutdown do. */
  hangupAll(cause: string): void {
    for (const leg of [...this.world.legs.values()]) this.world.hangup(leg, cause);
  }

  #enter(leg: Leg, application: string, data: string): void {
    if (!leg.answered) this.world.answer(leg);
    this.world.execute(leg, application, data);
  }

  #reachable(extension: string): boolean {
    return this.phones.get(extension)?.registered ?? false;
  }

  #ringPhone(
    extension: string,
    options: {
      uuid?: string;
      cidName: string;
      cidNum: string;
      originator?: Leg;
      variables?: ReadonlyMap<string, string>;
    },
  ): Leg {
    const contact = this.contact(extension);
    return this.world.ring({
      uuid: options.uuid ?? this.world.random.uuid(),
      name: `sofia/internal/${contact}@127.0.0.1:6311`,
      cidName: options.cidName,
      cidNum: options.cidNum,
      dest: contact,
      context: 'default',
      presence: `${extension}@${this.domain}`,
      ...(options.originator ? { originator: options.originator } : {}),
      ...(options.variables ? { variables: options.variables } : {}),
    });
  }

  /** What the phone does by itself. */
  #behave(leg: Leg, extension: string, answersAfter: number | undefined): void {
    const phone = this.phones.get(extension);
    if (phone?.rejects) this.world.later(leg, 300, () => this.reject(leg));
    else if (answersAfter !== undefined)
      this.world.later(leg, answersAfter, () => this.pickUp(leg));
  }
}
