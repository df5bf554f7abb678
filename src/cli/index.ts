// The command line: `ringside call +4930123456`, `hold`, `hangup`, `answer`, `mute`, `show`, `status`.
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CliAnswer, CliRequest, CliStatus } from '../shared/cli/protocol.ts';
import { countOf } from '../shared/domain/words.ts';
import { socketPath } from '../main/cli/socket-path.ts';

const USAGE = `Usage: ringside COMMAND [--user-data-dir DIR]

  status [--json]      the connection, my calls and every channel
  call NUMBER [--now]  open the dial dialog with NUMBER; with --now, dial it
  hold                 hold or resume my current call
  hangup               hang up my current call
  answer               answer the call that rings
  mute                 mute or unmute my current call
  show                 show the window

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

/** Reads the arguments; undefined when they make no sense. */
function parse(args: readonly string[]): Parsed | undefined {
  const words: string[] = [];
  const flags = new Set<string>();
  let userData = defaultUserData();
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? '';
    if (arg === '--user-data-dir') userData = resolve(args[(i += 1)] ?? '');
    else if (arg.startsWith('--user-data-dir=')) userData = resolve(arg.slice(16));
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
      : { request: { do: 'call', number, now: flags.has('--now') }, ...rest };
  }
  if (number !== undefined) return undefined;
  switch (command) {
    case 'status':
    case 'hold':
    case 'hangup':
    case 'answer':
    case 'mute':
    case 'show':
      return { request: { do: command }, ...rest };
    default:
      return undefined;
  }
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

const who = ({ name, number }: { name: string; number: string }): string =>
  // A caller's name goes to a terminal: nothing in it may steer that.
  (name && number ? `${name} (${number})` : name || number || 'unknown').replace(/\p{C}/gu, ' ');

function print({ connection, extension, mine, channels }: CliStatus): string {
  const lines = [
    `${connection.phase} ${connection.where}${connection.error ? `: ${connection.error.message}` : ''}`,
  ];
  lines.push(
    `my phone: ${extension || 'not set'}, ${countOf(mine.length, 'call')} of mine, ${countOf(channels.length, 'channel')}${connection.stale ? ' (may be out of date)' : ''}`,
  );
  for (const call of mine)
    lines.push(
      `${call.current ? '*' : ' '} ${call.state.padEnd(9)} ${who(call.party)} ${call.uuid}`,
    );
  for (const leg of channels)
    lines.push(
      `  ${leg.state.padEnd(9)} ${leg.direction.padEnd(8)} ${who(leg.caller)} → ${who(leg.callee)} ${leg.uuid}`,
    );
  return lines.join('\n');
}

async function main(): Promise<number> {
  const parsed = parse(process.argv.slice(2));
  if (!parsed) {
    process.stderr.write(USAGE);
    return 2;
  }
  let answer: CliAnswer;
  try {
    answer = await ask(socketPath(parsed.userData), parsed.request);
  } catch {
    process.stderr.write(
      'Ringside is not running (or runs as another user, or with another --user-data-dir).\n',
    );
    return 3;
  }
  if (!answer.ok) {
    process.stderr.write(`${answer.error}\n`);
    return 1;
  }
  if (answer.status)
    process.stdout.write(`${parsed.json ? JSON.stringify(answer.status) : print(answer.status)}\n`);
  else if (answer.text !== '') process.stdout.write(`${answer.text}\n`);
  return 0;
}

process.exitCode = await main();
