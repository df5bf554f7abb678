import { m } from '../messages/m.ts';
import type { Outcome } from './record.ts';

const WORDS: Readonly<Record<Outcome, () => string>> = {
  ongoing: m.history_ongoing,
  answered: m.history_answered,
  missed: m.history_missed,
  rejected: m.history_rejected,
  busy: m.history_busy,
  elsewhere: m.history_elsewhere,
  failed: m.history_failed,
};

/** How a call ended, in a word or two. */
export const outcomeWords = (outcome: Outcome): string => WORDS[outcome]();
