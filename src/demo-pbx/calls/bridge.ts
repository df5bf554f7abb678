import { acknowledged, answeredThrough } from '../variables/caller.ts';
import { merged, reinviting } from '../variables/phone.ts';
import { PCMU, type Leg } from '../world/leg.ts';
import type { Exchange } from './exchange.ts';
import { executed, PACKET_MS } from './execute.ts';
import { complete, destroy, goes, tellHangup, toHangup, toReporting } from './hangup.ts';
import { parked } from './park.ts';
import { CALLEE_NAME, originatorOf } from './place.ts';

/** The leg that called learns whom it talks to. */
function introduce(a: Leg, b: Leg): void {
  const profile = { ...b.profile, logicalDirection: 'inbound' } as const;
  a.other = { type: 'originatee', profile, times: { ...b.times, bridged: 0 } };
}

/** The phone that rang for `a` has been answered: so is `a`, and they talk. */
export function connect(pbx: Exchange, a: Leg, b: Leg): void {
  const { world } = pbx;
  const fresh = !a.answered;
  const { destination } = b.profile;
  Object.assign(a.profile, { calleeName: CALLEE_NAME, calleeNumber: destination });
  answeredThrough(a, b);
  world.setReadCodec(a, PCMU);
  a.again(['read_codec', 'read_rate']);
  if (fresh) {
    reinviting(a);
    a.times.answered = world.now();
    a.answerState = 'answered';
    world.tell('CHANNEL_ANSWER', a);
  } else introduce(a, b);
  world.setCallstate(a, 'ACTIVE');
  b.other = originatorOf(a);
  world.tell('CHANNEL_OUTGOING', b);
  a.unset('originate_signal_bond');
  a.push('originated_legs', `${b.uuid};${b.profile.calleeName};${destination}`);
  if (fresh) a.set('endpoint_disposition', 'ANSWER');
  a.push('originate_causes', `${b.uuid};NONE`, `${b.uuid};NONE`);
  a.setAll({ originate_disposition: 'SUCCESS', DIALSTATUS: 'SUCCESS' });
  pair(pbx, a, b, () => {
    if (fresh) acknowledged(a, world.random);
  });
}

/** Two answered legs talk: `a` called. @param between what happens once they do */
export function pair(pbx: Exchange, a: Leg, b: Leg, between?: () => void): void {
  const { world } = pbx;
  a.peer = b;
  b.peer = a;
  a.side = 'a';
  b.side = 'b';
  b.callUuid = a.callUuid;
  a.times.bridged = world.now();
  introduce(a, b);
  b.times.bridged = world.now();
  a.set('signal_bond', b.uuid);
  a.unwind = b.unwind = onceOf(() => part(pbx, a, b));
  b.onHangup = () => {
    if (a.other) a.set('last_bridge_hangup_cause', b.cause);
  };
  world.tell('CHANNEL_BRIDGE', a, { head: bridgeHead(a, b) });
  world.setState(b, 'CS_EXCHANGE_MEDIA');
  a.setAll({ bridge_to: b.uuid, last_bridge_to: b.uuid });
  between?.();
  a.setAll({ bridge_channel: b.name, bridge_uuid: b.uuid });
  a.again(['signal_bond']);
  tellParty(pbx, a, b, b.profile.calleeName, b.profile.calleeNumber);
  merged(b, pbx.ownerOf(b), []);
  b.set('call_uuid', a.callUuid);
  b.setAll({
    bridge_to: a.uuid,
    last_bridge_to: a.uuid,
    bridge_channel: a.name,
    bridge_uuid: a.uuid,
    signal_bond: a.uuid,
  });
  tellParty(pbx, b, a, b.profile.callerName, b.profile.callerNumber);
}

const bridgeHead = (a: Leg, b: Leg) => ({
  'Bridge-A-Unique-ID': a.uuid,
  'Bridge-B-Unique-ID': b.uuid,
});

/** CALL_UPDATE: a leg's phone is told whom it talks to. */
function tellParty({ world }: Exchange, leg: Leg, other: Leg, name: string, number: string): void {
  const known = leg.text('last_sent_callee_id_number') === number;
  if (known && leg.text('last_sent_callee_id_name') === name) return;
  leg.setAll({ last_sent_callee_id_name: name, last_sent_callee_id_number: number });
  world.tell('CALL_UPDATE', leg, {
    head: {
      Direction: 'SEND',
      'Sent-Callee-ID-Name': name,
      'Sent-Callee-ID-Number': number,
      'Bridged-To': other.uuid,
    },
  });
}

function onceOf(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

/** One of two who talk has hung up, or both have. */
function part(pbx: Exchange, a: Leg, b: Leg): void {
  const { world } = pbx;
  if (a.up) {
    toHangup(world, b);
    toReporting(world, b);
    world.soon(PACKET_MS, () => {
      separate(pbx, a, b);
      if (waitsAlone(a)) {
        destroy(world, b);
        return leftAlone(pbx, a);
      }
      // Both have hung up by now where the caller did so in this very moment.
      tellHangup(world, a, b.cause);
      executed(world, a);
      toHangup(world, a);
      destroy(world, b);
      toReporting(world, a);
      destroy(world, a);
    });
    return;
  }
  if (b.up && waitsAlone(b)) {
    separate(pbx, a, b, a);
    parked(pbx, b);
    executed(world, a);
    return goes(world, a);
  }
  b.set('last_bridge_role', 'originatee');
  tellHangup(world, b, a.cause);
  toHangup(world, b);
  b.set('bridge_hangup_cause', a.cause);
  separate(pbx, a, b);
  executed(world, a);
  toHangup(world, a);
  // FreeSWITCH's two threads: which of them is first is chance (docs/protocol, eavesdrop, shutdown).
  const inTurn = world.down ? [b, a] : [a, b];
  for (const leg of inTurn) world.setState(leg, 'CS_REPORTING');
  for (const leg of inTurn) {
    complete(world, leg);
    destroy(world, leg);
  }
}

/** A leg that waits, and does not hang up, when its partner has gone. */
export const waitsAlone = (leg: Leg): boolean => leg.text('park_after_bridge') === 'true';

/** A leg whose bridge has ended: it hangs up, unless it is to wait. */
export function leftAlone(pbx: Exchange, leg: Leg): void {
  const { world } = pbx;
  if (!leg.up) return;
  const called = leg.side === 'a';
  if (waitsAlone(leg)) {
    if (called) executed(world, leg);
    return parked(pbx, leg);
  }
  tellHangup(world, leg, 'NORMAL_CLEARING');
  if (called) executed(world, leg);
  toHangup(world, leg);
  toReporting(world, leg);
  destroy(world, leg);
}

/** CHANNEL_UNBRIDGE: each leg's call is its own again. @param gone who left the other */
export function separate(pbx: Exchange, a: Leg, b: Leg, gone = b): void {
  const { world } = pbx;
  a.peer = undefined;
  b.peer = undefined;
  a.unwind = undefined;
  b.unwind = undefined;
  a.unset('bridge_to');
  const cause = gone.cause === '' ? 'NORMAL_CLEARING' : gone.cause;
  b.onHangup = undefined;
  a.set('bridge_hangup_cause', cause);
  world.tell('CHANNEL_UNBRIDGE', a, { head: bridgeHead(a, b) });
  b.callUuid = b.uuid;
  b.set('call_uuid', b.uuid);
}
