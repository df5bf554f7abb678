import type { Command } from '../domain/pbx.ts';
import type { SiteId } from '../domain/site.ts';
import { nameOf, type DeskState, type MyCall } from './desk.ts';

/** What a hotkey, a tray entry or the command line may wish for, without naming a call. */
export type WishAction = 'hold' | 'hangup' | 'mute' | 'answer';

/** A wish as a command on one call, with the words that tell on which. */
export interface Wish {
  readonly site: SiteId;
  readonly command: Command;
  /** What is said once it is done: "On hold: Åsa O'Neil (+46701234567)". */
  readonly done: string;
  /** How many calls there were to choose from. */
  readonly of: number;
}

type OnLeg = Exclude<Command['kind'], 'originate' | 'eavesdrop'>;

const wish = (
  kind: OnLeg,
  { site, uuid }: Pick<MyCall, 'site' | 'uuid'>,
  done: string,
  of: number,
): Wish => ({ site, command: { kind, uuid }, done, of });

/**
 * What an action means for my calls as they are now; undefined when there is no call it could be
 * about. `answer` takes the call that has rung longest, the others my current call: never one that
 * only rings.
 */
export function wishFor(
  action: WishAction,
  { ringing, mine }: Pick<DeskState, 'ringing' | 'mine'>,
): Wish | undefined {
  if (action === 'answer') {
    const first = [...ringing].sort((a, b) => a.sinceMs - b.sinceMs)[0];
    // As card and tray name it.
    const call = mine.find(({ site, uuid }) => site === first?.site && uuid === first.uuid);
    const who = nameOf(call?.party ?? { name: '', number: '' });
    return first && wish('answer', first, `Answered: ${who}`, ringing.length);
  }
  const call = mine.find(({ current }) => current);
  if (!call) return undefined;
  const of = mine.filter(({ state }) => state !== 'listening').length;
  const who = nameOf(call.party);
  switch (action) {
    case 'hangup':
      return wish('hangup', call, `Hung up: ${who}`, of);
    case 'mute':
      return call.muted
        ? wish('unmute', call, `Unmuted: ${who}`, of)
        : wish('mute', call, `Muted: ${who}`, of);
    case 'hold':
      return call.state === 'held'
        ? wish('resume', call, `Resumed: ${who}`, of)
        : wish('hold', call, `On hold: ${who}`, of);
  }
}

/** What is said when an action finds no call. */
export const NO_CALL: Readonly<Record<WishAction, string>> = {
  answer: 'Nothing rings at your phone.',
  hold: 'No call of yours is up.',
  hangup: 'No call of yours is up.',
  mute: 'No call of yours is up.',
};
