import type { Channel } from '../domain/channel.ts';
import type { Command } from '../domain/pbx.ts';
import { nameOf, type DeskState } from './desk.ts';
import { currentCall, isHeld } from './mine.ts';

/** What a hotkey, a tray entry or the command line may wish for, without naming a call. */
export type WishAction = 'hold' | 'hangup' | 'mute' | 'answer';

/** A wish as a command on one call, with the words that tell on which. */
export interface Wish {
  readonly command: Command;
  /** What is said once it is done: "On hold: Åsa O'Neil (+46701234567)". */
  readonly done: string;
  /** How many calls there were to choose from. */
  readonly of: number;
}

type OnLeg = Exclude<Command['kind'], 'originate' | 'eavesdrop'>;

const wish = (kind: OnLeg, uuid: string, done: string, of: number): Wish => ({
  command: { kind, uuid },
  done,
  of,
});

/**
 * What an action means for my calls as they are now; undefined when there is no call it could be
 * about. `answer` takes the call that has rung longest, the others my current call: never one that
 * only rings.
 */
export function wishFor(
  action: WishAction,
  legs: readonly Channel[],
  { ringing, mine }: Pick<DeskState, 'ringing' | 'mine'>,
): Wish | undefined {
  /** As card and tray name them. */
  const named = (uuid: string): string =>
    nameOf(mine.find((call) => call.uuid === uuid)?.party ?? { name: '', number: '' });
  if (action === 'answer') {
    const first = [...ringing].sort((a, b) => a.sinceMs - b.sinceMs)[0];
    return first && wish('answer', first.uuid, `Answered: ${named(first.uuid)}`, ringing.length);
  }
  const current = currentCall(legs);
  if (!current) return undefined;
  const { channel: leg, of } = current;
  const who = named(leg.uuid);
  switch (action) {
    case 'hangup':
      return wish('hangup', leg.uuid, `Hung up: ${who}`, of);
    case 'mute':
      return leg.muted
        ? wish('unmute', leg.uuid, `Unmuted: ${who}`, of)
        : wish('mute', leg.uuid, `Muted: ${who}`, of);
    case 'hold':
      return isHeld(leg)
        ? wish('resume', leg.uuid, `Resumed: ${who}`, of)
        : wish('hold', leg.uuid, `On hold: ${who}`, of);
  }
}

/** What is said when an action finds no call. */
export const NO_CALL: Readonly<Record<WishAction, string>> = {
  answer: 'Nothing rings at your phone.',
  hold: 'No call of yours is up.',
  hangup: 'No call of yours is up.',
  mute: 'No call of yours is up.',
};
