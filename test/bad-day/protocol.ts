import type { Channel } from '../../src/shared/domain/channel.ts';
import type { ConnectionPhase } from '../../src/shared/domain/phase.ts';
import type { KeyringState } from '../../src/main/settings/keyring.ts';

/** How the app's process is begun. */
export interface AppOptions {
  /** Its data folder. */
  readonly directory: string;
  /** Where the Event Socket is reached. */
  readonly port: number;
  readonly password: string;
  /** Where the session's bus listens. */
  readonly bus: string;
  /** A FIFO that a hanging resolver waits for. */
  readonly resolver: string;
}

/** What the app's process is asked, and what it answers. */
export interface AppAnswers {
  state: AppState;
  /** Bytes held once all garbage is collected; from here on the probe counts anew. */
  held: number;
  /** Changes a setting. */
  patch: void;
  /** Its clock is so many ms ahead, and what is older than 90 days is to go. */
  clock: void;
  /** Names are looked up that the resolver does not answer, or no more. */
  dns: void;
  /** Looks again whether the keyring answers. */
  keyring: void;
  /** Ends; whether history and settings are on the disk. */
  stop: { readonly history: boolean; readonly settings: boolean };
}
export type AppQuestion =
  | { readonly ask: 'state' | 'held' | 'keyring' | 'stop' }
  | { readonly ask: 'patch'; readonly value: string }
  | { readonly ask: 'clock'; readonly aheadMs: number }
  | { readonly ask: 'dns'; readonly hangs: boolean };

/** How the app is just now. */
export interface AppState {
  readonly phase: ConnectionPhase;
  readonly table: readonly Channel[];
  /** Longest that main did not answer since the probe counts (ms), less what the machine kept from it. */
  readonly longestMs: number;
  readonly rssBytes: number;
  /** Changes told by the table since it began. */
  readonly changes: number;
  readonly keyring: KeyringState;
  /** What a person was told, in order. */
  readonly said: readonly string[];
}

/** What the app says by itself: that it is ready, and each phase of its connection. */
export type AppTells = { readonly tells: 'ready' } | { readonly tells: ConnectionPhase };

export interface Asked {
  readonly id: number;
  readonly question: AppQuestion;
}
export interface Answered {
  readonly id: number;
  readonly value: unknown;
}
