import { connect } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { INTENT_ACTIONS, INTENTS } from '../shared/commands/intents.ts';
import type { CliAnswer, CliRequest, CliStatus } from '../shared/cli/protocol.ts';
import { INPUT_COMMANDS, readInput } from './inputs.ts';
import type { InputRequest } from './request.ts';
import { forTerminal, jsonForTerminal } from './terminal.ts';
import { cleanLine } from '@shared/domain/clean-line.ts';
import { countOf } from '../shared/domain/words.ts';
import { socketPath } from '../main/cli/socket-path.ts';

/** First words that ask something of the running app instead of starting one. */
const COMMANDS: ReadonlySet<string> = new Set([
  'status',
  'call',
  'dial',
  ...INTENT_ACTIONS,
  'show',
  'help',
  ...INPUT_COMMANDS,
]);

/** Whether the arguments of the packaged program are for the command line (src/entry.ts). */
export const isCliCommand = (args: readonly string[]): boolean => COMMANDS.has(args[0] ?? '');

const USAGE = `Usage: ringside COMMAND [--user-data-dir DIR]

  status [--json]      the connection, my calls and every channel
  call NUMBER [--now]  open the dial dialog with NUMBER; with --now, dial it
                       [--site NAME] from the phone on that PBX
  dial                 open the dial dialog with the number that is selected or copied
${INTENT_ACTIONS.map((action) => `  ${action.padEnd(20)} ${INTENTS[action].usage}\n`).join('')}  show                 show the window
  number TEXT          what Ringside makes of a number: what would be dialled, or why not
  link URL             the same of a tel:, callto:, sip: or sips: link
  contacts FILE        which contacts would be taken in, and which columns and lines not, and why
                       [--encoding NAME]
                       (all three: [--json] [--country CC], without a running app)

Ringside must be running as the same user.
`;

/** ms without an answer after which the app is taken for gone; a call may ring for minutes. */
const SILENT_MS = 330_000;

interface Parsed {
  readonly request: CliRequest;
  readonly json: boolean;
  readonly userData: string;
}

/** Where Electron keeps an app's data by default. */
function defaultUserData(): string {
  if (process.platform === 'win32') return join(process.env['APPDATA'] ?? homedir(), 'Ringside');
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/Ringside');
  return join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'Ringside');
}

/** The arguments of a command about an input; undefined when they make no sense. */
function parseInput(args: readonly string[]): InputRequest | undefined {
  const words: string[] = [];
  let json = false;
  let country = '';
  let encoding = '';
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? '';
    if (arg === '--json') json = true;
    else if (arg === '--country') country = args[(i += 1)] ?? '';
    else if (arg.startsWith('--country=')) country = arg.slice('--country='.length);
    else if (arg === '--encoding') encoding = args[(i += 1)] ?? '';
    else if (arg.startsWith('--encoding=')) encoding = arg.slice('--encoding='.length);
    else words.push(arg);
  }
  const [command = '', text, ...more] = words;
  if (text === undefined || more.length > 0 || !/^(?:[A-Za-z]{2})?$/.test(country))
    return undefined;
  return { command, text, country, json, encoding };
}

/** Answers a command about an input. @returns the exit code: 0 understood, 1 refused, 2 wrong usage */
async function runInput(args: readonly string[]): Promise<number> {
  const request = parseInput(args);
  if (!request) {
    await say(process.stderr, USAGE);
    return 2;
  }
  const { text, understood } = await readInput(request);
  // What a script reads goes to its standard output, also where it says why not.
  const fit = request.json ? jsonForTerminal(text) : forTerminal(text);
  await say(understood || request.json ? process.stdout : process.stderr, `${fit}\n`);
  return understood ? 0 : 1;
}

/** Reads the arguments; undefined when they make no sense. */
function parse(args: readonly string[]): Parsed | undefined {
  const words: string[] = [];
  const flags = new Set<string>();
  let userData = defaultUserData();
  let site = '';
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? '';
    if (arg === '--user-data-dir') userData = resolve(args[(i += 1)] ?? '');
    else if (arg.startsWith('--user-data-dir=')) userData = resolve(arg.slice(16));
    else if (arg === '--site') site = args[(i += 1)] ?? '';
    else if (arg.startsWith('--site=')) site = arg.slice('--site='.length);
    else if (arg.startsWith('--')) flags.add(arg);
    else words.push(arg);
  }
  const [command, number, ...more] = words;
  const rest = { json: flags.has('--json'), userData };
  if (more.length > 0 || [...flags].some((flag) => flag !== '--json' && flag !== '--now'))
    return undefined;
  if (command === 'call') {
    return number === undefined
      ? undefined
      : { request: { do: 'call', number, now: flags.has('--now'), site }, ...rest };
  }
  if (number !== undefined || site !== '') return undefined;
  const plain = (['status', 'dial', 'show', ...INTENT_ACTIONS] as const).find(
    (word) => word === command,
  );
  return plain && { request: { do: plain }, ...rest };
}

function ask(path: string, request: CliRequest): Promise<CliAnswer> {
  return new Promise((done, failed) => {
    const socket = connect(path);
    let text = '';
    socket.setEncoding('utf8');
    socket.setTimeout(SILENT_MS, () => socket.destroy(new Error('no answer')));
    socket.on('connect', () => socket.write(`${JSON.stringify(request)}\n`));
    socket.on('data', (data: string) => (text += data));
    socket.on('error', failed);
    socket.on('close', () => {
      try {
        done(JSON.parse(text) as CliAnswer);
      } catch {
        failed(new Error('no answer'));
      }
    });
  });
}

/** Characters of a party. */
const MAX_WHO = 160;
const who = ({ name, number }: { name: string; number: string }): string =>
  // In one line of a terminal, whatever a caller is called.
  cleanLine(name && number ? `${name} (${number})` : name || number || 'unknown', MAX_WHO);

function print({ sites, mine, channels }: CliStatus): string {
  const several = sites.length > 1;
  const where = (id: string): string => {
    const site = several ? sites.find((one) => one.id === id) : undefined;
    return site ? ` on ${cleanLine(site.name)}` : '';
  };
  const stale = sites.some(({ connection }) => connection.stale) ? ' (may be out of date)' : '';
  const phone = several ? '' : `my phone: ${sites[0]?.extension || 'not set'}, `;
  return [
    ...(sites.length === 0 ? ['none'] : sites.map((site) => siteLine(site, several))),
    `${phone}${countOf(mine.length, 'call')} of mine, ${countOf(channels.length, 'channel')}${stale}`,
    ...mine.map(
      (call) =>
        `${call.current ? '*' : ' '} ${call.state.padEnd(9)} ${who(call.party)} ${call.uuid}${where(call.site)}`,
    ),
    ...channels.map(
      (leg) =>
        `  ${leg.state.padEnd(9)} ${leg.direction.padEnd(8)} ${who(leg.caller)} → ${who(leg.callee)} ${leg.uuid}${where(leg.site)}`,
    ),
  ].join('\n');
}

function siteLine(
  { name, extension, connection: { phase, where, error } }: CliStatus['sites'][number],
  several: boolean,
): string {
  const state = `${phase} ${where}${error ? `: ${error.message}` : ''}`;
  return several ? `${cleanLine(name)}: ${state}, my phone: ${extension || 'not set'}` : state;
}

/** Waits until the text has left: a pipe on Windows takes it later than `write` returns. */
const say = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise((done) => stream.write(text, () => done()));

/**
 * `ringside call +4930123456`, `dial`, `hold`, `hangup`, `answer`, `mute`, `show`, `status`: asks the running app;
 * `number`, `link`, `contacts`: answered here.
 * @returns the exit code: 0 done, 1 refused, 2 wrong usage, 3 no running app.
 */
export async function runCli(args: readonly string[]): Promise<number> {
  if (INPUT_COMMANDS.has(args[0] ?? '')) return runInput(args);
  const parsed = parse(args);
  if (!parsed) {
    await say(process.stderr, USAGE);
    return 2;
  }
  let answer: CliAnswer;
  try {
    answer = await ask(socketPath(parsed.userData), parsed.request);
  } catch {
    await say(
      process.stderr,
      'Ringside is not running (or runs as another user, or with another --user-data-dir).\n',
    );
    return 3;
  }
  if (!answer.ok) {
    await say(process.stderr, `${forTerminal(answer.error)}\n`);
    return 1;
  }
  const text = answer.status
    ? parsed.json
      ? jsonForTerminal(JSON.stringify(answer.status))
      : forTerminal(print(answer.status))
    : forTerminal(answer.text);
  if (text !== '') await say(process.stdout, `${text}\n`);
  return 0;
}
