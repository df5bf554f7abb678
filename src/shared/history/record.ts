import * as v from 'valibot';

/** How a call of mine ended, or that it goes on. */
export const OUTCOMES = [
  'ongoing',
  'answered',
  'missed',
  'rejected',
  'busy',
  'elsewhere',
  'failed',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One call of mine. Times in ms since the epoch by the PBX's clock; 0 where it did not happen. */
export const CallRecord = v.object({
  id: v.number(),
  /** The site whose call it was; one that was removed since is still named by this. */
  site: v.string(),
  callId: v.string(),
  way: v.picklist(['in', 'out']),
  name: v.string(),
  number: v.string(),
  /** The queue or number that the caller dialled, or ''. */
  dialled: v.string(),
  startedMs: v.number(),
  answeredMs: v.number(),
  endedMs: v.number(),
  outcome: v.picklist(OUTCOMES),
  /** The PBX's own word for the end. */
  cause: v.string(),
  /** Whether a missed call was looked at. */
  seen: v.boolean(),
});
export type CallRecord = v.InferOutput<typeof CallRecord>;

/** Which calls are asked for. */
export const HistoryQuery = v.object({
  text: v.pipe(v.string(), v.maxLength(200)),
  only: v.picklist(['all', 'missed', 'in', 'out']),
  offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
});
export type HistoryQuery = v.InferOutput<typeof HistoryQuery>;

export const HistoryPage = v.object({
  records: v.array(CallRecord),
  total: v.number(),
  unseen: v.number(),
});
export type HistoryPage = v.InferOutput<typeof HistoryPage>;

/** Causes by which a call of mine that rang was answered by someone else. */
const ELSEWHERE = new Set(['LOSE_RACE', 'PICKED_OFF', 'ATTENDED_TRANSFER']);
const BUSY = new Set(['USER_BUSY', 'CALL_REJECTED']);

/** How a call to me ended that I did not answer. @param rang whether my phone rang at all */
export function outcomeOfInbound(cause: string, rang: boolean): Outcome {
  if (ELSEWHERE.has(cause)) return 'elsewhere';
  if (BUSY.has(cause)) return rang ? 'rejected' : 'busy';
  return 'missed';
}

/** How a call I placed ended that nobody answered. */
export function outcomeOfOutbound(cause: string): Outcome {
  return BUSY.has(cause) ? 'busy' : 'failed';
}
