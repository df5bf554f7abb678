import type { Channel, SpeaksTo } from '../domain/channel.ts';
import { joinedTarget, partyAt, phoneUser, type Lookup, type Party } from './parties.ts';

/** Somebody I listen to, and the side of FreeSWITCH's that they are. */
export interface Heard {
  readonly side: 'own' | 'partner';
  readonly party: Party;
  /** Whether it is a colleague's phone. */
  readonly isAgent: boolean;
}

/**
 * Those whom a listening leg hears, the agent first. FreeSWITCH's sides are about the leg listened to: `own`
 * is its party, `partner` whoever it talks to. Which of them is the agent depends on the leg.
 */
export function heardBy(leg: Channel, find: Lookup): Heard[] {
  const target = find(joinedTarget(leg));
  if (!target) return [];
  const heardAt = (side: Heard['side'], channel: Channel): Heard => ({
    side,
    party: partyAt(channel),
    isAgent: phoneUser(channel) !== '',
  });
  const partner = find(target.peer);
  const all = [heardAt('own', target), ...(partner ? [heardAt('partner', partner)] : [])];
  return all.sort((a, b) => Number(b.isAgent) - Number(a.isAgent));
}

/** Who hears somebody who listens, in words: never more than is known. @param nameOf as people call them */
export function voiceWords(
  speaksTo: SpeaksTo,
  heard: readonly Heard[],
  nameOf: (party: Party) => string,
): string {
  if (speaksTo === '') return 'Who hears you is not known. Choose below, to be sure.';
  const hears = ({ side }: Heard): boolean => speaksTo === side || speaksTo === 'both';
  const yes = heard.filter(hears).map(({ party }) => nameOf(party));
  const no = heard.filter((one) => !hears(one)).map(({ party }) => nameOf(party));
  if (yes.length === 0)
    return speaksTo === 'none' ? 'Nobody hears you.' : 'Nobody is there who would hear you.';
  if (yes.length > 1) return `${yes.join(' and ')} hear you.`;
  return no.length === 0
    ? `${yes.join()} hears you.`
    : `${yes.join()} hears you, ${no.join()} does not.`;
}
