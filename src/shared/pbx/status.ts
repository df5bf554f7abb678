import type { Capabilities } from '../commands/command.ts';
import type { ConnectionPhase } from '../domain/phase.ts';
import type { AppError } from '../domain/result.ts';

/** How the app learns of changes: told by the PBX, or by asking again and again. */
type Feed = 'events' | 'partial-events' | 'polling';

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
