import { parseArgs } from 'node:util';
import type { Compat } from './gateway.ts';

export const USAGE = `Usage: ringside-gateway (--demo | --esl HOST:PORT [--esl-user USER] | --webitel URL [--webitel-user USER])
                        --accounts FOLDER [--listen HOST:PORT] [--cert FILE --key FILE]
                        [--compat 2016|2021] [--cors ORIGIN] [--limit N] [--audit FILE]
       ringside-gateway user add NAME --accounts FOLDER [--extension 201@DOMAIN] [--role ROLE] [--group NAME]
       ringside-gateway user token NAME --accounts FOLDER [--days N]
       ringside-gateway user revoke NAME --accounts FOLDER
       ringside-gateway rotate --accounts FOLDER

  --demo               on a demo PBX, with one user whose token and key stand in the first line
  --esl HOST:PORT      the FreeSWITCH; its password comes in RINGSIDE_PASSWORD
  --webitel URL        a Webitel; RINGSIDE_PASSWORD, or RINGSIDE_TOKEN and RINGSIDE_KEY
  --ca FILE            certificates that the Webitel's is checked by, beside the system's
  --accounts FOLDER    users, secrets and revoked tokens; several gateways may share it
  --listen HOST:PORT   where it listens (default 127.0.0.1:10022; port 0 takes a free one)
  --cert, --key FILE   PEM files for TLS, read again when they change
  --plain-http         given twice: HTTP without TLS beyond this computer
  --compat YEAR        answers as webitel/core (2016) or webitel/engine-nodejs (2021)
  --cors ORIGIN        pages from there may ask; may be given again
  --limit N            requests a minute that a user may make (default 1200)
  --context NAME       dialplan context of calls that are placed (default default)
  --ring SECONDS       how long a phone rings before a call is given up (default 60)
  --audit FILE         one line a command, and a sign-in; without it on stderr
`;

export interface Parsed {
  readonly words: readonly string[];
  readonly demo: boolean;
  readonly esl: { readonly host: string; readonly port: number; readonly user: string } | undefined;
  readonly webitel:
    { readonly url: string; readonly user: string; readonly ca: string } | undefined;
  readonly accounts: string;
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly compat: Compat;
  readonly cors: readonly string[];
  readonly limit: number;
  readonly context: string;
  readonly ringSeconds: number;
  readonly audit: string;
  readonly extension: string;
  readonly role: string;
  readonly groups: readonly string[];
  readonly days: number;
}

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  demo: { type: 'boolean', default: false },
  esl: TEXT,
  'esl-user': { ...TEXT, default: '' },
  webitel: TEXT,
  'webitel-user': { ...TEXT, default: '' },
  ca: { ...TEXT, default: '' },
  accounts: { ...TEXT, default: '' },
  listen: TEXT,
  cert: TEXT,
  key: TEXT,
  'plain-http': { type: 'boolean', multiple: true },
  compat: { ...TEXT, default: 'none' },
  cors: { ...TEXT, multiple: true },
  limit: { ...TEXT, default: '1200' },
  context: { ...TEXT, default: 'default' },
  ring: { ...TEXT, default: '60' },
  audit: { ...TEXT, default: '' },
  extension: { ...TEXT, default: '' },
  role: { ...TEXT, default: 'agent' },
  group: { ...TEXT, multiple: true },
  days: { ...TEXT, default: '90' },
} as const;

/** Reads the arguments. @throws where they make no sense, in a sentence */
export function readOptions(args: readonly string[]): Parsed {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
  });
  const { host, port } = addressIn(
    'listen',
    values.listen ?? (values.demo ? '127.0.0.1:0' : '127.0.0.1:10022'),
    10_022,
  );
  const { cert, key } = values;
  if ((cert === undefined) !== (key === undefined))
    throw new Error('--cert and --key go together.');
  const tls = cert !== undefined && key !== undefined ? { cert, key } : undefined;
  const isSaidTwice = (values['plain-http'] ?? []).length >= 2;
  if (!tls && !isLoopback(host) && !isSaidTwice)
    throw new Error(
      'Without --cert and --key it listens on this computer alone: passwords would cross the network in plain text. If that is meant, write --plain-http twice.',
    );
  return {
    words: positionals,
    demo: values.demo,
    esl:
      values.esl === undefined
        ? undefined
        : { ...addressIn('esl', values.esl, 8021), user: values['esl-user'] },
    webitel:
      values.webitel === undefined
        ? undefined
        : { url: values.webitel, user: values['webitel-user'], ca: values.ca },
    accounts: values.accounts,
    host,
    port,
    tls,
    compat: compatOf(values.compat),
    cors: values.cors ?? [],
    limit: wholeOf('limit', values.limit, 1_000_000),
    context: values.context,
    ringSeconds: wholeOf('ring', values.ring, 300),
    audit: values.audit,
    extension: values.extension,
    role: values.role,
    groups: values.group ?? [],
    days: wholeOf('days', values.days, 3_650),
  };
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\./.test(host);

function compatOf(text: string): Compat {
  if (text === '2016' || text === '2021' || text === 'none') return text;
  throw new Error(`--compat takes 2016 or 2021, not “${text}”.`);
}

function wholeOf(name: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
  throw new Error(`--${name} takes a whole number from 1 to ${most}, not “${text}”.`);
}

/** `host:port`, `host` or `[v6]:port`. */
function addressIn(name: string, text: string, otherwise: number): { host: string; port: number } {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/.exec(text);
  const port = Number(match?.[3] ?? otherwise);
  if (match && port <= 65_535) return { host: match[1] ?? match[2] ?? '', port };
  throw new Error(`--${name} takes HOST:PORT, not “${text.slice(0, 100)}”.`);
}
