import { heardTarget, originatorOf } from '@shared/calls/parties.ts';
import type { Change } from '@shared/calls/table.ts';
import { isPresenceOf, type Channel } from '@shared/domain/channel.ts';
import type { Placing } from '@shared/commands/command.ts';
import { fail, ok, type AppError, type Result } from '@shared/domain/result.ts';
import type { Accepted, PbxPort } from '../pbx/port.ts';
import { gone, NOT_CONFIRMED } from './confirm.ts';
import type { Monitor } from './monitor.ts';
import { watchLeg } from './watch.ts';

export type Stage = 'ringing' | 'answered';

/** ms that the leg of a command which was answered may take to be shown. */
const SHOWN_MS = 2_500;
/** ms that a phone is known to ring at the most: beyond it the PBX has given up. */
const LONGEST_RING_MS = 330_000;
/** ms that a call which was given up is looked for: the server may make its leg late. */
const LOOK_FOR_MS = 120_000;
/** ms between looks for it. */
const LOOK_EACH_MS = 700;
/** ms after which giving up is told as done while no leg was seen; the look-out goes on. */
const QUIET_MS = 4_000;

const CANCELLED = (): Result<never> => fail('cancelled', 'The call was given up.');
/** What the leg of my phone is for, once it is answered: to hear a leg, or to take its call. */
interface Aim {
  readonly then: 'hears' | 'takes';
  readonly target: string;
}

const UNSEEN: Readonly<Record<Aim['then'], AppError>> = {
  hears: {
    kind: 'not-confirmed',
    message:
      'The PBX called the phone to listen in, but does not list its leg: whether it hears the call is not known.',
  },
  takes: {
    kind: 'not-confirmed',
    message:
      'The PBX called the phone to take the call, but does not list its leg: whether it has the call is not known.',
  },
};

/**
 * A call on its way: my phone rings, is answered, and then the other side is reached or the call heard.
 * Where the PBX names the leg only in its answer, my phone's new leg for nobody is it.
 */
export class PlacedCall {
  readonly #monitor: Monitor;
  readonly #port: PbxPort;
  readonly #command: Placing;
  readonly #aim: Aim | undefined;
  readonly #stage: (leg: string, stage: Stage) => void;
  readonly #stop: () => void;
  #leg: string | undefined;
  #seen: (() => void) | undefined;
  #replaced = false;

  /** @param aim what my phone's leg is for once it is answered, where it is for one of another call */
  constructor(
    monitor: Monitor,
    port: PbxPort,
    command: Placing,
    aim: Aim | undefined,
    stage: (leg: string, stage: Stage) => void,
  ) {
    this.#monitor = monitor;
    this.#port = port;
    this.#command = command;
    this.#aim = aim;
    this.#stage = stage;
    this.#stop = monitor.onChange((changes) => changes.forEach((change) => this.#onChange(change)));
  }

  /** Whose phone it rings. */
  get extension(): string {
    return this.#command.extension;
  }

  /** Another call from the same phone was placed: a new leg may be that one's, and is not touched. */
  replaced(): void {
    this.#replaced = true;
  }

  async run(signal: AbortSignal): Promise<Result<null>> {
    const execution = this.#port.execute(this.#command, signal);
    if (execution.leg !== undefined) this.#claim(execution.leg);
    const givenUp = new Promise<'given up'>((resolve) => {
      if (signal.aborted) resolve('given up');
      signal.addEventListener('abort', () => resolve('given up'));
    });
    const answer = await Promise.race([execution.answer, givenUp]);
    if (answer === 'given up' || signal.aborted) return this.#giveUp(execution.answer);
    const result = await this.#afterAnswer(answer, givenUp);
    if (result === 'given up') return this.#giveUp(execution.answer);
    this.#stop();
    return result;
  }

  async #afterAnswer(
    answer: Result<Accepted>,
    givenUp: Promise<'given up'>,
  ): Promise<Result<null> | 'given up'> {
    if (!answer.ok) return answer;
    if (answer.value.leg !== undefined) this.#claim(answer.value.leg);
    const leg = this.#leg;
    if (leg === undefined) return ok(null);
    if (answer.value.rings) {
      const reached = await Promise.race([this.#answered(leg), givenUp]);
      if (reached === 'given up') return reached;
      if (!reached.ok) return reached;
    }
    this.#stage(leg, 'answered');
    return this.#aim ? this.#joined(leg, this.#aim) : ok(null);
  }

  #onChange({ uuid, before, after }: Change): void {
    if (this.#leg === undefined && !before && after && !this.#replaced)
      if (isPlacedFor(after, this.#command.extension)) this.#claim(uuid);
    if (uuid !== this.#leg) return;
    this.#seen?.();
    if (after) this.#stage(uuid, after.answeredMs > 0 ? 'answered' : 'ringing');
  }

  #claim(leg: string): void {
    if (this.#leg === leg) return;
    this.#leg = leg;
    // Told in a turn of its own: this may run while others are being told of the very leg.
    const hears = this.#aim?.then === 'hears' ? this.#aim.target : '';
    queueMicrotask(() => this.#monitor.feed([{ kind: 'placing', uuid: leg, hears }]));
  }

  async #answered(leg: string): Promise<Result<null>> {
    const { table } = this.#monitor;
    const watch = watchLeg(this.#monitor, leg, (own) => (own?.answeredMs ?? 0) > 0);
    try {
      if (!(await watch.within(SHOWN_MS))) await this.#port.refresh();
      // A list that filters may never have it: then the server's word is all there is.
      if (!table.get(leg) && !(await watch.within(0))) return ok(null);
      await watch.within(LONGEST_RING_MS);
      return (table.get(leg)?.answeredMs ?? 0) > 0
        ? ok(null)
        : fail('refused-by-pbx', 'The phone did not answer.');
    } finally {
      watch.stop();
    }
  }

  /**
   * `+OK` comes for a call that is gone, too: my phone's leg is then dropped at once. What we noted ourselves
   * of the leg (`hears`) is no proof either.
   */
  async #joined(leg: string, { target, then }: Aim): Promise<Result<null>> {
    const { table } = this.#monitor;
    const wasListed = table.get(leg) !== undefined;
    const has = (own: Channel | undefined): boolean =>
      own !== undefined && (then === 'hears' ? heardTarget(own) : own.peer) === target;
    const watch = watchLeg(this.#monitor, leg, has);
    try {
      if (!(await watch.within(SHOWN_MS))) await this.#port.refresh();
      await watch.within(SHOWN_MS);
      const own = table.get(leg);
      if (!table.get(target) || own?.callstate === 'HANGUP') return gone();
      // A list that filters may never have had the leg; one that was there and left was dropped.
      if (!own) return wasListed ? gone() : { ok: false, error: UNSEEN[then] };
      return has(own) ? ok(null) : { ok: false, error: NOT_CONFIRMED };
    } finally {
      watch.stop();
    }
  }

  /**
   * Ends the leg, now or when it shows: the server may make it after we stopped waiting, or name it in an
   * answer that comes later, or never.
   */
  #giveUp(answer: Promise<Result<Accepted>>): Promise<Result<null>> {
    void answer.then((late) => {
      if (late.ok && late.value.leg !== undefined) this.#claim(late.value.leg);
      this.#seen?.();
    });
    const ended = this.#endWhenSeen();
    const quiet = new Promise<Result<null>>((resolve) =>
      setTimeout(() => resolve(CANCELLED()), QUIET_MS),
    );
    return Promise.race([ended, quiet]);
  }

  async #endWhenSeen(): Promise<Result<null>> {
    const untilMs = performance.now() + LOOK_FOR_MS;
    try {
      while (this.#leg === undefined || !this.#monitor.table.get(this.#leg)) {
        // A leg that we named ourselves is ended by its name, whether it is listed or not.
        if (this.#leg !== undefined && (await this.#hangUp(this.#leg)).ok) return CANCELLED();
        if (this.#replaced || performance.now() > untilMs) return CANCELLED();
        await this.#port.refresh();
        await this.#changed(LOOK_EACH_MS);
      }
      await this.#end(this.#leg);
      return CANCELLED();
    } finally {
      this.#stop();
    }
  }

  /** Hangs up until the leg is gone: one that is still being set up may not hear the first time. */
  async #end(leg: string): Promise<void> {
    for (let tries = 0; tries < 5 && this.#monitor.table.get(leg); tries += 1) {
      const watch = watchLeg(this.#monitor, leg, (own) => own === undefined);
      await this.#hangUp(leg);
      if (!(await watch.within(LOOK_EACH_MS))) await this.#port.refresh();
      watch.stop();
    }
  }

  #hangUp(uuid: string): Promise<Result<Accepted>> {
    return this.#port.execute({ kind: 'hangup', uuid }, new AbortController().signal).answer;
  }

  /** Until something is known of the leg, for `ms` at most. */
  #changed(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#seen = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** A leg that rings an extension's phone for nobody: a call being placed. */
const isPlacedFor = (leg: Channel, extension: string): boolean =>
  leg.direction === 'outbound' &&
  isPresenceOf(leg.presence_id, extension) &&
  originatorOf(leg) === '' &&
  leg.queue === '';
