import type { ConnectionStatus } from '@shared/pbx/status.ts';
import type { Settings } from '@shared/settings/settings.ts';
import { maskNumbers, withoutSecrets } from './mask.ts';
import { settingsLines } from './settings.ts';

export interface Facts {
  /** ms since the epoch. */
  readonly atMs: number;
  /** Name and version of each thing the app runs on, in the order they are told. */
  readonly versions: Readonly<Record<string, string>>;
  readonly settings: Settings;
  /** Each PBX by its name, and how it stands. */
  readonly sites: readonly { readonly name: string; readonly status: ConnectionStatus | null }[];
  /** Further facts: counts, sizes, how secrets are kept. */
  readonly state: Readonly<Record<string, string | number | boolean>>;
  readonly hotkeyProblems: Readonly<Record<string, string>>;
  /** Of the log of faults, masked already. */
  readonly faults: readonly string[];
  /** Of the Recorder, masked already. */
  readonly lines: readonly string[];
  /** Every secret the app knows, to be looked for and taken out. */
  readonly secrets: readonly string[];
}

/**
 * The diagnostics file: plain text, made to be read by the person before they send it. It holds no
 * password, token or key, no name of a caller, and of numbers only how long they are.
 */
export function report(facts: Facts): string {
  const text = [
    'Ringside diagnostics',
    `Made ${new Date(facts.atMs).toISOString()}. Read it before you send it: it should hold nothing`,
    'that you would not want to give away. Digits of numbers are shown as #.',
    ...section('Versions', pairs(facts.versions)),
    ...section(
      'Connection',
      facts.sites.length === 0 ? ['none is set up'] : facts.sites.flatMap(siteLines),
    ),
    ...section('State', [...pairs(facts.state), ...pairs(facts.hotkeyProblems, 'hotkey ')]),
    ...section('Settings', settingsLines(facts.settings)),
    ...section('Faults', facts.faults.length === 0 ? ['none'] : facts.faults),
    ...section('Last lines (> sent, < received, = connection, else what it meant)', facts.lines),
    '',
  ].join('\n');
  return withoutSecrets(text, facts.secrets);
}

const section = (title: string, lines: readonly string[]): string[] => [
  '',
  `== ${title}`,
  ...lines,
];

const pairs = (
  values: Readonly<Record<string, string | number | boolean>>,
  prefix = '',
): string[] => Object.entries(values).map(([name, value]) => `${prefix}${name}: ${value}`);

function siteLines({ name, status }: Facts['sites'][number]): string[] {
  if (!status) return [`${name}: not connected yet`];
  const { phase, backend, where, error, feed, limits, capabilities } = status;
  const words = (text: string): string => maskNumbers(text, [where]);
  const refused = Object.entries(capabilities).filter(([, reason]) => reason !== '');
  return [
    `${phase}: ${backend} at ${where}, told by ${feed}`,
    ...(error ? [`error: ${error.kind}, ${words(error.message)}`] : []),
    ...(error?.detail ? [`detail: ${words(error.detail)}`] : []),
    ...(limits === '' ? [] : [`limits: ${words(limits)}`]),
    ...refused.map(([kind, reason]) => `cannot ${kind}: ${words(reason)}`),
  ];
}
