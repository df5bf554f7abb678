import { createHash } from 'node:crypto';
import type { NameSettings } from '@shared/contacts/contact.ts';
import type { ConnectionSettings, Settings, SiteSettings } from '@shared/settings/settings.ts';
import { fill } from '@shared/rules/template.ts';
import type { RuleAction } from '@shared/rules/rule.ts';

/** Something that leaves this program: a program to run, a host to speak to, a phone to ring. */
export interface Need {
  /** What an agreement to it is kept by: 64 hexadecimal digits. */
  readonly key: string;
  /** In words, for the question. */
  readonly words: string;
}

/** Longest part of a question shown (characters). */
const MAX_SHOWN = 200;

/** A text in a question: nothing in it is invisible, and what is left out is told. */
function shown(text: string): string {
  const visible = text.replace(/[\p{C}\p{Z}]/gu, (char) =>
    char === ' ' ? char : `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
  const rest = visible.length - MAX_SHOWN;
  return rest > 0
    ? `${visible.slice(0, MAX_SHOWN)}… and ${rest} more characters that are not shown here`
    : visible;
}

const need = (parts: readonly unknown[], words: string): Need => ({
  key: createHash('sha256').update(JSON.stringify(parts)).digest('hex'),
  words,
});

/** Scheme, host and port of the template of an address; '' where it is none. */
function originOf(template: string): string {
  const filled = fill(template, {});
  return URL.canParse(filled) ? new URL(filled).origin : '';
}

/** What a rule does, but for what a call fills in. */
export function needOfAction(action: RuleAction): Need {
  if (action.kind === 'program') {
    const { path, args } = action;
    const lines = args.map((arg, at) => `    argument ${at + 1}: ${shown(arg)}`);
    return need(['program', path, args], [`Run the program ${shown(path)}`, ...lines].join('\n'));
  }
  const origin = originOf(action.url);
  return action.kind === 'url'
    ? need(
        ['open', origin],
        `Open pages of ${shown(origin)} in the browser, with what is known of a call`,
      )
    : need(['webhook', origin], `Send what is known of a call to ${shown(origin)}`);
}

/** Whom the names of unknown callers are asked of; undefined for nobody. */
export function needOfLookup({ lookupUrl }: NameSettings): Need | undefined {
  if (lookupUrl === '') return undefined;
  const origin = originOf(lookupUrl);
  return need(['lookup', origin], `Send the numbers of unknown callers to ${shown(origin)}`);
}

/** Which PBX is signed in to; undefined for the demo, which is this program's own. */
function needOfConnection({ kind, esl, webitel }: ConnectionSettings): Need | undefined {
  if (kind === 'esl')
    return need(
      ['esl', esl.host, esl.port],
      `Sign in to the PBX at ${shown(`${esl.host}:${esl.port}`)}`,
    );
  if (kind !== 'webitel') return undefined;
  const { url, caFile } = webitel;
  const trusting = caFile === '' ? '' : `, trusting the certificates in ${shown(caFile)}`;
  return need(
    ['webitel', originOf(url), caFile],
    `Sign in to the Webitel at ${shown(originOf(url))}${trusting}`,
  );
}

/** Whose phone calls are made from. */
const needOfExtension = (extension: string): Need =>
  need(['extension', extension], `Make calls from the phone ${shown(extension)}`);

/** What it needs to watch a site: the PBX, and the phone there. */
export function needsOfSite({
  connection,
  extension,
}: Pick<SiteSettings, 'connection' | 'extension'>): Need[] {
  const pbx = needOfConnection(connection);
  if (!pbx) return [];
  return extension === '' ? [pbx] : [pbx, needOfExtension(extension)];
}

/** Everything these settings need. */
export function needsOf(settings: Settings): Need[] {
  const lookup = needOfLookup(settings.names);
  return [
    ...settings.rules.map(({ action }) => needOfAction(action)),
    ...(lookup ? [lookup] : []),
    ...settings.sites.flatMap(needsOfSite),
  ];
}
