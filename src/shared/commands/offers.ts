import type { MyCall } from '../calls/desk.ts';
import { COMMAND_KINDS, entryOf, type CommandKind } from './command.ts';
import type { Situation } from './entry.ts';

/** A command that a call has a use for, and the leg it would act on. Whether the login may give it, capabilities say. */
export interface Offer {
  readonly kind: CommandKind;
  readonly uuid: string;
  readonly label: string;
}

/** What can be done with a call, in the order of the catalogue. */
export const offersAt = (at: Situation): Offer[] =>
  COMMAND_KINDS.flatMap((kind) => {
    const { target, label } = entryOf(kind);
    const uuid = target(at);
    return uuid === undefined ? [] : [{ kind, uuid, label: label(at) }];
  });

/** A call of mine as the tray has it. */
export const situationOf = ({ uuid, state, muted }: MyCall): Situation => ({
  uuid,
  holdUuid: uuid,
  hearUuid: uuid,
  otherUuid: '',
  status: state === 'placing' ? 'calling' : state,
  mine: true,
  ringsForMe: state === 'ringing',
  muted,
});
