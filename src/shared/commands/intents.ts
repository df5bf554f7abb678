import { nameOf, type DeskState } from '../calls/desk.ts';
import type { COMMANDS } from './catalogue.ts';
import type { SiteId } from '../domain/site.ts';
import { COMMAND_KINDS, entryOf, type CommandKind, type OnLeg } from './command.ts';

type Catalogue = typeof COMMANDS;

/** What a hotkey or the command line may ask for, without naming a call. */
export type IntentAction = {
  [K in CommandKind]: Catalogue[K] extends { intent: { action: infer A } } ? A : never;
}[CommandKind];

/** What is said of each: in settings and the desktop's dialog, by the command line, when it finds no call. */
interface IntentWords {
  readonly name: string;
  readonly usage: string;
  readonly noCall: string;
}

const NO_CALL_UP = 'No call of yours is up.';
export const INTENTS: Readonly<Record<IntentAction, IntentWords>> = {
  hold: {
    name: 'Hold or resume my call',
    usage: 'hold or resume my current call',
    noCall: NO_CALL_UP,
  },
  hangup: { name: 'Hang up my call', usage: 'hang up my current call', noCall: NO_CALL_UP },
  answer: {
    name: 'Answer the call that rings',
    usage: 'answer the call that rings',
    noCall: 'Nothing rings at your phone.',
  },
  mute: {
    name: 'Mute or unmute my call',
    usage: 'mute or unmute my current call',
    noCall: NO_CALL_UP,
  },
};
export const INTENT_ACTIONS = Object.keys(INTENTS) as IntentAction[];

/** What each is called where a person gives it a key. */
export const intentNames = (): Record<IntentAction, string> =>
  Object.fromEntries(INTENT_ACTIONS.map((action) => [action, INTENTS[action].name])) as Record<
    IntentAction,
    string
  >;

/** An intent as a command on one call, with the words that tell on which. */
export interface Intent {
  readonly site: SiteId;
  readonly command: OnLeg;
  /** What is said once it is done: "On hold: Åsa O'Neil (+46701234567)". */
  readonly done: string;
  /** How many calls there were to choose from. */
  readonly of: number;
}

/**
 * What an action means for my calls as they are now; undefined when there is no call it could be
 * about. `answer` takes the call that has rung longest, the others my current call: never one that
 * only rings.
 */
export function intentFor(
  action: IntentAction,
  { ringing, mine }: Pick<DeskState, 'ringing' | 'mine'>,
): Intent | undefined {
  const answers = action === 'answer';
  const rings = [...ringing].sort((a, b) => a.sinceMs - b.sinceMs)[0];
  const current = mine.find((call) => call.current);
  const leg = answers ? rings : current;
  const kind = COMMAND_KINDS.find((one) => {
    const { intent } = entryOf(one);
    return intent?.action === action && (!current || (intent.fits?.(current) ?? true));
  });
  if (!leg || !kind) return undefined;
  const { site, uuid } = leg;
  // As card and tray name it.
  const call = mine.find((one) => one.site === site && one.uuid === uuid);
  const who = nameOf(call?.party ?? { name: '', number: '' });
  return {
    site,
    command: { kind, uuid } as OnLeg,
    done: `${entryOf(kind).intent?.done()}: ${who}`,
    of: answers ? ringing.length : mine.filter(({ state }) => state !== 'listening').length,
  };
}
