import {
  abandonRate,
  averageHandlingMs,
  averageWaitMs,
  serviceLevel,
} from '@shared/board/figures.ts';
import type { PersonState } from '@shared/board/person.ts';
import { duration } from '../../lib/format.ts';
import type { ShownQueue } from '../../state/board.svelte.ts';

/** What a click on a figure shows: those who wait, or agents in these states. */
export type Shows = 'waiting' | readonly PersonState[];

/** A column of the table of queues. */
interface Figure {
  readonly heading: string;
  /** What it means, for a tooltip: docs/queues.md has all of it. */
  readonly means: string;
  readonly text: (queue: ShownQueue, nowMs: number) => string;
  readonly shows?: Shows;
  /** Whether somebody has to look at it. */
  readonly isBad?: (queue: ShownQueue, nowMs: number) => boolean;
}

const UNKNOWN = '–';
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const share = (value: number | undefined): string =>
  value === undefined ? UNKNOWN : percent.format(value);
const time = (ms: number | undefined): string => (ms === undefined ? UNKNOWN : duration(ms));
const inStates = (queue: ShownQueue, states: readonly PersonState[]): number =>
  states.reduce((sum, state) => sum + (queue.states[state] ?? 0), 0);

const FREE: readonly PersonState[] = ['free'];
const BUSY: readonly PersonState[] = ['talks', 'holds', 'calls'];
const RINGING: readonly PersonState[] = ['rings'];
const AWAY: readonly PersonState[] = ['break', 'wraps-up'];

/** ms of wrap-up that the queue's agents have after a call: the mean of what is set. */
function wrapUpMs({ agents }: ShownQueue): number {
  const set = agents.flatMap(({ agent }) => (agent ? [Number(agent.wrap_up_time) * 1000] : []));
  return set.length === 0 ? 0 : set.reduce((sum, ms) => sum + ms, 0) / set.length;
}

/** ms after which a wait is worth a look: the goal of the service level. */
const LONG_WAIT_MS = 20_000;
const waitMs = ({ longestSinceMs }: ShownQueue, nowMs: number): number =>
  longestSinceMs === 0 ? 0 : nowMs - longestSinceMs;

/** The figures of a queue, in the order they stand. */
export const FIGURES: readonly Figure[] = [
  {
    heading: 'Waiting',
    means: 'Callers who wait for an answer',
    text: ({ waiting }) => String(waiting.length),
    shows: 'waiting',
    isBad: (queue, nowMs) => waitMs(queue, nowMs) > LONG_WAIT_MS,
  },
  {
    heading: 'Longest wait',
    means: 'How long the caller has waited who came first',
    text: (queue, nowMs) => (queue.longestSinceMs === 0 ? UNKNOWN : duration(waitMs(queue, nowMs))),
    shows: 'waiting',
    isBad: (queue, nowMs) => waitMs(queue, nowMs) > LONG_WAIT_MS,
  },
  {
    heading: 'Free',
    means: 'Agents who can be offered a call now',
    text: (queue) => String(inStates(queue, FREE)),
    shows: FREE,
    isBad: (queue) => queue.waiting.length > 0 && inStates(queue, FREE) === 0,
  },
  {
    heading: 'Ringing',
    means: 'Agents whose phone rings',
    text: (queue) => String(inStates(queue, RINGING)),
    shows: RINGING,
  },
  {
    heading: 'Busy',
    means: 'Agents on a call, of whatever queue',
    text: (queue) => String(inStates(queue, BUSY)),
    shows: BUSY,
  },
  {
    heading: 'Away',
    means: 'Agents on a break or in wrap-up',
    text: (queue) => String(inStates(queue, AWAY)),
    shows: AWAY,
  },
  {
    heading: 'Answered',
    means: 'Calls that an agent answered',
    text: ({ figures }) => String(figures.answered),
  },
  {
    heading: 'Abandoned',
    means: 'Callers who left without an answer',
    text: ({ figures }) =>
      figures.abandoned === 0 ? '0' : `${figures.abandoned} (${share(abandonRate(figures))})`,
  },
  {
    heading: 'Service level',
    means: 'Answered within 20 s, of all that were answered or abandoned',
    text: ({ figures }) => share(serviceLevel(figures)),
  },
  {
    heading: 'Avg. wait',
    means: 'How long those waited who were answered',
    text: ({ figures }) => time(averageWaitMs(figures)),
  },
  {
    heading: 'Avg. handling',
    means: 'How long a call took, wrap-up included',
    text: (queue) => time(averageHandlingMs(queue.figures, wrapUpMs(queue))),
  },
];
