import { otherParty } from '@shared/calls/parties.ts';
import type { ShownPerson } from '../../state/board.svelte.ts';
import { calls } from '../../state/calls.svelte.ts';
import { names } from '../../state/names.svelte.ts';

/** Whom somebody talks with, as people call them; '' for nobody. */
export function withWhom({ leg, site }: ShownPerson): string {
  if (!leg) return '';
  const party = otherParty(leg, (uuid) => calls.channelOf({ site, uuid }));
  return names.shown(party).name || party.number;
}
