import type { Leg } from '../world/leg.ts';
import { parked } from './applications.ts';
import { pair, separate } from './bridge.ts';
import { dialplan } from './dialplan.ts';
import type { Exchange } from './exchange.ts';
import { executed, match, PACKET_MS, redirect } from './execute.ts';
import { destroy, tellHangup, toHangup, toReporting } from './hangup.ts';

/** `uuid_transfer … -both`: two legs that talk both go to a number, each by itself. */
export function transferBoth(
  pbx: Exchange,
  leg: Leg,
  peer: Leg,
  number: string,
  plan = 'XML',
): void {
  const [a, b] = leg.side === 'a' ? [leg, peer] : [peer, leg];
  for (const each of [a, b]) redirectTo(pbx, each, number, plan);
  pbx.world.later(a, PACKET_MS, () => {
    separate(pbx, a, b);
    executed(pbx.world, a);
    for (const each of [a, b]) if (each.up) routeTo(pbx, each, number);
  });
}

/** `uuid_transfer`: the leg goes to a number; who talked to it has nobody then, and ends. */
export function transfer(pbx: Exchange, leg: Leg, number: string, plan = 'XML'): void {
  redirectTo(pbx, leg, number, plan);
  detach(pbx, leg, ['bridge_to', 'signal_bond'], () => routeTo(pbx, leg, number));
}

/** The leg knows at once where it goes, and its state's number says so from now on. */
function redirectTo(pbx: Exchange, leg: Leg, number: string, plan: string): void {
  redirect(pbx.world, leg, number, plan);
  leg.stateNumber = 2;
  leg.other = undefined;
  leg.hitDialplan = true;
  leg.unset('bridge_to', 'signal_bond');
}

/** It goes back through RINGING on its way, as an answered leg does (docs/protocol). */
function routeTo(pbx: Exchange, leg: Leg, number: string): void {
  const { world } = pbx;
  leg.state = 'CS_ROUTING';
  leg.stateNumber = 2;
  if (leg.answered) world.setCallstate(leg, 'RINGING');
  world.setState(leg, 'CS_ROUTING');
  match(leg, [number, number]);
  leg.state = 'CS_EXECUTE';
  leg.stateNumber = 4;
  if (leg.answered) world.setCallstate(leg, 'ACTIVE');
  world.setState(leg, 'CS_EXECUTE');
  dialplan(pbx, leg, number);
}

/** `uuid_park`. */
export function park(pbx: Exchange, leg: Leg): void {
  leg.stateNumber = 6;
  detach(pbx, leg, ['bridge_to'], () => parked(pbx, leg));
}

/** `uuid_bridge`: two legs leave what they do and talk to each other. */
export function bridgeLegs(pbx: Exchange, a: Leg, b: Leg): void {
  let waiting = 2;
  const ready = (): void => {
    waiting -= 1;
    if (waiting > 0 || !a.up || !b.up) return;
    for (const leg of [a, b]) {
      leg.stopApp = undefined;
      leg.state = 'CS_EXCHANGE_MEDIA';
      leg.stateNumber = 5;
      if (leg.callstate !== 'ACTIVE') pbx.world.setCallstate(leg, 'ACTIVE');
    }
    pbx.world.setState(a, 'CS_EXCHANGE_MEDIA');
    pair(pbx, a, b);
    pbx.letGo(a);
    pbx.letGo(b);
  };
  for (const leg of [a, b]) detach(pbx, leg, ['bridge_to'], ready);
}

/**
 * Takes a leg out of what it does, then goes on. Whoever talked to it is hung up first.
 * @param forgets variables that the other leg loses with it
 */
function detach(pbx: Exchange, leg: Leg, forgets: readonly string[], then: () => void): void {
  const { world } = pbx;
  const { peer } = leg;
  if (!peer) {
    const busy = leg.unwind !== undefined;
    leg.stopApp?.();
    leg.stopApp = undefined;
    leg.unwind = undefined;
    leg.onHangup = undefined;
    world.later(leg, PACKET_MS, () => {
      if (busy && leg.app && leg.state !== 'CS_PARK') executed(world, leg);
      then();
    });
    return;
  }
  const [a, b] = leg.side === 'a' ? [leg, peer] : [peer, leg];
  a.unwind = undefined;
  b.unwind = undefined;
  world.later(leg, PACKET_MS, () => {
    peer.unset(...forgets);
    tellHangup(world, peer, 'NORMAL_CLEARING');
    toHangup(world, peer);
    toReporting(world, peer);
  });
  world.later(leg, 2 * PACKET_MS, () => {
    separate(pbx, a, b, peer);
    if (leg === a) executed(world, a);
    leg.waiting.push(peer);
    then();
    pbx.letGo(leg);
  });
  // Should the leg hang up meanwhile, both of them still have to go.
  leg.unwind = () => {
    tellHangup(world, peer, 'NORMAL_CLEARING');
    if (!peer.reported) {
      toHangup(world, peer);
      toReporting(world, peer);
    }
    separate(pbx, a, b, peer);
    if (leg === a) executed(world, a);
    toHangup(world, leg);
    toReporting(world, leg);
    destroy(world, leg);
    destroy(world, peer);
  };
}
