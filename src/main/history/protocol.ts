import type { CallRecord } from '@shared/history/record.ts';
import type { Answers, Note, Question } from './notes.ts';

/** What main sends to the history's thread. */
export type ToHistory =
  | { readonly kind: 'write'; readonly notes: readonly Note[] }
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  | { readonly kind: 'close' };

/** What it sends back. */
export type FromHistory =
  /** The file is open. @see Opened; calls that were going on when the program last stopped */
  | {
      readonly kind: 'opened';
      readonly problem: string;
      readonly unseen: number;
      readonly unfinished: readonly CallRecord[];
    }
  | { readonly kind: 'written'; readonly unseen: number }
  /** The file could not be opened at the start. */
  | { readonly kind: 'unopened'; readonly why: string }
  /** The notes were not written, none of them. */
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value: Answers[keyof Answers] }
  | { readonly kind: 'refused'; readonly id: number; readonly why: string }
  | { readonly kind: 'closed' };
