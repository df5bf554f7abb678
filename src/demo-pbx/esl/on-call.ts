import { hangup } from '../calls/hangup.ts';
import { hold, unhold } from '../calls/hold.ts';
import type { Destination } from '../calls/inline.ts';
import { join } from '../calls/join.ts';
import { isDigits, receiveDigits, sendDigits, setMute } from '../calls/media.ts';
import { breakOff, playTo } from '../calls/play.ts';
import { record } from '../calls/record.ts';
import { park, transfer, transferBoth } from '../calls/transfer.ts';
import type { Pbx } from '../pbx.ts';
import { causeOf } from '../world/causes.ts';
import type { Leg } from '../world/leg.ts';
import type { Run } from './command.ts';
import { usage } from './help.ts';
import { splitArguments } from './originate.ts';

/* The commands on a call that is up (mod_commands), each answering as the captures show. */

const NO_CHANNEL = '-ERR No such channel!\n';
const NO_SESSION = '-ERR Cannot locate session!\n';
const words = (args: string): string[] => args.trim().split(/\s+/).filter(Boolean);

type Act = (pbx: Pbx, leg: Leg, rest: string[]) => string;

/** A command on one leg, with FreeSWITCH's own text for a leg that is not there. */
export const onLeg =
  (usageText: string, missing: string, act: Act): Run =>
  (pbx, args) => {
    const [uuid, ...rest] = words(args);
    if (uuid === undefined) return usageText;
    const leg = pbx.world.locate(uuid);
    return leg ? act(pbx, leg, rest) : missing;
  };

/** `[off|toggle] uuid`. On a leg that is gone it says `+OK Success` all the same. */
const holdCommand: Run = (pbx, args) => {
  const [first = '', second] = words(args);
  if (first === '') return '-USAGE: [off|toggle] <uuid> [<display>]\n-ERR Operation failed\n';
  const mode = first === 'off' || first === 'toggle' ? first : 'on';
  const leg = pbx.world.locate(mode === 'on' ? first : (second ?? ''));
  if (leg) {
    const off = mode === 'off' || (mode === 'toggle' && leg.callstate === 'HELD');
    if (off) unhold(pbx.world, leg);
    else hold(pbx.world, leg);
  }
  return '+OK Success\n';
};

/** `+OK` for every destination, known or not; `-bleg` without one does nothing. */
const transferCommand: Run = (pbx, args) => {
  const [uuid, ...rest] = splitArguments(args.trim());
  if (uuid === undefined || rest.length === 0) return usage('uuid_transfer');
  const leg = pbx.world.locate(uuid);
  if (!leg) return NO_CHANNEL;
  const which = rest[0] === '-bleg' || rest[0] === '-both' ? rest.shift() : undefined;
  const [number, dialplan = 'XML', context = 'default'] = rest;
  if (number === undefined) return '+OK\n';
  const to = { number, dialplan, context };
  const { peer } = leg;
  if (which === undefined || !peer) transfer(pbx, leg, to);
  else if (which === '-bleg') transfer(pbx, peer, to);
  else transferBoth(pbx, leg, peer, to);
  return '+OK\n';
};

const way = (text: string): Destination => {
  const [number = '', dialplan = 'XML', context = 'default'] = text.split('/');
  return { number, dialplan, context };
};

const dualTransfer = onLeg(usage('uuid_dual_transfer'), NO_CHANNEL, (pbx, leg, [a, b]) => {
  if (a === undefined || b === undefined) return usage('uuid_dual_transfer');
  if (leg.peer) transferBoth(pbx, leg, leg.peer, way(a), way(b));
  else transfer(pbx, leg, way(a));
  return '+OK\n';
});

const bridgeCommand: Run = (pbx, args) => {
  const [first, second] = words(args);
  if (first === undefined || second === undefined) return '-USAGE: <uuid> <other_uuid>\n';
  const [a, b] = [pbx.world.locate(first), pbx.world.locate(second)];
  // Without media there is nothing to join (switch_ivr_uuid_bridge: "Neither channel is answered").
  if (!a?.answered || !b?.answered || a === b) return '-ERR Invalid uuid\n';
  join(pbx, a, b);
  return `+OK ${b.uuid}\n`;
};

/** Says yes whatever the phone makes of it; only some phones answer. */
const phoneEvent = onLeg('-USAGE: <uuid> <event>\n', NO_CHANNEL, (pbx, leg, [event]) => {
  const phone = pbx.phones.get(leg.extension);
  if (event === 'talk' && phone?.answersByTalk)
    pbx.world.later(leg, 50, () =>
      leg.callstate === 'HELD' ? unhold(pbx.world, leg) : pbx.pickUp(leg),
    );
  if (event === 'hold' && phone?.answersByTalk)
    pbx.world.later(leg, 50, () => hold(pbx.world, leg));
  return '+OK Success\n';
});

const broadcast: Act = (pbx, leg, [path = '', side = 'aleg']) => {
  for (const one of side === 'both' ? [leg, leg.peer] : [side === 'bleg' ? leg.peer : leg])
    if (one) playTo(pbx.world, one, path);
  return '+OK Message sent\n';
};

const setVariables = onLeg(usage('uuid_setvar_multi'), NO_CHANNEL, (_pbx, leg, rest) => {
  for (const pair of rest.join(' ').split(';')) {
    const [name = '', ...value] = pair.split('=');
    if (name !== '') leg.set(name, value.join('='));
  }
  return '+OK\n';
});

/** `uuid_buglist`: what listens to a leg. */
const bugs: Act = (_pbx, leg) =>
  `<media-bugs>\n${leg.bugs
    .map(
      ({ kind, target }) =>
        ` <media-bug>\n  <function>${kind}</function>\n  <target>${target}</target>\n  <thread-locked>0</thread-locked>\n </media-bug>\n`,
    )
    .join('')}</media-bugs>\n`;

export const ON_CALL: Readonly<Record<string, Run>> = {
  uuid_hold: holdCommand,
  uuid_kill: onLeg(usage('uuid_kill'), NO_CHANNEL, (pbx, leg, [cause]) => {
    hangup(pbx.world, leg, cause === undefined ? 'NORMAL_CLEARING' : causeOf(cause));
    return '+OK\n';
  }),
  uuid_transfer: transferCommand,
  uuid_dual_transfer: dualTransfer,
  uuid_park: onLeg(NO_CHANNEL, NO_CHANNEL, (pbx, leg) => {
    park(pbx, leg);
    return '+OK\n';
  }),
  uuid_bridge: bridgeCommand,
  uuid_record: onLeg(
    usage('uuid_record'),
    NO_SESSION,
    ({ world }, leg, rest) => record(world, leg, rest) ?? usage('uuid_record'),
  ),
  uuid_buglist: onLeg(usage('uuid_buglist'), NO_CHANNEL, bugs),
  uuid_send_dtmf: onLeg(usage('uuid_send_dtmf'), NO_SESSION, ({ world }, leg, [digits]) => {
    if (digits === undefined) return usage('uuid_send_dtmf');
    if (!isDigits(digits)) return '-ERR Operation failed\n';
    sendDigits(world, leg, digits);
    return `+OK ${leg.uuid} sent DTMF ${digits}.\n`;
  }),
  uuid_recv_dtmf: onLeg(usage('uuid_recv_dtmf'), NO_SESSION, ({ world }, leg, [digits = '']) => {
    if (!isDigits(digits)) return usage('uuid_recv_dtmf');
    receiveDigits(world, leg, digits);
    return `+OK ${leg.uuid} received DTMF ${digits}.\n`;
  }),
  uuid_broadcast: onLeg(usage('uuid_broadcast'), '-ERR invalid uuid\n', broadcast),
  uuid_break: onLeg(usage('uuid_break'), NO_CHANNEL, ({ world }, leg) => {
    breakOff(world, leg);
    return '+OK\n';
  }),
  uuid_audio: onLeg(usage('uuid_audio'), NO_CHANNEL, ({ world }, leg, [action]) => {
    setMute(world, leg, action === 'start');
    return '+OK\n';
  }),
  uuid_phone_event: phoneEvent,
  uuid_setvar: onLeg(usage('uuid_setvar'), NO_CHANNEL, (_pbx, leg, [name = '', ...value]) => {
    if (value.length === 0) leg.unset(name);
    else leg.set(name, value.join(' '));
    return '+OK\n';
  }),
  uuid_setvar_multi: setVariables,
  uuid_getvar: onLeg(
    usage('uuid_getvar'),
    NO_CHANNEL,
    (_pbx, leg, [name = '']) => leg.text(name) || '_undef_',
  ),
  valet_info: (pbx, args) => pbx.valet.info(args.trim()),
};
