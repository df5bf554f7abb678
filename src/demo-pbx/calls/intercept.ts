import type { Leg } from '../world/leg.ts';
import { answerLeg } from './arrive.ts';
import type { Exchange } from './exchange.ts';
import { execute, executed, PACKET_MS } from './execute.ts';
import { goes, hangup, tellHangup } from './hangup.ts';
import { join } from './join.ts';

/** What ends the leg that somebody else's call was taken from. */
const TAKEN = 'PICKED_OFF';

/**
 * The application `intercept [-bleg] UUID`: takes a call from whoever has it, or whose phone rings for
 * it. Given the ringing phone's own leg without `-bleg` it kills the caller (docs/protocol).
 */
export function intercept(pbx: Exchange, leg: Leg, data: string): void {
  const { world } = pbx;
  execute(world, leg, 'intercept', data);
  pbx.letGo(leg);
  const words = data.split(' ').filter(Boolean);
  const named = world.locate(words.at(-1) ?? '');
  const target = words[0] === '-bleg' ? (named?.peer ?? named?.ringsFor) : named;
  const unanswered = leg.text('intercept_unanswered_only') === 'true';
  if (!target || (unanswered && target.answered)) {
    executed(world, leg);
    hangup(world, leg);
    return;
  }
  if (target.ringsFor && !target.answered) return takeRinging(pbx, leg, target, target.ringsFor);
  if (!target.answered) answerLeg(world, target);
  const phone = target.peer ?? target.ringing;
  if (phone) tellHangup(world, phone, TAKEN);
  join(pbx, leg, target);
  executed(world, leg);
}

/** The phone's leg was named and not the caller's: nothing is left of any of them. */
function takeRinging({ world }: Exchange, leg: Leg, phone: Leg, caller: Leg): void {
  phone.unwind = phone.onAnswer = caller.onHangup = undefined;
  phone.ringsFor = caller.ringing = undefined;
  caller.unwind = () => {
    executed(world, caller);
    goes(world, caller);
  };
  world.setState(phone, 'CS_PARK');
  const { callerName, callerNumber } = leg.profile;
  Object.assign(phone.profile, { callerName, callerNumber });
  world.tell('CHANNEL_PARK', phone);
  world.tell('CHANNEL_UNPARK', phone);
  world.setState(phone, 'CS_SOFT_EXECUTE');
  hangup(world, caller, TAKEN);
  leg.profile.calleeNumber = phone.profile.calleeNumber;
  executed(world, leg);
  world.setState(leg, 'CS_SOFT_EXECUTE');
  world.soon(PACKET_MS, () => {
    hangup(world, phone, 'DESTINATION_OUT_OF_ORDER');
    hangup(world, leg, 'ORIGINATOR_CANCEL');
  });
}
