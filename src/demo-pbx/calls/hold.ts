import { reinvited, reinviting } from '../variables/phone.ts';
import type { Leg } from '../world/leg.ts';
import type { World } from '../world/world.ts';

/** ms from UNHELD to ACTIVE (docs/protocol). */
const UNHELD_MS = 40;
/** ms a phone takes to answer a re-INVITE. */
const REINVITE_MS = 4;

/** Puts a leg on hold; one that rings or is held stays as it is. */
export function hold(world: World, leg: Leg): void {
  if (!leg.up || !leg.answered || leg.callstate === 'HELD') return;
  world.setCallstate(leg, 'HELD');
  leg.times.lastHold = world.now();
  reinviting(leg);
  world.tell('CHANNEL_HOLD', leg);
  world.later(leg, REINVITE_MS, () => reinvited(leg, 'recvonly', world.random));
}

export function unhold(world: World, leg: Leg): void {
  if (!leg.up || leg.callstate !== 'HELD') return;
  world.setCallstate(leg, 'UNHELD');
  const { times } = leg;
  times.holdAccum += world.now() - times.lastHold;
  leg.holds.push([times.lastHold, world.now()]);
  reinviting(leg);
  world.tell('CHANNEL_UNHOLD', leg);
  world.later(leg, REINVITE_MS, () => reinvited(leg, 'sendrecv', world.random));
  world.later(leg, UNHELD_MS, () => {
    if (leg.callstate === 'UNHELD') world.setCallstate(leg, 'ACTIVE');
  });
}
