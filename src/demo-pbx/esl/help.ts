/** Each command of this PBX as `help` lists it: syntax and what it does, in FreeSWITCH's own words. */
const TOPICS: Readonly<Record<string, readonly [syntax: string, does: string, module?: string]>> = {
  bgapi: ['<command>[ <arg>]', 'Execute an api command in a thread'],
  console: [
    'loglevel [level]|colorize [on|toggle|off]|uuid [on|toggle|off]|json [on|toggle|off]',
    'Console',
    'mod_console',
  ],
  console_complete: ['<line>', ''],
  console_complete_xml: ['<line>', ''],
  create_uuid: ['<uuid> <other_uuid>', 'Create a uuid'],
  domain_exists: ['<domain>', 'Check if a domain exists'],
  echo: ['<data>', 'Echo'],
  eval: ['[uuid:<uuid> ]<expression>', 'eval (noop)'],
  expand: ['[uuid:<uuid> ]<cmd> <args>', 'Execute an api with variable expansion'],
  global_getvar: ['<var>', 'Get global var'],
  help: ['', 'Show help for all the api commands'],
  hostname: ['', 'Return the system hostname'],
  hupall: ['<cause> [<var> <value>] [<var2> <value2>]', 'hupall'],
  json: ['JSON', 'JSON API'],
  list_users: [
    '[group <group>] [domain <domain>] [user <user>] [context <context>]',
    'List Users configured in Directory',
  ],
  log: ['<level> <message>', 'Log'],
  module_exists: ['<module>', 'Check if module exists'],
  originate: [
    '<call url> <exten>|&<application_name>(<app_args>) [<dialplan>] [<context>] [<cid_name>] [<cid_num>] [<timeout_sec>]',
    'Originate a call',
  ],
  reloadxml: ['', 'Reload XML'],
  show: [
    'codec|endpoint|application|api|dialplan|file|timer|calls [count]|channels [count|like <match string>]|calls|detailed_calls|bridged_calls|detailed_bridged_calls|aliases|complete|chat|management|modules|nat_map|say|interfaces|interface_types|tasks|limits|status',
    'Show various reports',
  ],
  sofia: ['<cmd> <args>', 'Sofia Controls', 'mod_sofia'],
  status: ['', 'Show current status'],
  strftime: ['<format_string>', 'strftime', 'mod_dptools'],
  switchname: ['', 'Return the switch name'],
  uptime: ['[us|ms|s|m|h|d|microseconds|milliseconds|seconds|minutes|hours|days]', 'Show uptime'],
  user_exists: ['<key> <user> <domain>', 'Find a user'],
  uuid_audio: ['<uuid> [start [read|write] [mute|level <level>]|stop]', 'uuid_audio'],
  uuid_break: ['<uuid> [all]', 'Break out of media sent to channel'],
  uuid_bridge: ['', 'Bridge call legs'],
  uuid_broadcast: ['<uuid> <path> [aleg|bleg|holdb|both]', 'Execute dialplan application'],
  uuid_buglist: ['<uuid>', 'List media bugs on a session'],
  uuid_dual_transfer: [
    '<uuid> <A-dest-exten>[/<A-dialplan>][/<A-context>] <B-dest-exten>[/<B-dialplan>][/<B-context>]',
    'Transfer a session and its partner',
  ],
  uuid_dump: ['<uuid> [format]', 'Dump session vars'],
  uuid_exists: ['<uuid>', 'Check if a uuid exists'],
  uuid_getvar: ['<uuid> <var>', 'Get a variable from a channel'],
  uuid_hold: ['[off|toggle] <uuid> [<display>]', 'Place call on hold'],
  uuid_kill: ['<uuid> [cause]', 'Kill channel'],
  uuid_park: ['<uuid>', 'Park channel'],
  uuid_phone_event: ['<uuid>', 'Send an event to the phone'],
  uuid_record: [
    '<uuid> [start|stop|mask|unmask] <path> [<limit>] [<recording_vars>]',
    'Record session audio',
  ],
  uuid_recv_dtmf: ['<uuid> <dtmf_data>', 'Receive dtmf digits'],
  uuid_send_dtmf: ['<uuid> <dtmf_data>', 'Send dtmf digits'],
  uuid_setvar: ['<uuid> <var> [value]', 'Set a variable'],
  uuid_setvar_multi: ['<uuid> <var>=<value>;<var>=<value>...', 'Set multiple variables'],
  uuid_transfer: [
    '<uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]',
    'Transfer a session',
  ],
  valet_info: ['[<lot name>]', 'Valet Parking Info', 'mod_valet_parking'],
  version: ['[short]', 'Version'],
};

/** The usage that FreeSWITCH answers with. */
export const usage = (command: string): string => `-USAGE: ${TOPICS[command]?.[0] ?? ''}\n`;

/** All commands; with anything behind it FreeSWITCH leaves the heading out, and lists them all. */
export function help(args: string): string {
  const rows = Object.entries(TOPICS).map(
    ([name, [syntax, does, module = 'mod_commands']]) => `${name},${syntax},${does},${module}\n`,
  );
  return `${args.trim() === '' ? '\nValid Commands:\n\n' : ''}${rows.join('')}`;
}
