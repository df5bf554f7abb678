import type { Leg } from '../world/leg.ts';
import { leftAlone, separate, waitsAlone } from './bridge.ts';
import type { Exchange } from './exchange.ts';
import { executed, PACKET_MS } from './execute.ts';
import { destroy, tellHangup, toHangup, toReporting } from './hangup.ts';
import { breakOff, isPlayedTo } from './play.ts';

const CUT_OFF = 'PLAYBACK ERROR';

/**
 * Takes a leg out of what it does, then goes on. Whoever talked to it is hung up, or waits where its
 * `park_after_bridge` says so.
 * @param forgets variables that the other leg loses with it
 */
export function detach(
  pbx: Exchange,
  leg: Leg,
  forgets: readonly string[],
  then: () => void,
): void {
  const { peer } = leg;
  if (!peer) return leaveApplication(pbx, leg, then);
  if (isPlayedTo(leg)) breakOff(pbx.world, leg, 'done', CUT_OFF);
  if (leg.side === 'a' && !waitsAlone(peer)) leaveCalled(pbx, leg, peer, forgets, then);
  else leaveWaiting(pbx, leg, peer, then);
}

function leaveApplication({ world }: Exchange, leg: Leg, then: () => void): void {
  const busy = leg.unwind !== undefined;
  const playing = isPlayedTo(leg);
  if (playing) breakOff(world, leg, 'done', CUT_OFF);
  leg.stopApp?.();
  leg.stopApp = undefined;
  leg.unwind = undefined;
  leg.onHangup = undefined;
  world.later(leg, PACKET_MS, () => {
    if (busy && leg.app && leg.state !== 'CS_PARK')
      executed(world, leg, playing ? CUT_OFF : '_none_');
    then();
  });
}

/** The leg called: the one it talked to is hung up first. */
function leaveCalled(
  pbx: Exchange,
  a: Leg,
  b: Leg,
  forgets: readonly string[],
  then: () => void,
): void {
  const { world } = pbx;
  a.unwind = undefined;
  b.unwind = undefined;
  const gone = (): void => {
    if (b.up) b.unset(...forgets);
    tellHangup(world, b, 'NORMAL_CLEARING');
    if (b.reported) return;
    toHangup(world, b);
    toReporting(world, b);
  };
  world.later(a, PACKET_MS, gone);
  world.later(a, 2 * PACKET_MS, () => {
    separate(pbx, a, b, b);
    executed(world, a);
    a.waiting.push(b);
    then();
    pbx.letGo(a);
  });
  // Should the leg hang up meanwhile, both of them still have to go.
  a.unwind = () => {
    gone();
    separate(pbx, a, b, b);
    executed(world, a);
    toHangup(world, a);
    toReporting(world, a);
    destroy(world, a);
    destroy(world, b);
  };
}

/** The leg was called, or leaves one behind that waits: nobody has hung up when their bridge ends. */
function leaveWaiting(pbx: Exchange, leg: Leg, peer: Leg, then: () => void): void {
  const { world } = pbx;
  world.later(leg, PACKET_MS, () => {
    // The other one has hung up meanwhile: it unwinds them both.
    if (!peer.up || leg.peer !== peer) return;
    const [a, b] = leg.side === 'a' ? [leg, peer] : [peer, leg];
    separate(pbx, a, b, peer);
    if (leg === a) executed(world, a);
    leftAlone(pbx, peer);
    then();
  });
}
