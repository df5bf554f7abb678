import { FIRST_SITE, newSiteId, type SiteId } from '@shared/domain/site.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { parseExtension } from '@shared/domain/validate.ts';

/** A PBX that the command line names: `--site NAME --esl HOST:PORT …` or `--site NAME --webitel URL …`. */
export interface GivenSite {
  readonly id: SiteId;
  readonly name: string;
  readonly esl?: { readonly host: string; readonly port: number };
  readonly eslUser?: string;
  readonly webitel?: string;
  readonly extension?: string;
}

/** A scripted start (README, "Scripted starts"). Secrets come by the environment, never here. */
export interface StartOptions {
  /** The PBXes to watch in this run, in place of those of the settings; none for those. */
  readonly sites: readonly GivenSite[];
  /** My phone where no PBX is named: on the demo PBX, or on the first of the settings. */
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
  'site',
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
  const values: Named[] = [];
  const flags = new Set<string>();
  const rest: string[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('--')) {
      rest.push(arg);
      continue;
    }
    const [name = '', ...tail] = arg.slice(2).split('=');
    if (!isWithValue(name)) {
      flags.add(name);
      continue;
    }
    const value = arg.includes('=') ? tail.join('=') : args[(i += 1)];
    if (value === undefined || value === '') return fail('bad-input', `--${name} needs a value.`);
    values.push({ name, value });
  }
  const last = (wanted: WithValue): string | undefined =>
    values.findLast(({ name }) => name === wanted)?.value;
  const extension = last('extension');
  for (const { name, value } of values) {
    const parsed = name === 'extension' ? parseExtension(value) : ok(null);
    if (!parsed.ok) return fail('bad-input', `--extension: ${parsed.error.message}`);
  }
  const sites = sitesOf(values);
  if (!sites.ok) return sites;
  return ok({
    sites: sites.value,
    ...pick('extension', extension),
    ...pick('userDataDir', last('user-data-dir')),
    ...pick('screenshot', last('screenshot')),
    demoIfUnset: flags.has('demo-if-unset'),
    hidden: flags.has('hidden'),
    rest,
  });
}

type WithValue = (typeof WITH_VALUE)[number];
interface Named {
  readonly name: WithValue;
  readonly value: string;
}

const isWithValue = (name: string): name is WithValue =>
  (WITH_VALUE as readonly string[]).includes(name);

const pick = <K extends string>(key: K, value: string | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };

/**
 * The PBXes that are named, in order. What stands between two addresses is of the one before it, or of
 * the one after it where the line begins with --site; what is given once is of all.
 */
function sitesOf(values: readonly Named[]): Result<GivenSite[]> {
  const order = values.filter(({ name }) => name === 'site' || isAddress(name));
  const namedFirst = order[0]?.name === 'site';
  const groups: Map<WithValue, string>[] = [];
  const opens = namedFirst ? (name: WithValue) => name === 'site' : isAddress;
  for (const { name, value } of values) {
    const group = groups.at(-1);
    const another = isAddress(name) && (group?.has('esl') || group?.has('webitel'));
    if (opens(name) || another || !group) groups.push(new Map([[name, value]]));
    else group.set(name, value);
  }
  const sites: GivenSite[] = [];
  for (const group of groups.filter((one) => one.has('esl') || one.has('webitel'))) {
    const site = siteOf(group, values, sites);
    if (!site.ok) return site;
    sites.push(site.value);
  }
  if (order.filter(({ name }) => name === 'site').length > sites.length)
    return fail('bad-input', '--site names a PBX: give --esl or --webitel with it.');
  return ok(sites);
}

const isAddress = (name: WithValue): boolean => name === 'esl' || name === 'webitel';

/** One PBX, of what stands with its address and of what is given once, for all. */
function siteOf(
  group: ReadonlyMap<WithValue, string>,
  values: readonly Named[],
  before: readonly GivenSite[],
): Result<GivenSite> {
  const of = (wanted: WithValue): string | undefined => {
    const given = values.filter(({ name }) => name === wanted);
    return group.get(wanted) ?? (given.length === 1 ? given[0]?.value : undefined);
  };
  const name = (group.get('site') ?? '').slice(0, 60);
  if (before.some((other) => name !== '' && other.name === name))
    return fail('bad-input', `--site ${name} is given twice.`);
  const id =
    before.length === 0 && name === ''
      ? FIRST_SITE
      : newSiteId(
          name,
          before.map((other) => other.id),
        );
  const common = {
    id,
    name,
    ...pick('eslUser', of('esl-user')),
    ...pick('extension', of('extension')),
  };
  const webitel = group.get('webitel');
  if (webitel !== undefined)
    return /^https?:\/\/[^\s@?#]+$/i.test(webitel)
      ? ok({ ...common, webitel })
      : fail('bad-input', '--webitel needs an address such as https://pbx.example.com:10022.');
  const address = parseAddress(group.get('esl') ?? '');
  return address.ok ? ok({ ...common, esl: address.value }) : address;
}

/** `host:port`, `host` (port 8021) or `[v6]:port`. */
function parseAddress(text: string): Result<{ host: string; port: number }> {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/.exec(text);
  const port = Number(match?.[3] ?? 8021);
  return match && port >= 1 && port <= 65_535
    ? ok({ host: match[1] ?? match[2] ?? '', port })
    : fail('bad-input', `--esl needs HOST:PORT, not “${text.slice(0, 100)}”.`);
}
