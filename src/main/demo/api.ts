import { legHeaders, variableHeaders, baseHeaders } from './headers.ts';
import type { Leg } from './leg.ts';
import { originate, ORIGINATE_USAGE } from './originate.ts';
import type { Pbx } from './pbx.ts';
import { show, SHOW_USAGE } from './show.ts';

type Run = (pbx: Pbx, args: string) => string | Promise<string>;

const NO_CHANNEL = '-ERR No such channel!\n';
const NO_SESSION = '-ERR Cannot locate session!\n';
const VERSION = 'FreeSWITCH Version 1.11.2-demo (Ringside demo PBX)\n';

const words = (args: string): string[] => args.trim().split(/\s+/).filter(Boolean);

/** A command on one channel, with FreeSWITCH's own text for a channel that is not there. */
const onLeg =
  (usage: string, missing: string, act: (pbx: Pbx, leg: Leg, rest: string[]) => string): Run =>
  (pbx, args) => {
    const [uuid, ...rest] = words(args);
    if (uuid === undefined) return usage;
    const leg = pbx.world.legs.get(uuid);
    return leg ? act(pbx, leg, rest) : missing;
  };

/** `[off|toggle] uuid`. On a channel that is gone it says `+OK Success` all the same. */
const hold: Run = (pbx, args) => {
  const [first = '', second] = words(args);
  if (first === '') return '-USAGE: [off|toggle] <uuid> [<display>]\n-ERR Operation failed\n';
  const mode = first === 'off' || first === 'toggle' ? first : 'on';
  const leg = pbx.world.legs.get(mode === 'on' ? first : (second ?? ''));
  if (leg) {
    const off = mode === 'off' || (mode === 'toggle' && leg.callstate === 'HELD');
    if (off) pbx.world.unhold(leg);
    else pbx.world.hold(leg);
  }
  return '+OK Success\n';
};

/** A few words of a hang-up are a cause; FreeSWITCH takes an unknown one for NORMAL_CLEARING. */
const kill = onLeg('-USAGE: <uuid> [cause]\n', NO_CHANNEL, (pbx, leg, [cause]) => {
  pbx.world.hangup(leg, cause && /^[A-Z_]+$/.test(cause) ? cause : 'MANAGER_REQUEST');
  return '+OK\n';
});

const transfer = onLeg(
  '-USAGE: <uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]\n',
  NO_CHANNEL,
  (pbx, leg, rest) => {
    const which = rest[0] === '-bleg' || rest[0] === '-both' ? rest.shift() : undefined;
    const number = rest[0];
    if (number === undefined)
      return '-USAGE: <uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]\n';
    const { peer } = leg;
    if (which === '-bleg' && peer) pbx.transfer(peer, number);
    else pbx.transfer(leg, number);
    return '+OK\n';
  },
);

function dump(pbx: Pbx, leg: Leg): string {
  const { identity, clock } = pbx.world;
  const base = baseHeaders('CHANNEL_DATA', identity, clock.now(), 0);
  return JSON.stringify({ ...base, ...legHeaders(leg), ...variableHeaders(leg) });
}

const upTime = (ms: number): string => {
  const s = Math.floor(ms / 1000);
  return `UP 0 years, ${Math.floor(s / 86_400)} days, ${Math.floor(s / 3600) % 24} hours, ${Math.floor(s / 60) % 60} minutes, ${s % 60} seconds, ${ms % 1000} milliseconds, 0 microseconds`;
};

/** The API commands of this PBX (mod_commands), each answering as the captures show. */
const COMMANDS: Readonly<Record<string, Run>> = {
  show: (pbx, args) => (args.trim() === '' ? SHOW_USAGE : show(pbx, args)),
  originate: (pbx, args) => (args.trim() === '' ? ORIGINATE_USAGE : originate(pbx, args)),
  uuid_hold: hold,
  uuid_kill: kill,
  uuid_transfer: transfer,
  uuid_park: onLeg('-USAGE: <uuid>\n', NO_CHANNEL, (pbx, leg) => {
    pbx.park(leg);
    return '+OK\n';
  }),
  uuid_exists: (pbx, args) => String(pbx.world.legs.has(args.trim())),
  uuid_dump: onLeg('-USAGE: <uuid> [format]\n', NO_CHANNEL, (pbx, leg) => dump(pbx, leg)),
  uuid_getvar: onLeg(
    '-USAGE: <uuid> <var>\n',
    NO_CHANNEL,
    (_pbx, leg, [name = '']) => leg.variables.get(name) ?? '_undef_',
  ),
  uuid_setvar: onLeg(
    '-USAGE: <uuid> <var> [value]\n',
    NO_CHANNEL,
    (_pbx, leg, [name = '', ...value]) => {
      leg.variables.set(name, value.join(' '));
      return '+OK\n';
    },
  ),
  uuid_record: onLeg(
    '-USAGE: <uuid> [start|stop|mask|unmask] <path>\n',
    NO_SESSION,
    (pbx, leg, [action, path = '']) => {
      const extra = { 'Record-File-Path': path };
      if (action === 'start') pbx.world.tell('RECORD_START', leg, {}, extra);
      if (action === 'stop') pbx.world.tell('RECORD_STOP', leg, {}, extra);
      return '+OK Success\n';
    },
  ),
  uuid_send_dtmf: onLeg(
    '-USAGE: <uuid> <dtmf>\n',
    NO_SESSION,
    (_pbx, leg, [digits = '']) => `+OK ${leg.uuid} sent DTMF ${digits}.`,
  ),
  uuid_recv_dtmf: onLeg('-USAGE: <uuid> <dtmf>\n', NO_SESSION, (pbx, leg, [digits = '']) => {
    for (const digit of digits)
      pbx.world.tell(
        'DTMF',
        leg,
        {},
        { 'DTMF-Digit': digit, 'DTMF-Duration': '2000', 'DTMF-Source': 'APP' },
      );
    return `+OK ${leg.uuid} received DTMF ${digits}.`;
  }),
  uuid_broadcast: onLeg(
    '-USAGE: <uuid> <path> [aleg|bleg|holdb|both]\n',
    '-ERR invalid uuid\n',
    () => '+OK Message sent\n',
  ),
  uuid_audio: onLeg(
    '-USAGE: <uuid> [start [read|write] [mute|level <level>]|stop]\n',
    NO_CHANNEL,
    (_pbx, leg, [action]) => {
      leg.variables.set('muted', String(action === 'start'));
      return '+OK\n';
    },
  ),
  /** Says yes whatever the phone makes of it; only some phones answer. */
  uuid_phone_event: onLeg('-USAGE: <uuid> <event>\n', NO_CHANNEL, (pbx, leg, [event]) => {
    const phone = pbx.phones.get(leg.presence.split('@')[0] ?? '');
    if (event === 'talk' && phone?.answersByTalk) pbx.world.later(leg, 50, () => pbx.pickUp(leg));
    if (event === 'hold') pbx.world.hold(leg);
    return '+OK Success\n';
  }),
  uuid_bridge: (pbx, args) => {
    const [a, b] = words(args).map((uuid) => pbx.world.legs.get(uuid));
    if (!a || !b) return '-ERR Invalid uuid\n';
    pbx.world.bridge(a, b);
    return `+OK ${b.uuid}\n`;
  },
  create_uuid: (pbx) => pbx.world.random.uuid(),
  hupall: (pbx, args) => {
    pbx.hangupAll(words(args)[0] ?? 'MANAGER_REQUEST');
    return '+OK hangup all channels with cause MANAGER_REQUEST\n';
  },
  version: () => VERSION,
  hostname: () => 'demo',
  status: (pbx) => {
    const { world } = pbx;
    return `${upTime(world.clock.now() - world.startedMs)}\n${VERSION.trim()} is ready\n${world.sessions} session(s) since startup\n${world.legs.size} session(s) - peak ${world.legs.size}, last 5min ${world.legs.size} \n0 session(s) per Sec out of max 500, peak 0, last 5min 0 \n5000 session(s) max\nmin idle cpu 0.00/99.00\nCurrent Stack Size/Max 240K/8192K\n`;
  },
  uptime: (pbx) => String(Math.floor((pbx.world.clock.now() - pbx.world.startedMs) / 1000)),
  global_getvar: (pbx, args) =>
    ({ core_uuid: pbx.world.identity.coreUuid, domain: pbx.domain })[args.trim()] ?? '',
  echo: (_pbx, args) => args,
  strftime: (pbx) => new Date(pbx.world.clock.now()).toISOString().slice(0, 19).replace('T', ' '),
  reloadxml: () => '+OK [Success]\n',
  console_complete: () => '\n\nwrite=0\n\n',
  console_complete_xml: () => '<complete>\n</complete>\n',
  json: (pbx, args) => {
    const { command = '' } = JSON.parse(args) as { command?: string };
    return JSON.stringify({
      command,
      data: '',
      status: 'success',
      response: { systemStatus: 'ready', sessions: { count: { active: pbx.world.legs.size } } },
    });
  },
};

/** Runs an API command. An unknown one, or one that fails, answers as FreeSWITCH's api does. */
export async function runApi(
  pbx: Pbx,
  line: string,
  extra: Readonly<Record<string, Run>>,
): Promise<string> {
  const [name = '', ...rest] = line.split(' ');
  const run = Object.hasOwn(extra, name)
    ? extra[name]
    : Object.hasOwn(COMMANDS, name)
      ? COMMANDS[name]
      : undefined;
  if (!run) return `-ERR ${name} Command not found!\n`;
  try {
    return await run(pbx, rest.join(' '));
  } catch {
    return '-ERR Operation failed\n';
  }
}
export type { Run };
