import { hold, unhold } from '../calls/hold.ts';
import { hangup } from '../calls/hangup.ts';
import { breakOff, playTo } from '../calls/play.ts';
import { receiveDigits, sendDigits, setMute, startRecord, stopRecord } from '../calls/media.ts';
import { bridgeLegs, park, transfer, transferBoth } from '../calls/transfer.ts';
import type { Pbx } from '../pbx.ts';
import { causeOf } from '../world/causes.ts';
import type { Leg } from '../world/leg.ts';
import { expand, LOOKS } from './console.ts';
import { toJson, toPlain, toXml } from './frames.ts';
import { usage } from './help.ts';
import { originateCommand } from './originate.ts';
import { show } from './show.ts';
import { jsonStatus, status } from './status.ts';

/** Says what became of a command; called once, at once or later. */
type Reply = (text: string) => void;
/** A command: its answer, or a way to give one later. */
export type Run = (pbx: Pbx, args: string) => string | ((reply: Reply) => void);

const NO_CHANNEL = '-ERR No such channel!\n';
const NO_SESSION = '-ERR Cannot locate session!\n';
const TRANSFER_USAGE = usage('uuid_transfer');

const words = (args: string): string[] => args.trim().split(/\s+/).filter(Boolean);

/** A command on one leg, with FreeSWITCH's own text for a leg that is not there. */
const onLeg =
  (usage: string, missing: string, act: (pbx: Pbx, leg: Leg, rest: string[]) => string): Run =>
  (pbx, args) => {
    const [uuid, ...rest] = words(args);
    if (uuid === undefined) return usage;
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

const transferCommand = onLeg(TRANSFER_USAGE, NO_CHANNEL, (pbx, leg, rest) => {
  const which = rest[0] === '-bleg' || rest[0] === '-both' ? rest.shift() : undefined;
  const [number, dialplan = 'XML'] = rest;
  if (number === undefined) return TRANSFER_USAGE;
  const { peer } = leg;
  if (which === undefined || !peer) transfer(pbx, leg, number, dialplan);
  else if (which === '-bleg') transfer(pbx, peer, number, dialplan);
  else transferBoth(pbx, leg, peer, number, dialplan);
  return '+OK\n';
});

/** `uuid_dump uuid [format]`: plain unless said otherwise. */
const dump = onLeg(usage('uuid_dump'), NO_CHANNEL, (pbx, leg, [format]) => {
  const headers = pbx.world.dump(leg);
  if (format?.toLowerCase() === 'json') return toJson({ headers });
  if (format?.toLowerCase() === 'xml') return toXml({ headers });
  return toPlain({ headers });
});

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

/** The API commands of this PBX (mod_commands), each answering as the captures show. */
const COMMANDS: Readonly<Record<string, Run>> = {
  show,
  originate: (pbx, args) => (reply) => originateCommand(pbx, args, reply),
  uuid_hold: holdCommand,
  uuid_kill: onLeg(usage('uuid_kill'), NO_CHANNEL, (pbx, leg, [cause]) => {
    hangup(pbx.world, leg, cause === undefined ? 'NORMAL_CLEARING' : causeOf(cause));
    return '+OK\n';
  }),
  uuid_transfer: transferCommand,
  uuid_park: onLeg(usage('uuid_park'), NO_CHANNEL, (pbx, leg) => {
    park(pbx, leg);
    return '+OK\n';
  }),
  uuid_bridge: (pbx, args) => {
    const [a, b] = words(args).map((uuid) => pbx.world.locate(uuid));
    // Without media there is nothing to join (switch_ivr_uuid_bridge: "Neither channel is answered").
    if (!a?.answered || !b?.answered || a === b) return '-ERR Invalid uuid\n';
    bridgeLegs(pbx, a, b);
    return `+OK ${b.uuid}\n`;
  },
  uuid_exists: (pbx, args) => String(pbx.world.locate(args.trim()) !== undefined),
  uuid_dump: dump,
  uuid_getvar: onLeg(
    usage('uuid_getvar'),
    NO_CHANNEL,
    (_pbx, leg, [name = '']) => leg.text(name) || '_undef_',
  ),
  uuid_setvar: onLeg(usage('uuid_setvar'), NO_CHANNEL, (_pbx, leg, [name = '', ...value]) => {
    leg.set(name, value.join(' '));
    return '+OK\n';
  }),
  uuid_record: onLeg(
    '-USAGE: <uuid> [start|stop|mask|unmask] <path>\n',
    NO_SESSION,
    ({ world }, leg, [action, path = '']) => {
      if (action === 'start') startRecord(world, leg, path);
      if (action === 'stop' && !stopRecord(world, leg, path))
        return '-ERR Cannot stop record session!\n';
      return '+OK Success\n';
    },
  ),
  uuid_send_dtmf: onLeg(usage('uuid_send_dtmf'), NO_SESSION, ({ world }, leg, [digits = '']) => {
    sendDigits(world, leg, digits);
    return `+OK ${leg.uuid} sent DTMF ${digits}.\n`;
  }),
  uuid_recv_dtmf: onLeg(usage('uuid_recv_dtmf'), NO_SESSION, ({ world }, leg, [digits = '']) => {
    receiveDigits(world, leg, digits);
    return `+OK ${leg.uuid} received DTMF ${digits}.\n`;
  }),
  uuid_broadcast: onLeg(
    usage('uuid_broadcast'),
    '-ERR invalid uuid\n',
    ({ world }, leg, [path = '', side = 'aleg']) => {
      for (const one of side === 'both' ? [leg, leg.peer] : [side === 'bleg' ? leg.peer : leg])
        if (one) playTo(world, one, path);
      return '+OK Message sent\n';
    },
  ),
  uuid_break: onLeg(usage('uuid_break'), NO_CHANNEL, ({ world }, leg) => {
    breakOff(world, leg);
    return '+OK\n';
  }),
  uuid_audio: onLeg(usage('uuid_audio'), NO_CHANNEL, ({ world }, leg, [action]) => {
    setMute(world, leg, action === 'start');
    return '+OK\n';
  }),
  uuid_phone_event: phoneEvent,
  create_uuid: (pbx) => pbx.world.random.uuid(),
  hupall: (pbx, args) => {
    const [cause = 'MANAGER_REQUEST'] = words(args);
    pbx.hangupAll(causeOf(cause));
    return `+OK hangup all channels with cause ${causeOf(cause)}\n`;
  },
  ...LOOKS,
  status: (pbx) => status(pbx.world),
  bgapi: (pbx, args) => {
    if (args.trim() === '') return '-ERR Invalid syntax\n';
    const id = pbx.world.random.uuid();
    runJob(pbx, args.trim(), {}, id);
    return `+OK Job-UUID: ${id}\n`;
  },
  expand: (pbx, args) => {
    if (args.trim() === '') return '-ERR No input\n';
    const line = expand(pbx, args);
    return Object.hasOwn(COMMANDS, line.split(' ')[0] ?? '')
      ? (reply) => runApi(pbx, line, {}, reply)
      : 'INVALID COMMAND!\n-ERR Cannot execute command\n';
  },
  reloadxml: () => '+OK [Success]\n',
  console_complete: () => '\n\nwrite=0\n\n',
  console_complete_xml: () => '<complete>\n</complete>\n',
  json: (pbx, args) => jsonStatus(pbx.world, args),
};

/**
 * Runs an API command; an unknown one answers as FreeSWITCH's api does.
 * @param extra commands of the demo's own
 * @param console whether it was typed at a console (`console_execute`): that names the whole line as unknown
 */
export function runApi(
  pbx: Pbx,
  line: string,
  extra: Readonly<Record<string, Run>>,
  reply: Reply,
  console = false,
): void {
  const [name = '', ...rest] = line.split(' ');
  const run = [extra, COMMANDS].find((commands) => Object.hasOwn(commands, name))?.[name];
  if (!run) return reply(`-ERR ${console ? line : name} Command not found!\n`);
  let answer: ReturnType<Run>;
  try {
    answer = run(pbx, rest.join(' '));
  } catch {
    return reply('-ERR Operation failed\n');
  }
  if (typeof answer === 'string') reply(answer);
  else answer(reply);
}

/** Runs an API command in the background: what it answers is the body of a BACKGROUND_JOB. */
export function runJob(
  pbx: Pbx,
  line: string,
  extra: Readonly<Record<string, Run>>,
  id: string,
): void {
  const [command = '', ...rest] = line.split(' ');
  const job = {
    'Job-UUID': id,
    'Job-Command': command,
    ...(rest.length > 0 ? { 'Job-Command-Arg': rest.join(' ') } : {}),
  };
  runApi(pbx, line, extra, (text) => pbx.world.emitEvent('BACKGROUND_JOB', job, text));
}
