import type { ConnectionPhase } from '@shared/domain/phase.ts';

/** How the connection of a site stands, in a word or two. */
export const PHASE_WORDS: Readonly<Record<ConnectionPhase, string>> = {
  idle: 'Not connected',
  connecting: 'Connecting…',
  syncing: 'Reading the calls…',
  online: 'Connected',
  offline: 'Offline',
  stopped: 'Not connected',
};
