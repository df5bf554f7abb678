import { isHeld, isTalking } from '@shared/calls/mine.ts';
import { splitAddress, type Channel } from '@shared/domain/channel.ts';

/** What somebody's phone does, as far as its legs tell. */
export interface PhoneState {
  readonly does: 'talking' | 'held' | 'ringing' | 'calling';
  /** ms by the PBX's clock. */
  readonly sinceMs: number;
}

export const PHONE_WORDS: Readonly<Record<PhoneState['does'], string>> = {
  talking: 'talking',
  held: 'on hold',
  ringing: 'ringing',
  calling: 'calling',
};

/** What the phones of these users do; those without a leg are left out: nothing is known of them. */
export function phonesOf(
  channels: Iterable<Channel>,
  users: ReadonlySet<string>,
): ReadonlyMap<string, PhoneState> {
  const phones = new Map<string, PhoneState>();
  if (users.size === 0) return phones;
  for (const leg of channels) {
    if (leg.presence_id === '') continue;
    const { user } = splitAddress(leg.presence_id);
    if (!users.has(user) || leg.callstate === 'HANGUP') continue;
    const known = phones.get(user);
    if (known?.does !== 'talking') phones.set(user, stateOf(leg));
  }
  return phones;
}

function stateOf(leg: Channel): PhoneState {
  if (isHeld(leg)) return { does: 'held', sinceMs: leg.heldMs || leg.stateMs || leg.createdMs };
  if (isTalking(leg)) return { does: 'talking', sinceMs: leg.answeredMs || leg.createdMs };
  const does = leg.direction === 'outbound' ? 'ringing' : 'calling';
  return { does, sinceMs: leg.createdMs };
}
