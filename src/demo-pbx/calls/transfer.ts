import type { Leg } from '../world/leg.ts';
import { separate } from './bridge.ts';
import { detach } from './detach.ts';
import type { Exchange } from './exchange.ts';
import { executed, match, notANumber, PACKET_MS, redirect } from './execute.ts';
import { flip } from './flip.ts';
import { hangup } from './hangup.ts';
import { leadsSomewhere, routed, type Destination } from './inline.ts';
import { parked } from './park.ts';

/** Two legs that talk both go somewhere, each by itself (`uuid_transfer … -both`, `uuid_dual_transfer`). */
export function transferBoth(
  pbx: Exchange,
  leg: Leg,
  peer: Leg,
  to: Destination,
  peerTo: Destination = to,
): void {
  const [a, b] = leg.side === 'a' ? [leg, peer] : [peer, leg];
  const ways = [
    [leg, to],
    [peer, peerTo],
  ] as const;
  for (const [each, way] of ways) redirectTo(pbx, each, way);
  a.unwind = b.unwind = undefined;
  pbx.world.soon(PACKET_MS, () => {
    separate(pbx, a, b);
    executed(pbx.world, a);
    for (const [each, way] of ways) if (each.up) routeTo(pbx, each, way);
  });
}

/** `uuid_transfer`: the leg goes elsewhere; who talked to it has nobody then. */
export function transfer(pbx: Exchange, leg: Leg, to: Destination): void {
  redirectTo(pbx, leg, to);
  detach(pbx, leg, ['bridge_to', 'signal_bond'], () => routeTo(pbx, leg, to));
}

/** The leg knows at once where it goes, and its state's number says so from now on. */
function redirectTo(pbx: Exchange, leg: Leg, { number, dialplan, context }: Destination): void {
  redirect(pbx.world, leg, number, dialplan, context);
  leg.stateNumber = 2;
  leg.other = undefined;
  leg.hitDialplan = true;
  leg.unset('bridge_to', 'signal_bond');
}

/** An answered caller goes back through RINGING on its way (docs/protocol). */
function routeTo(pbx: Exchange, leg: Leg, to: Destination): void {
  const { world } = pbx;
  const caller = leg.answered && leg.direction === 'inbound';
  leg.state = 'CS_ROUTING';
  leg.stateNumber = 2;
  if (caller) world.setCallstate(leg, 'RINGING');
  world.setState(leg, 'CS_ROUTING');
  notANumber(leg, to.dialplan);
  if (!leadsSomewhere(pbx, to)) {
    pbx.letGo(leg);
    return hangup(world, leg, 'NO_ROUTE_DESTINATION');
  }
  match(leg, [to.number, to.number], () => flip(world, leg));
  leg.state = 'CS_EXECUTE';
  leg.stateNumber = 4;
  if (caller) world.setCallstate(leg, 'ACTIVE');
  world.setState(leg, 'CS_EXECUTE');
  routed(pbx, leg, to);
}

/** `uuid_park`. */
export function park(pbx: Exchange, leg: Leg): void {
  leg.stateNumber = 6;
  detach(pbx, leg, ['bridge_to'], () => parked(pbx, leg));
}
