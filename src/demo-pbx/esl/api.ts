import { callcenterConfig, callcenterJson } from '../callcenter/config.ts';
import type { Pbx } from '../pbx.ts';
import { causeOf } from '../world/causes.ts';
import type { Reply, Run } from './command.ts';
import { expand, LOOKS } from './console.ts';
import { toJson, toPlain, toXml } from './frames.ts';
import { usage } from './help.ts';
import { ON_CALL, onLeg } from './on-call.ts';
import { originateCommand } from './originate.ts';
import { show } from './show.ts';
import { jsonStatus, status } from './status.ts';

const NO_CHANNEL = '-ERR No such channel!\n';

/** `uuid_dump uuid [format]`: plain unless said otherwise. */
const dump = onLeg(usage('uuid_dump'), NO_CHANNEL, (pbx, leg, [format]) => {
  const headers = pbx.world.dump(leg);
  if (format?.toLowerCase() === 'json') return toJson({ headers });
  if (format?.toLowerCase() === 'xml') return toXml({ headers });
  return toPlain({ headers });
});

/** The API commands of this PBX (mod_commands), each answering as the captures show. */
const COMMANDS: Readonly<Record<string, Run>> = {
  show,
  originate: (pbx, args) => (reply) => originateCommand(pbx, args, reply),
  ...ON_CALL,
  uuid_exists: (pbx, args) => String(pbx.world.locate(args.trim()) !== undefined),
  uuid_dump: dump,
  create_uuid: (pbx) => pbx.world.random.uuid(),
  hupall: (pbx, args) => {
    const [cause = 'MANAGER_REQUEST'] = args.trim().split(/\s+/).filter(Boolean);
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
  json: (pbx, args) => callcenterJson(pbx.callCenter, args) ?? jsonStatus(pbx.world, args),
  callcenter_config: (pbx, args) => callcenterConfig(pbx.callCenter, args),
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
