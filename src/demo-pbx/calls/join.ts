import type { Leg } from '../world/leg.ts';
import { pair, separate } from './bridge.ts';
import { detach } from './detach.ts';
import type { Exchange } from './exchange.ts';
import { execute, executed, PACKET_MS } from './execute.ts';
import { flip } from './flip.ts';
import { hangup } from './hangup.ts';

/**
 * `uuid_bridge`: two answered legs leave what they do and talk to each other, `a` as the one who called.
 * Their rows say `uuid_bridge` and the other's uuid from then on.
 */
export function join(pbx: Exchange, a: Leg, b: Leg): void {
  flip(pbx.world, a);
  introduceCaller(a, b);
  let waiting = 2;
  const ready = (leg: Leg): void => {
    soften(pbx, leg);
    waiting -= 1;
    if (waiting === 0) pbx.world.later(a, PACKET_MS, () => meet(pbx, a, b));
  };
  if (a.peer === b) return again(pbx, a, b, ready);
  for (const leg of [a, b]) detach(pbx, leg, ['bridge_to'], () => ready(leg));
}

/** Two who talk are told to talk: their bridge is made anew. */
function again(pbx: Exchange, a: Leg, b: Leg, ready: (leg: Leg) => void): void {
  const { world } = pbx;
  const [first, second] = a.side === 'a' ? [a, b] : [b, a];
  world.later(a, PACKET_MS, () => {
    if (!b.up || a.peer !== b) return;
    separate(pbx, first, second);
    executed(world, first);
    for (const leg of [a, b]) ready(leg);
  });
}

/** The leg waits for the other one, as FreeSWITCH's state machine does. */
function soften({ world }: Exchange, leg: Leg): void {
  leg.app = undefined;
  world.setState(leg, 'CS_HIBERNATE');
  world.setState(leg, 'CS_RESET');
  world.setState(leg, 'CS_SOFT_EXECUTE');
}

function meet(pbx: Exchange, a: Leg, b: Leg): void {
  const { world } = pbx;
  if (!b.up || !a.answered || !b.answered) {
    for (const leg of [a, b]) hangup(world, leg, 'DESTINATION_OUT_OF_ORDER');
    return;
  }
  for (const [leg, other] of [
    [a, b],
    [b, a],
  ] as const) {
    leg.stopApp = undefined;
    execute(world, leg, 'uuid_bridge', other.uuid);
    leg.app = undefined;
    if (leg.callstate !== 'ACTIVE') world.setCallstate(leg, 'ACTIVE');
  }
  pair(pbx, a, b);
  pbx.letGo(a);
  pbx.letGo(b);
}

/** Both show the same call: `a`'s number called, and whoever `b` is was reached. */
function introduceCaller(a: Leg, b: Leg): void {
  const reached =
    b.direction === 'inbound'
      ? { calleeName: b.profile.callerName, calleeNumber: b.profile.callerNumber }
      : { calleeName: b.profile.calleeName, calleeNumber: b.profile.calleeNumber };
  const { callerName, callerNumber } = a.profile;
  Object.assign(a.profile, reached);
  Object.assign(b.profile, reached, { callerName, callerNumber });
}
