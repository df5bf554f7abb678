import * as v from 'valibot';
import type { MyCall } from '../calls/desk.ts';
import type { Row } from '../calls/rows.ts';
import type { Channel } from '../domain/channel.ts';
import type { ChannelFacts } from '../domain/event.ts';
import type { AppError } from '../domain/result.ts';

export const Uuid = v.pipe(v.string(), v.minLength(1), v.maxLength(256));

/** How every command names the leg that it is about. */
export const onLeg = { uuid: Uuid };

/** What a person sees of a call: a line of the table, my card, my call in the tray. */
export type Situation = Pick<
  Row,
  'uuid' | 'holdUuid' | 'hearUuid' | 'otherUuid' | 'status' | 'mine' | 'ringsForMe' | 'muted'
>;

/** What proves that a command was carried out. The PBX's `+OK` alone proves nothing (docs/protocol). */
export type Proof =
  /** A state of the leg, by an event or a list. A leg that is gone meets it, and then the call is gone. */
  | {
      readonly by: 'leg';
      shows(leg: Channel | undefined): boolean;
      /** Whether the leg is to end: then one that the PBX does not know, but lists, is told as such. */
      readonly ends?: true;
      /** What is said when the PBX said yes and nothing shows it. */
      readonly unproved?: AppError;
    }
  /** No event tells of it: the PBX's word is all there is. What is known of the leg from then on. */
  | { readonly by: 'reply'; readonly facts: ChannelFacts }
  /** The leg goes elsewhere, and is reached there; or comes back, or is lost (main/calls/move.ts). */
  | { readonly by: 'move' }
  /** My phone rings for it, and is answered; then, where it is to, it hears or takes the leg of the command. */
  | { readonly by: 'my-phone'; readonly then?: 'hears' | 'takes' };

/** A global hotkey, or a word of the command line, that gives the command on a call it finds by itself. */
interface ByIntent {
  readonly action: string;
  /** Whether this command, of those with the same action, is the one for a call; any where left out. */
  fits?(call: Pick<MyCall, 'state' | 'muted'>): boolean;
  /** What is said once it is done, before whom: "On hold". */
  done(): string;
}

/** One command: all that is said of it anywhere but in the adapters. Texts are asked for when they are shown. */
export interface Entry {
  /** What a window gives for it. */
  readonly input: v.ObjectEntries;
  /** Whether my phone rings for it: main adds `extension`, for no window says whose phone it is. */
  readonly fromMyPhone?: true;
  /** Of its button; `at` is left out where the button stands on a call that rings. */
  label(at?: Situation): string;
  /** What is said when it failed: "Could not hold". */
  failed(): string;
  /** How its button looks, where it is not one of many. */
  readonly tone?: 'primary' | 'danger';
  /** What a person is asked for before it is given: its button opens that. */
  readonly asks?: 'destination';
  /** The leg it would act on; undefined where a call has no use for it. */
  target(at: Situation): string | undefined;
  readonly proof: Proof;
  readonly inTray?: true;
  /** Where pop-up cards and notifications offer it, on a call that rings: what a card says while it runs. */
  readonly onCards?: () => string;
  readonly intent?: ByIntent;
}

/** An entry with its types as narrow as they are written. */
export const entry = <const E extends Entry>(one: E): E => one;
