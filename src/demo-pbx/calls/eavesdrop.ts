import { L16, type Leg, type Spy } from '../world/leg.ts';
import type { Exchange } from './exchange.ts';
import { execute, executed, PACKET_MS } from './execute.ts';
import { goes, hangup } from './hangup.ts';
import { startBug, stopBug } from './media.ts';

/** ms until a listener notices that the leg it hears is gone. */
const NOTICE_MS = 20;
/** ms a listener waits for a phone that rings to be answered, and between two looks whether it is. */
const PATIENCE_MS = 6_000;
const LOOK_MS = 20;

type Side = Spy['speaksTo'];
const NOBODY: Side = { own: false, partner: false };
const BOTH: Side = { own: true, partner: true };

/** Whom the keys let the listener speak to: 2 the leg's own party, 1 its partner (docs/protocol). */
const KEYS: Readonly<Record<string, Side>> = {
  '0': NOBODY,
  '1': { own: false, partner: true },
  '2': { own: true, partner: false },
  '3': BOTH,
};

/** A key of the listener's phone, or `eavesdrop-command` of a `sendevent`. */
export function speakTo(leg: Leg, key: string): void {
  const side = KEYS[key];
  if (leg.spy && side) leg.spy.speaksTo = side;
}

/**
 * The applications `eavesdrop` and `three_way`: the leg listens to another for as long as both are there.
 * A leg that is not there ends the listener at once, after an answer of `+OK` (docs/protocol).
 */
export function eavesdrop(pbx: Exchange, leg: Leg, application: string, target: string): void {
  const { world } = pbx;
  execute(world, leg, application, target);
  pbx.letGo(leg);
  const heard = world.locate(target);
  if (!heard) return end(pbx, leg);
  leg.unwind = () => {
    executed(world, leg);
    goes(world, leg);
  };
  leg.stopApp = () => undefined;
  const { unwind } = leg;
  const look = (waited: number): void => {
    if (leg.unwind !== unwind) return;
    if (heard.answered && heard.up) return listen(pbx, leg, heard, application === 'three_way');
    if (waited >= PATIENCE_MS) return end(pbx, leg);
    world.later(leg, LOOK_MS, () => look(waited + LOOK_MS));
  };
  if (heard.answered) world.later(leg, PACKET_MS, () => look(0));
  else look(0);
}

function end({ world }: Exchange, leg: Leg): void {
  leg.unwind = undefined;
  leg.stopApp = undefined;
  executed(world, leg);
  hangup(world, leg);
}

function listen(pbx: Exchange, leg: Leg, heard: Leg, threeWay: boolean): void {
  const { world } = pbx;
  const bug = { kind: 'eavesdrop', target: heard.uuid };
  const stop = (): void => {
    stopBug(world, heard, bug);
    heard.listeners.delete(leave);
    hearNoMore(leg);
  };
  /** The leg heard goes: the listener has nothing to do any more. */
  const leave = (): void => {
    leg.stopApp = undefined;
    hearNoMore(leg);
    world.later(leg, NOTICE_MS, () => {
      stopBug(world, heard, bug);
      end(pbx, leg);
    });
  };
  heard.listeners.add(leave);
  leg.stopApp = stop;
  leg.unwind = () => {
    stop();
    executed(world, leg);
    goes(world, leg);
  };
  startBug(world, heard, bug);
  leg.spy = spyOn(leg, heard, threeWay);
  leg.deaf = threeWay || leg.text('eavesdrop_enable_dtmf') === 'false';
  leg.onDigit = (digit) => {
    if (digit === '*') {
      stop();
      end(pbx, leg);
    } else speakTo(leg, digit);
  };
  world.setReadCodec(leg, L16);
  const { callerName, callerNumber } = heard.profile;
  tellHeard(pbx, leg, callerName, callerNumber);
}

function hearNoMore(leg: Leg): void {
  leg.spy = undefined;
  leg.onDigit = undefined;
  leg.deaf = false;
}

/** What the variables `eavesdrop_bridge_*` and `eavesdrop_whisper_*` begin with. `bleg` is the leg's own party. */
function spyOn(leg: Leg, target: Leg, threeWay: boolean): Spy {
  const on = (name: string): boolean => leg.text(`eavesdrop_${name}`) === 'true';
  const some = on('bridge_aleg') || on('bridge_bleg');
  const hears = some ? { own: on('bridge_aleg'), partner: on('bridge_bleg') } : BOTH;
  const whispers = { own: on('whisper_bleg'), partner: on('whisper_aleg') };
  // Where only one side is bridged nobody can be whispered to (docs/protocol).
  return { target, hears, speaksTo: threeWay ? BOTH : some ? NOBODY : whispers };
}

function tellHeard({ world }: Exchange, leg: Leg, name: string, number: string): void {
  if (
    leg.text('last_sent_callee_id_number') === number &&
    leg.text('last_sent_callee_id_name') === name
  )
    return;
  leg.setAll({ last_sent_callee_id_name: name, last_sent_callee_id_number: number });
  world.tell('CALL_UPDATE', leg, {
    head: { Direction: 'SEND', 'Sent-Callee-ID-Name': name, 'Sent-Callee-ID-Number': number },
  });
}
