import { L16, type Leg } from '../world/leg.ts';
import type { Exchange } from './exchange.ts';
import { execute, executed, PACKET_MS } from './execute.ts';
import { goes, hangup } from './hangup.ts';
import { startBug, stopBug } from './media.ts';

/** ms until a listener notices that the leg it hears is gone. */
const NOTICE_MS = 20;

/**
 * The application `eavesdrop`: listens to a leg for as long as both are there. A leg that is not
 * there ends the listener at once, after an answer of `+OK` (docs/protocol).
 */
export function eavesdrop(pbx: Exchange, leg: Leg, target: string): void {
  const { world } = pbx;
  execute(world, leg, 'eavesdrop', target);
  pbx.letGo(leg);
  const heard = world.locate(target);
  if (!heard?.answered) {
    executed(world, leg);
    hangup(world, leg);
    return;
  }
  const bug = { kind: 'eavesdrop', target };
  const stop = (): void => {
    stopBug(world, heard, bug);
    heard.listeners.delete(leave);
  };
  /** The leg heard goes: the listener has nothing to do any more. */
  const leave = (): void => {
    leg.unwind = undefined;
    leg.stopApp = undefined;
    world.later(leg, NOTICE_MS, () => {
      executed(world, leg);
      hangup(world, leg);
    });
  };
  heard.listeners.add(leave);
  leg.stopApp = stop;
  leg.unwind = () => {
    stop();
    executed(world, leg);
    goes(world, leg);
  };
  world.later(leg, PACKET_MS, () => {
    if (!heard.up) return;
    startBug(world, heard, bug);
    world.setReadCodec(leg, L16);
    const { callerName, callerNumber } = heard.profile;
    leg.setAll({
      last_sent_callee_id_name: callerName,
      last_sent_callee_id_number: callerNumber,
    });
    world.tell('CALL_UPDATE', leg, {
      head: {
        Direction: 'SEND',
        'Sent-Callee-ID-Name': callerName,
        'Sent-Callee-ID-Number': callerNumber,
      },
    });
  });
}
