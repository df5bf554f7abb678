import { mediaReport, report } from '../variables/report.ts';
import type { Leg } from '../world/leg.ts';
import type { World } from '../world/world.ts';
import { PACKET_MS } from './execute.ts';
import { stopBug } from './media.ts';

/** CHANNEL_HANGUP: the leg is over for everybody but its own thread, which has yet to notice. */
export function tellHangup(world: World, leg: Leg, cause: string): void {
  if (!leg.up) return;
  for (const stop of leg.timers) stop();
  leg.timers.clear();
  leg.cause = cause;
  leg.answerState = 'hangup';
  leg.stateNumber = 10;
  world.tell('CHANNEL_HANGUP', leg);
  leg.onHangup?.();
  for (const listener of [...leg.listeners]) listener();
}

/** Its thread leaves what it did. */
export function toHangup(world: World, leg: Leg): void {
  world.setState(leg, 'CS_HANGUP');
  for (const end of leg.endings) end();
  leg.endings.clear();
  leg.times.hangup = world.now();
  // A FreeSWITCH that shuts down has its reports ready already (docs/protocol).
  if (world.down) prepare(leg);
  world.setCallstate(leg, 'HANGUP');
}

/** It reports what it was. @param between what happens before it has */
export function toReporting(world: World, leg: Leg, between?: () => void): void {
  world.setState(leg, 'CS_REPORTING');
  between?.();
  complete(world, leg);
}

function prepare(leg: Leg): void {
  leg.unset('bridge_to');
  for (const [name, value] of Object.entries(report(leg)))
    if (!leg.variables.has(name)) leg.set(name, value);
}

/** CHANNEL_HANGUP_COMPLETE, with all that is to be said of the leg. */
export function complete(world: World, leg: Leg): void {
  leg.reported = true;
  prepare(leg);
  leg.setAll(mediaReport(leg, world.random));
  world.tell('CHANNEL_HANGUP_COMPLETE', leg, { head: { 'Hangup-Cause': leg.cause } });
}

/** The last of it. CHANNEL_STATE with CS_DESTROY follows CHANNEL_DESTROY (docs/protocol). */
export function destroy(world: World, leg: Leg): void {
  if (!world.legs.has(leg.uuid)) return;
  for (const bug of leg.bugs.filter(({ kind }) => kind === 'eavesdrop')) stopBug(world, leg, bug);
  leg.stateNumber = 12;
  world.tell('CHANNEL_DESTROY', leg);
  world.legs.delete(leg.uuid);
  world.setState(leg, 'CS_DESTROY');
}

/** A leg that nobody else waits for goes through all of it. */
export function goes(world: World, leg: Leg): void {
  toHangup(world, leg);
  toReporting(world, leg);
  destroy(world, leg);
}

/** The far end hangs up: of a call that was up by BYE, of one that was not by CANCEL. */
export function leave(world: World, leg: Leg): void {
  if (!leg.up) return;
  if (leg.answered) {
    leg.setAll({
      sip_term_status: '200',
      proto_specific_hangup_cause: 'sip:200',
      sip_term_cause: '16',
    });
  }
  hangup(world, leg, leg.answered ? 'NORMAL_CLEARING' : 'ORIGINATOR_CANCEL');
  leg.set('sip_hangup_disposition', leg.answered ? 'recv_bye' : 'recv_cancel');
}

/** Ends a leg. What it did with others (a bridge, a phone that rings for it) ends with it. */
export function hangup(world: World, leg: Leg, cause = 'NORMAL_CLEARING'): void {
  if (!leg.up) return;
  if (leg.peer) leg.set('last_bridge_role', leg.side === 'a' ? 'originator' : 'originatee');
  tellHangup(world, leg, cause);
  world.soon(PACKET_MS, () => {
    // Its end may have come with another leg's meanwhile.
    if (leg.reported) return;
    if (leg.unwind) leg.unwind();
    else goes(world, leg);
  });
}
