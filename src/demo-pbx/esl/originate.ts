import { originate, type Reply } from '../calls/originate.ts';
import type { Origination } from '../calls/origination.ts';
import type { Pbx } from '../pbx.ts';

/** s FreeSWITCH lets a phone ring when an originate names no limit. */
const DEFAULT_TIMEOUT_S = 60;
const ORIGINATE_USAGE =
  '-USAGE: <call url> <exten>|&<application_name>(<app_args>) [<dialplan>] [<context>] [<cid_name>] [<cid_num>] [<timeout_sec>]\n';

/** Splits a command's arguments at spaces, quotes and backslashes respected (switch_separate_string). */
export function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  let depth = 0;
  let begun = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] as string;
    if (char === '\\' && i + 1 < text.length) {
      part += text[(i += 1)];
      begun = true;
    } else if (char === "'" && depth === 0) {
      quoted = !quoted;
      begun = true;
    } else if (char === ' ' && !quoted && depth === 0) {
      if (begun) parts.push(part);
      part = '';
      begun = false;
    } else {
      if (char === '{') depth += 1;
      if (char === '}' && depth > 0) depth -= 1;
      part += char;
      begun = true;
    }
  }
  if (begun) parts.push(part);
  return parts;
}

/** `{a=1,b='x, y'}rest` → the variables, and the rest. */
function takeVariables(url: string): { variables: Record<string, string>; rest: string } {
  const variables: Record<string, string> = {};
  const match = /^\{([^{}]*)\}(.*)$/s.exec(url);
  if (!match) return { variables, rest: url };
  for (const pair of (match[1] ?? '').match(/(?:'[^']*'|[^,'])+/g) ?? []) {
    const [name = '', ...value] = pair.split('=');
    variables[name.trim()] = value.join('=').replace(/^'(.*)'$/s, '$1');
  }
  return { variables, rest: match[2] ?? '' };
}

/** What the words of an `originate` ask for; undefined where they ask for nothing. */
function parse(text: string): Origination | undefined {
  const [url = '', target = '', dialplan = 'XML', context = 'default', cidName, cidNumber, limit] =
    splitArguments(text);
  if (url === '' || target === '') return undefined;
  const { variables, rest } = takeVariables(url);
  const application = /^&([a-z_]+)(?:\(([^)]*)\))?/i.exec(target);
  const timeoutSec = Number(variables['originate_timeout'] ?? limit ?? DEFAULT_TIMEOUT_S);
  return {
    variables,
    dial: rest,
    then: application
      ? { application: application[1] ?? '', data: application[2] ?? '' }
      : { number: target, dialplan, context },
    // FreeSWITCH loses what stands before a colon in it (docs/protocol, park-and-retrieve).
    cidName: variables['origination_caller_id_name']?.replace(/^[^:]*:/, '') ?? cidName ?? '',
    cidNumber: variables['origination_caller_id_number'] ?? cidNumber ?? '0000000000',
    timeoutSec: timeoutSec > 0 ? timeoutSec : DEFAULT_TIMEOUT_S,
  };
}

/** Carries out the command `originate`. */
export function originateCommand(pbx: Pbx, text: string, reply: Reply): void {
  const wanted = parse(text);
  if (wanted) originate(pbx, wanted, reply);
  else reply(ORIGINATE_USAGE);
}
