import { fail, ok, type Result } from '@shared/domain/result.ts';
import { parseExtension } from '@shared/domain/validate.ts';

/** A scripted start (README, "Scripted starts"). Secrets come by the environment, never here. */
export interface StartOptions {
  readonly esl?: { readonly host: string; readonly port: number };
  readonly eslUser?: string;
  readonly webitel?: string;
  readonly extension?: string;
  readonly userDataDir?: string;
  /** Save what the window shows to this file, and end. */
  readonly screenshot?: string;
  /** Start on the demo PBX when no connection has been chosen yet. */
  readonly demoIfUnset: boolean;
  /** Start in the tray, without a window. */
  readonly hidden: boolean;
  /** What another program or the command line hands over: a link, or a command. */
  readonly rest: readonly string[];
}

/** Arguments after the program, and after the folder where one is run (`electron .`). */
export const argumentsOf = (argv: readonly string[], packaged: boolean): readonly string[] =>
  argv.slice(packaged ? 1 : 2);

const WITH_VALUE = [
  'esl',
  'esl-user',
  'webitel',
  'extension',
  'user-data-dir',
  'screenshot',
] as const;

/**
 * Reads the arguments after the program (and, unpackaged, the folder). `--name value` and
 * `--name=value` are the same. Switches it does not know are Chromium's and left alone.
 */
export function parseArgs(args: readonly string[]): Result<StartOptions> {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const rest: string[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('--')) {
      rest.push(arg);
      continue;
    }
    const [name = '', ...tail] = arg.slice(2).split('=');
    if (!(WITH_VALUE as readonly string[]).includes(name)) {
      flags.add(name);
      continue;
    }
    const value = arg.includes('=') ? tail.join('=') : args[(i += 1)];
    if (value === undefined || value === '') return fail('bad-input', `--${name} needs a value.`);
    values.set(name, value);
  }
  const esl = values.get('esl');
  const address = esl === undefined ? undefined : parseAddress(esl);
  if (address && !address.ok) return address;
  const extension = values.get('extension');
  if (extension !== undefined) {
    const parsed = parseExtension(extension);
    if (!parsed.ok) return fail('bad-input', `--extension: ${parsed.error.message}`);
  }
  const webitel = values.get('webitel');
  if (webitel !== undefined && !/^https?:\/\/[^\s@?#]+$/i.test(webitel)) {
    return fail('bad-input', '--webitel needs an address such as https://pbx.example.com:10022.');
  }
  return ok({
    ...(address ? { esl: address.value } : {}),
    ...pick('eslUser', values.get('esl-user')),
    ...pick('webitel', webitel),
    ...pick('extension', extension),
    ...pick('userDataDir', values.get('user-data-dir')),
    ...pick('screenshot', values.get('screenshot')),
    demoIfUnset: flags.has('demo-if-unset'),
    hidden: flags.has('hidden'),
    rest,
  });
}

const pick = <K extends string>(key: K, value: string | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };

/** `host:port`, `host` (port 8021) or `[v6]:port`. */
function parseAddress(text: string): Result<{ host: string; port: number }> {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/.exec(text);
  const port = Number(match?.[3] ?? 8021);
  return match && port >= 1 && port <= 65_535
    ? ok({ host: match[1] ?? match[2] ?? '', port })
    : fail('bad-input', `--esl needs HOST:PORT, not “${text.slice(0, 100)}”.`);
}
