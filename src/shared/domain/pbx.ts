import type { AppError } from './result.ts';

/** What a person can ask of the PBX. */
export type Command =
  | { readonly kind: 'hold'; readonly uuid: string }
  | { readonly kind: 'resume'; readonly uuid: string }
  | { readonly kind: 'hangup'; readonly uuid: string }
  | { readonly kind: 'reject'; readonly uuid: string }
  | { readonly kind: 'answer'; readonly uuid: string }
  | { readonly kind: 'mute'; readonly uuid: string }
  | { readonly kind: 'unmute'; readonly uuid: string }
  /** My phone (`extension`) rings first, then `number` is called. */
  | {
      readonly kind: 'originate';
      readonly extension: string;
      readonly number: string;
      readonly autoAnswer: boolean;
    }
  /** `extension`'s phone rings, and on answer hears the leg `uuid`. */
  | { readonly kind: 'eavesdrop'; readonly uuid: string; readonly extension: string };

export const COMMAND_KINDS = [
  'hold',
  'resume',
  'hangup',
  'reject',
  'answer',
  'mute',
  'unmute',
  'originate',
  'eavesdrop',
] as const satisfies readonly Command['kind'][];

/** For each command: '' when the login may give it, else the reason why not. */
export type Capabilities = Readonly<Record<Command['kind'], string>>;

/** The capabilities that a reason for each command makes; '' allows it. */
export const capabilitiesBy = (reason: (kind: Command['kind']) => string): Capabilities =>
  Object.fromEntries(COMMAND_KINDS.map((kind) => [kind, reason(kind)])) as Capabilities;

/** What can be done while nothing is connected. */
export const NO_CAPABILITIES = capabilitiesBy(() => 'There is no connection to the PBX.');

/** How the app learns of changes: told by the PBX, or by asking again and again. */
type Feed = 'events' | 'partial-events' | 'polling';

export type ConnectionPhase = 'idle' | 'connecting' | 'syncing' | 'online' | 'offline' | 'stopped';

/** The connection as shown: never guessed, each phase has its own view. */
export interface ConnectionStatus {
  readonly phase: ConnectionPhase;
  readonly backend: 'esl' | 'webitel';
  /** `host:port` or the URL, without any secret. */
  readonly where: string;
  readonly error?: AppError;
  /** ms since the epoch of the next try; only when `offline`. */
  readonly retryAtMs?: number;
  readonly feed: Feed;
  readonly capabilities: Capabilities;
  /** What a limited login hides, in words; '' when nothing. */
  readonly limits: string;
}
