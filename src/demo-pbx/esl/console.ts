import type { Pbx } from '../pbx.ts';
import type { Leg } from '../world/leg.ts';
import { help, usage } from './help.ts';
import { upTimeIn, VERSION_LINE, VERSION_LONG, VERSION_SHORT } from './status.ts';

/** A command that only looks. */
type Look = (pbx: Pbx, args: string) => string;

const HOST = 'demo';
const words = (args: string): string[] => args.trim().split(/\s+/).filter(Boolean);

/** FreeSWITCH's global variables, as far as this PBX has them. */
const globals = (pbx: Pbx): Readonly<Record<string, string>> => ({
  hostname: HOST,
  local_ip_v4: '127.0.0.1',
  switch_serial: '000000000000',
  core_uuid: pbx.world.identity.coreUuid,
  domain: pbx.domain,
  hold_music: 'local_stream://moh',
});

/** Puts in what `${name}` of the leg or the PBX, and `$${name}` of the PBX, stand for; nothing for what is not set. */
function expanded(pbx: Pbx, text: string, leg?: Leg): string {
  const known = globals(pbx);
  return text
    .replace(/\$\$\{([^{}]*)\}/g, (_all, name: string) => known[name] ?? '')
    .replace(/\$\{([^{}]*)\}/g, (_all, name: string) => leg?.text(name) || (known[name] ?? ''));
}

/** `[uuid:UUID ]text`: with the variables of a leg where one is named. */
export function expand(pbx: Pbx, args: string): string {
  const named = /^uuid:(\S+) (.*)$/s.exec(args);
  const leg = named && pbx.world.locate(named[1] ?? '');
  return expanded(pbx, named?.[2] ?? args, leg ?? undefined);
}

/** Usage as modules with commands of their own print it. */
const usageOf = (syntax: string): string =>
  `USAGE:\n${'-'.repeat(80)}\n${syntax}\n${'-'.repeat(80)}\n`;

const RULE = '='.repeat(97);
const sofiaRow = (name: string, type: string, data: string, state: string): string =>
  `${name.padStart(25)}\t${type.padStart(7)}\t${data.padStart(42)}\t${state}`;

/** `sofia status`: the two profiles that this PBX's legs are of. */
function sofia(pbx: Pbx, args: string): string {
  const [what, kind, name = ''] = words(args);
  if (what === undefined) return usageOf('sofia status [profile <name> | gateway <name>]');
  if (what !== 'status') return `Unknown Command [${what}]\n`;
  if (kind === 'gateway') return 'Invalid Gateway!\n';
  const profiles: readonly (readonly [name: string, port: number])[] = [
    ['external', 5080],
    ['internal', 5060],
  ];
  const rows = profiles.map(([profile, port]) => {
    const calls = [...pbx.world.legs.values()].filter((leg) =>
      leg.name.startsWith(`sofia/${profile}/`),
    );
    const url = `sip:mod_sofia@127.0.0.1:${port}`;
    return sofiaRow(profile, 'profile', url, `RUNNING (${calls.length})`);
  });
  if (kind === 'profile') {
    const row = rows[profiles.findIndex(([profile]) => profile === name)];
    return row === undefined ? 'Invalid Profile!\n' : `${row}\n`;
  }
  return [
    sofiaRow('Name', 'Type', 'Data', 'State'),
    RULE,
    sofiaRow(pbx.domain, 'alias', 'internal', 'ALIASED'),
    ...rows,
    RULE,
    '2 profiles 1 alias\n',
  ].join('\n');
}

const COLUMNS =
  'userid|context|domain|group|contact|callgroup|effective_caller_id_name|effective_caller_id_number';

/** `list_users [user NAME]`. */
function listUsers(pbx: Pbx, args: string): string {
  const [by, wanted] = words(args);
  const rows = [...pbx.phones]
    .filter(([extension]) => by !== 'user' || extension === wanted)
    .map(([extension, phone]) => {
      const contact = phone.registered
        ? `sofia/internal/sip:${phone.contact}@127.0.0.1:${phone.port}`
        : 'error/user_not_registered';
      const name = `${phone.name}|${extension}`;
      return `${extension}|default|${pbx.domain}|default|${contact}||${name}\n`;
    });
  return `${COLUMNS}\n${rows.join('')}\n+OK\n`;
}

function userExists(pbx: Pbx, args: string): string {
  const [key, user = '', domain] = words(args);
  if (domain === undefined) return usage('user_exists');
  return String(key === 'id' && domain === pbx.domain && pbx.phones.has(user));
}

function version(_pbx: Pbx, args: string): string {
  if (args.trim() === 'short') return `${VERSION_SHORT}\n`;
  return args.trim() === '' ? VERSION_LINE : VERSION_LONG;
}

/** `strftime [format]`, as far as formats go here, in UTC. */
function strftime(pbx: Pbx, args: string): string {
  const [, Y = '', m = '', d = '', H = '', M = '', S = ''] =
    /(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/.exec(new Date(pbx.world.now()).toISOString()) ?? [];
  const parts: Readonly<Record<string, string>> = { Y, m, d, H, M, S, T: `${H}:${M}:${S}` };
  return (args.trim() || '%Y-%m-%d %T').replace(/%(\w)/g, (all, key: string) => parts[key] ?? all);
}

/** What fs_cli asks by itself, and a person at it looks up first. */
export const LOOKS: Readonly<Record<string, Look>> = {
  switchname: () => HOST,
  hostname: () => HOST,
  version,
  uptime: (pbx, args) => upTimeIn(pbx.world, args.trim()) ?? usage('uptime'),
  help: (_pbx, args) => help(args),
  echo: (_pbx, args) => args,
  eval: expand,
  global_getvar: (pbx, args) => {
    const all = globals(pbx);
    if (args.trim() !== '') return all[args.trim()] ?? '';
    return Object.entries(all)
      .map(([name, value]) => `${name}=${value}\n`)
      .join('');
  },
  sofia,
  strftime,
  list_users: listUsers,
  user_exists: userExists,
  domain_exists: (pbx, args) => String(args.trim() === pbx.domain),
  module_exists: (_pbx, args) =>
    String(['mod_commands', 'mod_console', 'mod_event_socket', 'mod_sofia'].includes(args.trim())),
  // Nothing is logged here; the answers are FreeSWITCH's.
  log: () => '+OK\n',
  console: (_pbx, args) => {
    const [what, level = 'DEBUG'] = words(args);
    return what === 'loglevel'
      ? `+OK console log level set to ${levelName(level)}\n`
      : usageOf('console loglevel [[0-7] | <loglevel_string>]');
  },
};

const LEVELS = ['CONSOLE', 'ALERT', 'CRIT', 'ERR', 'WARNING', 'NOTICE', 'INFO', 'DEBUG'];
const levelName = (level: string): string => LEVELS[Number(level)] ?? level.toUpperCase();
