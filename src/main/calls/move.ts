import { originatorOf, phoneUser } from '@shared/calls/parties.ts';
import type { Change } from '@shared/calls/table.ts';
import type { OnLeg } from '@shared/commands/command.ts';
import { causeInWords } from '@shared/domain/causes.ts';
import type { Channel } from '@shared/domain/channel.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { PbxPort } from '../pbx/port.ts';
import { LATE, within } from '../within.ts';
import { CONFIRM_MS, gone, LISTS, NOT_CONFIRMED, SETTLE_MS, UNKNOWN } from './confirm.ts';
import type { Monitor } from './monitor.ts';

/** Applications in which a leg has arrived, though nobody talks to it. */
const PLACES = new Set([
  ...['callcenter', 'fifo', 'voicemail', 'conference', 'ivr', 'playback', 'echo'],
  ...['park', 'valet_park'],
]);
/** ms that a phone is known to ring at the most. */
const LONGEST_RING_MS = 330_000;

/** How a leg that was sent elsewhere ended up. */
type End =
  | { readonly how: 'reached' | 'taken' }
  /** It rings again at the phone that it was sent away from. */
  | { readonly how: 'back'; readonly cause: string }
  | { readonly how: 'lost'; readonly cause: string };

/**
 * Sends a leg elsewhere, and finds out what became of it. `uuid_transfer` answers `+OK` for every destination
 * and no event says "transferred" (docs/transfer.md): the leg leaves whom it talked to, rings, and is reached;
 * or it rings again where it came from, or is hung up with a cause.
 * @param to whom or what it is sent to, for the sentence
 * @param rings told once it has left and is not reached yet
 */
export async function moved(
  monitor: Monitor,
  port: PbxPort,
  command: OnLeg,
  to: string,
  signal: AbortSignal,
  rings: () => void,
): Promise<Result<null>> {
  const before = monitor.table.get(command.uuid);
  if (!before) return gone();
  const trail = new Trail(monitor, before);
  try {
    const { answer, settle } = port.execute(command, signal);
    const answered = await answer;
    if (!answered.ok && !UNKNOWN.includes(answered.error.kind)) return answered;
    if (!(await hasLeft(trail, port))) return answered.ok ? notConfirmed() : answered;
    rings();
    const end = await within(LONGEST_RING_MS, trail.end);
    settle?.();
    return end === LATE ? notConfirmed() : resultOf(end, to);
  } finally {
    trail.stop();
  }
}

const notConfirmed = (): Result<never> => ({ ok: false, error: NOT_CONFIRMED });

async function hasLeft(trail: Trail, port: PbxPort): Promise<boolean> {
  if ((await within(CONFIRM_MS, trail.left)) !== LATE) return true;
  for (let asked = 0; asked < LISTS; asked += 1) {
    await port.refresh();
    if ((await within(SETTLE_MS, trail.left)) !== LATE) return true;
  }
  return false;
}

function resultOf(end: End, to: string): Result<null> {
  switch (end.how) {
    case 'reached':
      return ok(null);
    case 'taken':
      return fail('cancelled', 'The call was taken back.');
    case 'back':
      return fail(
        'refused-by-pbx',
        `${sentence(end.cause, to)} The call rings at your phone again.`,
        end.cause,
      );
    case 'lost':
      return fail('refused-by-pbx', `${sentence(end.cause, to)} The caller is gone.`, end.cause);
  }
}

const sentence = (cause: string, to: string): string =>
  cause === '' ? `${to} could not be reached.` : `${causeInWords(cause, to)}.`;

/** Watches where a leg goes from where it is. */
class Trail {
  readonly left: Promise<true>;
  readonly end: Promise<End>;
  readonly stop: () => void;
  readonly #monitor: Monitor;
  readonly #before: Channel;
  /** Whose phone it was connected to; '' for none. */
  readonly #home: string;
  #leave: (left: true) => void = () => undefined;
  #finish: (end: End) => void = () => undefined;
  #hasLeft = false;
  #isAway = false;
  /** Why the phone that rang for it last did not take it. */
  #cause = '';

  constructor(monitor: Monitor, before: Channel) {
    this.#monitor = monitor;
    this.#before = before;
    const partner = monitor.table.get(before.peer);
    this.#home = partner ? phoneUser(partner) : '';
    this.left = new Promise((resolve) => (this.#leave = resolve));
    this.end = new Promise((resolve) => (this.#finish = resolve));
    this.stop = monitor.onChange((changes) => changes.forEach((change) => this.#onChange(change)));
  }

  #onChange({ uuid, before, after }: Change): void {
    if (uuid === this.#before.uuid) return after ? this.#follow(after) : this.#lose(before?.cause);
    const other = after ?? before;
    if (!other || uuid === this.#before.peer || originatorOf(other) !== this.#before.uuid) return;
    if (!after || after.callstate === 'HANGUP') this.#cause = other.cause || this.#cause;
  }

  #follow(leg: Channel): void {
    if (leg.callstate === 'HANGUP') return this.#lose(leg.cause);
    if (!this.#hasLeft && leg.peer === this.#before.peer && leg.dest === this.#before.dest) return;
    this.#hasLeft = true;
    this.#leave(true);
    const peer = this.#monitor.table.get(leg.peer);
    if (peer && peer.uuid !== this.#before.peer)
      return this.#finish({ how: peer.placed ? 'taken' : 'reached' });
    if (leg.peer === '' && PLACES.has(leg.application)) this.#finish({ how: 'reached' });
    // Its number was another meanwhile: the PBX was told to bring back what fails (esl/transfer.ts).
    if (leg.dest !== this.#home) this.#isAway = true;
    else if (this.#isAway) this.#finish({ how: 'back', cause: this.#cause });
  }

  /** A caller whose call was not answered is hung up with NORMAL_CLEARING: the phone's own cause says why. */
  #lose(cause = ''): void {
    this.#leave(true);
    const why = cause === 'NORMAL_CLEARING' || cause === '' ? this.#cause || cause : cause;
    this.#finish({ how: 'lost', cause: why });
  }
}
