import { audioBegins } from '../variables/caller.ts';
import { refused } from '../variables/phone.ts';
import { L16, type Leg, type Target } from '../world/leg.ts';
import { connect } from './bridge.ts';
import type { Exchange } from './exchange.ts';
import { execute, executed, PACKET_MS } from './execute.ts';
import { destroy, goes, hangup, tellHangup, toHangup, toReporting } from './hangup.ts';
import { place, ring } from './place.ts';

/**
 * ms a caller who is not answered yet stays after the phone has refused: in the capture the leg was still
 * there 2.3 s later, when it was ended from outside.
 */
const REFUSED_MS = 3_000;
/** ms until a number outside answers. */
const OUTSIDE_MS = 2_500;
const REFUSALS = new Set(['USER_BUSY', 'CALL_REJECTED']);

/** The application `bridge user/NNN@domain`. @returns the phone's leg, if it can be reached */
export function dialUser(
  pbx: Exchange,
  caller: Leg,
  extension: string,
  ringMs: number,
): Leg | undefined {
  const target = pbx.targetOf(extension);
  execute(pbx.world, caller, 'bridge', `user/${extension}@${pbx.domain}`);
  if (!target) {
    caller.setAll({ originate_disposition: 'SUBSCRIBER_ABSENT', DIALSTATUS: 'SUBSCRIBER_ABSENT' });
    pbx.letGo(caller);
    if (caller.answered) {
      pbx.world.setCallstate(caller, 'RING_WAIT');
      pbx.world.setCallstate(caller, 'ACTIVE');
    }
    endBusy(pbx, caller, 'SUBSCRIBER_ABSENT');
    return undefined;
  }
  const phone = dial(pbx, caller, target, ringMs);
  pbx.behave(phone, pbx.phones.get(extension)?.answersAfter);
  return phone;
}

/** The application `bridge sofia/gateway/…`: a number outside, which answers after a while. */
export function dialOutside(pbx: Exchange, caller: Leg, number: string): void {
  execute(pbx.world, caller, 'bridge', `sofia/gateway/carrier/${number}`);
  const target = {
    destination: number,
    hostPort: '203.0.113.5:5060',
    profile: 'external',
  } as const;
  const out = dial(pbx, caller, target, 60_000);
  pbx.world.later(out, OUTSIDE_MS, () => pbx.pickUp(out));
}

/** A leg rings for another one. They talk when it is answered. */
function dial(pbx: Exchange, caller: Leg, target: Target, ringMs: number): Leg {
  const { world } = pbx;
  if (caller.answered) world.setCallstate(caller, 'RING_WAIT');
  pbx.letGo(caller);
  const effective = caller.text('effective_caller_id_name');
  const phone = place(world, {
    target,
    caller,
    cidName: effective || caller.profile.callerName,
    cidNumber: caller.text('effective_caller_id_number') || caller.profile.callerNumber,
    given: target.user === undefined ? {} : pbx.exported(caller),
  });
  ring(world, phone);
  caller.times.progress = world.now();
  caller.ringing = phone;
  phone.ringsFor = caller;
  if (target.user !== undefined)
    caller.setAll({ dialed_user: target.user, dialed_domain: pbx.domain });
  caller.setAll({ originate_disposition: 'failure', DIALSTATUS: 'INVALIDARGS' });
  caller.set('originate_signal_bond', phone.uuid);
  caller.push(
    'originated_legs',
    `${phone.uuid};${phone.profile.calleeName};${phone.profile.calleeNumber}`,
  );
  world.later(caller, PACKET_MS, () => hearRinging(pbx, caller, phone));
  phone.onAnswer = () => {
    world.later(caller, PACKET_MS, () => {
      if (!phone.up) return;
      apart(caller, phone);
      caller.onHangup = undefined;
      caller.stopApp = undefined;
      connect(pbx, caller, phone);
    });
  };
  phone.unwind = () => notAnswered(pbx, caller, phone);
  caller.onHangup = () => {
    if (phone.up && !phone.answered) phone.set('last_bridge_hangup_cause', caller.cause);
  };
  caller.unwind = () => givenUp(pbx, caller, phone);
  caller.stopApp = () => cancel(pbx, caller, phone);
  world.later(phone, ringMs, () => {
    if (!phone.answered) hangup(world, phone, 'NO_ANSWER');
  });
  return phone;
}

/** The phone rings for the caller no more. */
function apart(caller: Leg, phone: Leg): void {
  caller.ringing = undefined;
  phone.ringsFor = undefined;
}

/** A packet later the caller hears it ring. */
function hearRinging({ world }: Exchange, caller: Leg, phone: Leg): void {
  if (!phone.up || caller.peer) return;
  if (!caller.answered) {
    caller.answerState = 'early';
    caller.times.progressMedia = world.now();
    audioBegins(caller, world.random);
    caller.set('endpoint_disposition', 'EARLY MEDIA');
    world.tell('CHANNEL_PROGRESS_MEDIA', caller);
    world.setCallstate(caller, 'EARLY');
  }
  const { calleeName, calleeNumber } = phone.profile;
  Object.assign(caller.profile, { calleeName, calleeNumber });
  world.setReadCodec(caller, L16);
}

/** The phone was not answered: nobody picked up, or it refused. */
function notAnswered(pbx: Exchange, caller: Leg, phone: Leg): void {
  const { world } = pbx;
  if (phone.reported) return;
  toHangup(world, phone);
  toReporting(world, phone);
  if (!caller.up) return;
  const { cause } = phone;
  if (!REFUSALS.has(cause)) return goOn(pbx, caller, phone);
  const [status, phrase] = [
    phone.text('sip_invite_failure_status'),
    phone.text('sip_invite_failure_phrase'),
  ];
  if (status !== '')
    caller.setAll({
      sip_invite_failure_status: status,
      sip_invite_failure_phrase: phrase,
      sip_hangup_phrase: phrase,
    });
  caller.set('last_bridge_hangup_cause', cause);
  if (status !== '') caller.set('last_bridge_proto_specific_hangup_cause', `sip:${status}`);
  world.later(caller, caller.answered ? PACKET_MS : REFUSED_MS, () => goOn(pbx, caller, phone));
}

/** The dialplan has nothing more for a caller whom nobody answered. */
function goOn(pbx: Exchange, caller: Leg, phone: Leg): void {
  const { world } = pbx;
  destroy(world, phone);
  apart(caller, phone);
  endDial(pbx, caller, phone, phone.cause, phone.cause);
  caller.unwind = undefined;
  caller.onHangup = undefined;
  if (caller.callstate === 'RING_WAIT') world.setCallstate(caller, 'ACTIVE');
  if (phone.cause !== 'NO_ANSWER') return endBusy(pbx, caller, phone.cause);
  // After a phone that nobody answered the dialplan goes on: to what it has for that, or to its end.
  executed(world, caller);
  const { afterwards } = caller;
  caller.afterwards = undefined;
  if (afterwards) afterwards();
  else hangup(world, caller);
}

/** The application `bridge` itself hangs the caller up. */
function endBusy({ world }: Exchange, caller: Leg, cause: string): void {
  caller.unwind = () => {
    executed(world, caller);
    goes(world, caller);
  };
  hangup(world, caller, cause);
}

function endDial(
  { world }: Exchange,
  caller: Leg,
  phone: Leg,
  cause: string,
  dialStatus: string,
): void {
  if (caller.writeCodec) world.setReadCodec(caller, caller.writeCodec);
  caller.push('originate_causes', `${phone.uuid};${phone.cause}`);
  caller.setAll({ originate_disposition: cause, DIALSTATUS: dialStatus });
  caller.set('originate_failed_cause', cause);
}

/** The phone rings for nobody any more. */
function cancel(pbx: Exchange, caller: Leg, phone: Leg): void {
  const { world } = pbx;
  tellHangup(world, phone, 'ORIGINATOR_CANCEL');
  if (!phone.reported) {
    toHangup(world, phone);
    toReporting(world, phone);
  }
  destroy(world, phone);
  apart(caller, phone);
  endDial(pbx, caller, phone, 'ORIGINATOR_CANCEL', 'CANCEL');
  caller.unwind = undefined;
  caller.onHangup = undefined;
}

/** The caller has hung up while the phone rang. */
function givenUp(pbx: Exchange, caller: Leg, phone: Leg): void {
  const { world } = pbx;
  cancel(pbx, caller, phone);
  executed(world, caller);
  toHangup(world, caller);
  toReporting(world, caller);
  destroy(world, caller);
}

/** The phone's owner, or the phone itself, says no. */
export function refuse(pbx: Exchange, phone: Leg, cause = 'USER_BUSY'): void {
  if (phone.answered) return;
  refused(phone, cause);
  hangup(pbx.world, phone, cause);
}
