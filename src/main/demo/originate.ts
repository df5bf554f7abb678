import type { Pbx } from './pbx.ts';

/** s FreeSWITCH lets a phone ring when an originate names no limit. */
const DEFAULT_TIMEOUT_S = 60;
export const ORIGINATE_USAGE =
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
function takeVariables(url: string): { variables: Map<string, string>; rest: string } {
  const variables = new Map<string, string>();
  const match = /^\{([^{}]*)\}(.*)$/s.exec(url);
  if (!match) return { variables, rest: url };
  for (const pair of (match[1] ?? '').match(/(?:'[^']*'|[^,'])+/g) ?? []) {
    const [name = '', ...value] = pair.split('=');
    variables.set(name.trim(), value.join('=').replace(/^'(.*)'$/s, '$1'));
  }
  return { variables, rest: match[2] ?? '' };
}

/** Carries out an originate; resolves with `+OK uuid`, `-ERR CAUSE` or the usage, each with a line break. */
export function originate(pbx: Pbx, text: string): Promise<string> {
  const [url = '', target = '', , , cidNameArgument, cidNumArgument, timeoutArgument] =
    splitArguments(text);
  if (url === '' || target === '') return Promise.resolve(ORIGINATE_USAGE);
  const { variables, rest } = takeVariables(url);
  const error = /^error\/([A-Za-z_]+)$/.exec(rest)?.[1];
  if (error) return Promise.resolve(`-ERR ${error.toUpperCase()}\n`);
  const user = /^user\/([^@/]+)(?:@(.+))?$/.exec(rest);
  if (!user) return Promise.resolve(`-ERR ${unreachable(rest)}\n`);
  const [, extension = '', domain = pbx.domain] = user;
  if (domain !== pbx.domain) return Promise.resolve('-ERR SUBSCRIBER_ABSENT\n');
  const timeoutS = Number(
    variables.get('originate_timeout') ?? timeoutArgument ?? DEFAULT_TIMEOUT_S,
  );
  const autoAnswer =
    variables.get('sip_auto_answer') === 'true' ||
    /answer-after=0/.test(variables.get('sip_h_Call-Info') ?? '');
  const uuid = variables.get('origination_uuid');
  return new Promise((resolve) => {
    pbx.originate(
      extension,
      {
        ...(uuid ? { uuid } : {}),
        cidName: variables.get('origination_caller_id_name') ?? cidNameArgument ?? '',
        cidNum: variables.get('origination_caller_id_number') ?? cidNumArgument ?? '0000000000',
        timeoutMs: (timeoutS > 0 ? timeoutS : DEFAULT_TIMEOUT_S) * 1000,
        autoAnswer,
        variables,
      },
      (leg) => {
        resolve(`+OK ${leg.uuid}\n`);
        const application = /^&([a-z_]+)(?:\(([^)]*)\))?/i.exec(target);
        if (application) {
          pbx.world.swapIdentity(leg, leg.dest);
          pbx.run(leg, application[1] ?? '', application[2] ?? '');
        } else {
          pbx.world.swapIdentity(leg, target);
          pbx.dialplan(leg, target);
        }
      },
      (cause) => resolve(`-ERR ${cause}\n`),
    );
  });
}

/** Why a way to dial leads nowhere (esl-captures, originate-failures). */
function unreachable(url: string): string {
  if (url.startsWith('sofia/external/')) return 'NORMAL_TEMPORARY_FAILURE';
  if (url.startsWith('sofia/')) return 'INVALID_PROFILE';
  if (url.startsWith('loopback/')) return 'NORMAL_CLEARING';
  return 'CHAN_NOT_IMPLEMENTED';
}
