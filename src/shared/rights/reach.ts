import { isPresenceOf, type Channel } from '../domain/channel.ts';
import { callIdOf, eavesdropTarget } from '../calls/parties.ts';

/**
 * Whose call a leg is of, as rights tell it apart: mine where a leg of my phone is in it, else of my group
 * where a leg of one of its phones is.
 */
export function reachOf(
  leg: Channel,
  channels: Iterable<Channel>,
  extension: string,
  group: readonly string[],
): 'own' | 'group' | 'all' {
  const isAt = (one: Channel, phone: string): boolean =>
    phone !== '' && isPresenceOf(one.presence_id, phone);
  const call = callIdOf(leg);
  const legs = [leg];
  for (const other of channels)
    if (other !== leg && eavesdropTarget(other) === '' && callIdOf(other) === call)
      legs.push(other);
  if (legs.some((one) => isAt(one, extension))) return 'own';
  return legs.some((one) => group.some((phone) => isAt(one, phone))) ? 'group' : 'all';
}
