import { FLIPPED } from '../world/event.ts';
import type { Leg } from '../world/leg.ts';
import type { World } from '../world/world.ts';

/**
 * A leg that FreeSWITCH placed is sent on: its owner calls now, and whoever called it is the callee.
 * It happens to a leg once.
 */
export function flip(world: World, leg: Leg): void {
  if (leg.direction === 'inbound' || leg.variables.has('channel_cid_flipped')) return;
  const { profile } = leg;
  const { callerName, callerNumber, calleeName, calleeNumber } = profile;
  if (callerName !== '') leg.set('pre_transfer_caller_id_name', callerName);
  leg.setAll({ pre_transfer_caller_id_number: callerNumber, channel_cid_flipped: 'yes' });
  profile.callerName = calleeName;
  profile.callerNumber = calleeNumber;
  profile.calleeName = callerName;
  profile.calleeNumber = callerNumber;
  leg.hitDialplan = true;
  world.tell('CALL_UPDATE', leg, { head: { Direction: 'RECV' }, origin: FLIPPED });
}
