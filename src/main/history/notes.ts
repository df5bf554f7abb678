import type { CallRecord, HistoryPage, HistoryQuery, Outcome } from '@shared/history/record.ts';
import { claimIn, type Claim } from '../rules/claims.ts';
import type { Beginning, History } from './history.ts';

/** A call that goes on: the site, the PBX's id, and whether it came in. No other that goes on has all three. */
export type CallKey = Pick<CallRecord, 'site' | 'callId' | 'way'>;

/** What is to be written to the history, in the order it happened. Written twice, it is as written once. */
export type Note =
  | { readonly kind: 'begin'; readonly call: Beginning }
  | {
      readonly kind: 'name';
      readonly of: CallKey;
      readonly as: Pick<Beginning, 'name' | 'number' | 'dialled'>;
    }
  | { readonly kind: 'answered'; readonly of: CallKey; readonly atMs: number }
  | {
      readonly kind: 'end';
      readonly of: CallKey;
      readonly atMs: number;
      readonly outcome: Outcome;
      readonly cause: string;
    }
  /** It was no call of mine. */
  | { readonly kind: 'forget'; readonly of: CallKey }
  | { readonly kind: 'claimed'; readonly claim: Claim }
  /** What a person does with the records. */
  | { readonly kind: 'seen' }
  /** `id` undefined for all that are over. @see History.removeForNow */
  | { readonly kind: 'remove'; readonly id: number | undefined; readonly batch: number }
  | { readonly kind: 'restore'; readonly batch: number }
  /** Calls older than so many days are not kept. @see History.expire */
  | { readonly kind: 'expire'; readonly days: number; readonly nowMs: number };

/** What is asked of the history, and what is answered. */
export interface Answers {
  query: HistoryPage;
  latest: CallRecord[];
  csv: string;
  claim: boolean;
}
export type Question =
  | { readonly kind: 'query'; readonly query: HistoryQuery }
  | { readonly kind: 'latest'; readonly count: number }
  | { readonly kind: 'csv' }
  | { readonly kind: 'claim'; readonly claim: Claim };

/** Writes one note. @throws what the database says */
export function writeNote(history: History, note: Note): void {
  if (note.kind === 'begin') return void history.begin(note.call);
  if (note.kind === 'seen') return history.markSeen();
  if (note.kind === 'remove') return history.removeForNow(note.id, note.batch);
  if (note.kind === 'restore') return history.restore(note.batch);
  if (note.kind === 'expire') return history.expire(note.days, note.nowMs);
  if (note.kind === 'claimed') return void claimIn(history.database, note.claim);
  const id = history.ongoing(note.of);
  // It ended already, or somebody deleted it.
  if (id === undefined) return;
  if (note.kind === 'name') history.name(id, note.as);
  else if (note.kind === 'answered') history.answered(id, note.atMs);
  else if (note.kind === 'end') history.end(id, note.atMs, note.outcome, note.cause);
  else history.remove(id);
}

/** Answers one question. @throws what the database says */
export function answerQuestion(history: History, question: Question): Answers[keyof Answers] {
  switch (question.kind) {
    case 'query':
      return history.query(question.query);
    case 'latest':
      return history.latest(question.count);
    case 'csv':
      return history.csv();
    case 'claim':
      return claimIn(history.database, question.claim);
  }
}
