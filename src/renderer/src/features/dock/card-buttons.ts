import type { Row } from '@shared/calls/rows.ts';
import type { CommandKind } from '@shared/commands/command.ts';
import { actionsFor, type Action } from '../calls/actions.ts';

/** A button of a card: its place stays, whatever the call does. */
export interface CardButton {
  readonly place: string;
  readonly label: string;
  /** What it does now; undefined where the state of the call leaves it nothing to do. */
  readonly action: Action | undefined;
  /** Why there is nothing to do; '' where there is. */
  readonly reason: string;
}

interface Place {
  readonly place: string;
  /** What it says while there is nothing to do. */
  readonly label: string;
  readonly kinds: readonly CommandKind[];
}

const TALK: readonly Place[] = [
  { place: 'mute', label: 'Mute', kinds: ['mute', 'unmute'] },
  { place: 'hold', label: 'Hold', kinds: ['hold', 'resume'] },
  { place: 'transfer', label: 'Transfer…', kinds: ['transfer'] },
  { place: 'end', label: 'Hang up', kinds: ['hangup'] },
];
const RING: readonly Place[] = [
  { place: 'answer', label: 'Answer', kinds: ['answer'] },
  { place: 'reject', label: 'Reject', kinds: ['reject'] },
];

const why = (row: Row, over: boolean): string => {
  if (over || row.status === 'ending') return 'The call is over.';
  switch (row.status) {
    case 'held':
      return 'The call is on hold.';
    case 'listening':
      return 'You only listen to this call.';
    case 'talking':
      return 'This cannot be done with this call.';
    default:
      return 'The call is not up yet.';
  }
};

/** The buttons of a card, always the same ones in the same places. @param over whether its call has gone */
export function cardButtons(row: Row, phone: string, rings: boolean, over: boolean): CardButton[] {
  const offered = over ? [] : actionsFor(row, phone);
  return (rings ? RING : TALK).map(({ place, label, kinds }) => {
    const action = offered.find(({ kind }) => kinds.includes(kind));
    if (action) return { place, label: action.label, action, reason: '' };
    const gone = rings ? 'It does not ring any more.' : why(row, over);
    return { place, label, action: undefined, reason: gone };
  });
}
