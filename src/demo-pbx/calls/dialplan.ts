import type { Leg } from '../world/leg.ts';
import { run } from './applications.ts';
import { arrive, answerHere } from './arrive.ts';
import { dialOutside, dialUser } from './dial.ts';
import type { Exchange } from './exchange.ts';
import { execute, executed, match, redirect, setVariable } from './execute.ts';
import { hangup } from './hangup.ts';

/** A number of the context `public` that plays a tone to whoever calls it. */
const SOUND = '800';
/** The number that parks a caller in the first free slot of the lot `main`: 5901 to 5909. */
const ANY_SLOT = '5800';
/** An extension whose dialplan rings somebody else where nobody answers: 203, then 201. */
const TRIES_AGAIN = '6203';
const FIRST_TRY_S = 5;
const EXTENSION = /^2\d\d$/;
const OUTSIDE = /^\+?\d{6,}$/;
const TONE = 'tone_stream://%(1000,500,440);loops=-1';

export interface Inbound {
  /** The extension that the number called leads to. */
  readonly to: string;
  readonly number: string;
  readonly name: string;
  readonly did?: string;
  /** ms its phone rings; what the dialplan says where it is left out. */
  readonly ringMs?: number;
}

/** Somebody outside calls, and the context `public` knows who is meant. */
export function inbound(pbx: Exchange, call: Inbound): { caller: Leg; agent: Leg | undefined } {
  const { to, number, name, did = `+15550199${to}` } = call;
  const { world } = pbx;
  const caller = arrive(world, { name, number, dialled: did });
  if (did === SOUND) {
    caller.again(['call_uuid']);
    answerHere(world, caller);
    run(pbx, caller, 'playback', TONE);
    return { caller, agent: undefined };
  }
  match(caller, [did, to]);
  caller.again(['call_uuid']);
  setVariable(world, caller, 'domain_name', pbx.domain);
  execute(world, caller, 'transfer', `${to} XML default`);
  redirect(world, caller, to);
  caller.stateNumber = 2;
  executed(world, caller);
  world.setState(caller, 'CS_ROUTING');
  match(caller, [to, to]);
  world.setState(caller, 'CS_EXECUTE');
  return { caller, agent: dialplan(pbx, caller, to, call.ringMs) };
}

/**
 * The context `default`: an extension, a conference, a queue, a sound, or the world outside. The leg
 * is in CS_EXECUTE. @returns the leg of the phone that rings, if one does
 */
export function dialplan(
  pbx: Exchange,
  leg: Leg,
  number: string,
  ringMs?: number,
): Leg | undefined {
  const { world } = pbx;
  leg.again(['call_uuid']);
  if (world.presenceData !== '') setVariable(world, leg, 'presence_data', world.presenceData);
  if (EXTENSION.test(number)) {
    setVariable(world, leg, 'call_timeout', String(world.callTimeoutSec));
    setVariable(world, leg, 'hangup_after_bridge', 'true');
    setVariable(world, leg, 'ringback', '%(2000,4000,440,480)');
    return dialUser(pbx, leg, number, ringMs ?? world.callTimeoutSec * 1000);
  }
  if (number === TRIES_AGAIN) return triesAgain(pbx, leg);
  if (OUTSIDE.test(number)) {
    dialOutside(pbx, leg, number);
    return undefined;
  }
  const [application, data] = services(pbx, number);
  if (application === '') {
    pbx.letGo(leg);
    hangup(world, leg, 'NO_ROUTE_DESTINATION');
    return undefined;
  }
  if (application !== 'respond') answerHere(world, leg);
  if (number === ANY_SLOT) orbit(pbx, leg);
  run(pbx, leg, application, data);
  return undefined;
}

/** A caller parked by `ANY_SLOT` whom nobody takes goes to an extension after a while. */
function orbit({ world }: Exchange, leg: Leg): void {
  setVariable(world, leg, 'valet_parking_timeout', String(world.callTimeoutSec));
  setVariable(world, leg, 'valet_parking_orbit_exten', '202');
  setVariable(world, leg, 'valet_parking_orbit_context', 'default');
  setVariable(world, leg, 'valet_parking_orbit_dialplan', 'XML');
}

function triesAgain(pbx: Exchange, leg: Leg): Leg | undefined {
  const { world } = pbx;
  setVariable(world, leg, 'call_timeout', String(FIRST_TRY_S));
  setVariable(world, leg, 'continue_on_fail', 'true');
  setVariable(world, leg, 'hangup_after_bridge', 'true');
  leg.afterwards = () => void dialUser(pbx, leg, '201', world.callTimeoutSec * 1000);
  return dialUser(pbx, leg, '203', FIRST_TRY_S * 1000);
}

/** Whether the dialplan knows a number. */
export const isNumber = (pbx: Exchange, number: string): boolean =>
  EXTENSION.test(number) ||
  number === TRIES_AGAIN ||
  OUTSIDE.test(number) ||
  services(pbx, number)[0] !== '';

/** Numbers that are applications. */
function services(pbx: Exchange, number: string): readonly [application: string, data: string] {
  if (/^30\d\d$/.test(number)) return ['conference', `${number}-${pbx.domain}@default`];
  if (/^59\d\d$/.test(number)) return ['valet_park', `main ${number}`];
  if (number === ANY_SLOT) return ['valet_park', 'main auto in 5901 5909'];
  const queue = pbx.queueAt(number);
  if (queue) return ['callcenter', `${queue}@${pbx.domain}`];
  switch (number) {
    case '9196':
      return ['echo', ''];
    case '9486':
      return ['respond', '486'];
    case '9664':
      return ['playback', TONE];
    default:
      return ['', ''];
  }
}
