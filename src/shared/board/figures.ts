import type { QueueEvent } from './event.ts';

/** What a queue did since `sinceMs` (docs/queues.md says what each means). Sums in ms. */
export interface QueueFigures {
  readonly answered: number;
  readonly abandoned: number;
  /** Answered within the goal. */
  readonly inTime: number;
  /** Sum of the waits of those answered, and the longest of all waits that ended. */
  readonly waitMs: number;
  readonly longestMs: number;
  /** Calls whose end was seen, and how long they were together. */
  readonly talks: number;
  readonly talkMs: number;
  /** ms since the epoch from which on these are counted; what was before is not in them. */
  readonly sinceMs: number;
}

export const noFigures = (sinceMs: number): QueueFigures => ({
  answered: 0,
  abandoned: 0,
  inTime: 0,
  waitMs: 0,
  longestMs: 0,
  talks: 0,
  talkMs: 0,
  sinceMs,
});

/** The figures after something happened. @param goalMs within which a call is to be answered */
export function counted(figures: QueueFigures, event: QueueEvent, goalMs: number): QueueFigures {
  if (event.kind === 'talked')
    return { ...figures, talks: figures.talks + 1, talkMs: figures.talkMs + event.talkMs };
  const longestMs = Math.max(figures.longestMs, event.waitMs);
  if (event.kind === 'answered') {
    return {
      ...figures,
      longestMs,
      answered: figures.answered + 1,
      inTime: figures.inTime + (event.waitMs <= goalMs ? 1 : 0),
      waitMs: figures.waitMs + event.waitMs,
    };
  }
  return { ...figures, longestMs, abandoned: figures.abandoned + 1 };
}

const share = (part: number, whole: number): number | undefined =>
  whole === 0 ? undefined : part / whole;

/**
 * Share (0 to 1) of calls that were answered within the goal, of all that were answered or abandoned;
 * undefined while there was none.
 */
export const serviceLevel = ({ inTime, answered, abandoned }: QueueFigures): number | undefined =>
  share(inTime, answered + abandoned);
/** Share of calls that were abandoned. */
export const abandonRate = ({ answered, abandoned }: QueueFigures): number | undefined =>
  share(abandoned, answered + abandoned);
/** Average speed of answer (ms): how long those waited who were answered. */
export const averageWaitMs = ({ waitMs, answered }: QueueFigures): number | undefined =>
  share(waitMs, answered);
/** Average handling time (ms): talk, and the wrap-up that follows. @param wrapUpMs of the queue's agents */
export const averageHandlingMs = (
  { talkMs, talks }: QueueFigures,
  wrapUpMs: number,
): number | undefined => (talks === 0 ? undefined : talkMs / talks + wrapUpMs);

/** ms since the epoch when the day of a moment began, where the clock is `offsetMs` ahead of UTC. */
export const dayStart = (atMs: number, offsetMs: number): number =>
  Math.floor((atMs + offsetMs) / 86_400_000) * 86_400_000 - offsetMs;
