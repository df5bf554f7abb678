import * as v from 'valibot';
import { CHANNEL_FIELDS } from '../domain/channel.ts';
import { SITE_ID } from '../domain/site.ts';

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const within = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** Columns that a person reads from the first; the site is shown where there are several. */
const FIRST_COLUMNS = ['status', 'site', 'caller', 'callee', 'queue', 'duration'] as const;
/** Columns for whoever looks after the PBX, a click away. */
const TECHNICAL_COLUMNS = ['sense', 'presence', 'app', 'codec', 'host'] as const;
/** Columns that are words for people, and not a field of the PBX's row. */
export const READ_COLUMNS = [...FIRST_COLUMNS, ...TECHNICAL_COLUMNS] as const;
/** All columns: behind those every field of the PBX's row. */
export const COLUMNS = [...READ_COLUMNS, ...CHANNEL_FIELDS] as const;
export type Column = (typeof COLUMNS)[number];

export const DEFAULT_COLUMNS: Column[] = [...FIRST_COLUMNS];
/** What stood there before 2026-11-28, by which nobody chose anything. */
const FORMER_COLUMNS = 'status site sense caller callee presence duration app codec host';

/** px that a column may be dragged to. */
export const LEAST_WIDTH = 48;
export const MOST_WIDTH = 1_200;

/** What a line of the table is doing (shared/calls/rows.ts). */
const ROW_STATUSES = [
  'setting-up',
  'ringing',
  'calling',
  'waiting',
  'talking',
  'held',
  'listening',
  'parked',
  'ending',
] as const;

/** Which lines are shown, beside those that a filter's words leave. */
export const Where = v.object({
  /** Any of these states; none for all. */
  states: v.optional(v.pipe(v.array(v.picklist(ROW_STATUSES)), v.maxLength(20)), []),
  /** The queue a call is in or came through; '' for any. */
  queue: v.optional(text(200), ''),
  /** s in the present state at least; 0 for any. */
  overSec: v.optional(within(0, 86_400), 0),
  mine: v.optional(v.boolean(), false),
});
export type Where = v.InferOutput<typeof Where>;
export const EVERYWHERE: Where = { states: [], queue: '', overSec: 0, mine: false };

/** A filter that a person gave a name. */
export const SavedView = v.object({
  name: v.pipe(text(60), v.minLength(1)),
  filter: v.optional(text(200), ''),
  where: v.optional(Where, EVERYWHERE),
});
export type SavedView = v.InferOutput<typeof SavedView>;

export const GROUPINGS = ['none', 'queue', 'status', 'callee'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** States whose time can have a limit, s; 0 for none. */
export const Limits = v.object({
  waiting: v.optional(within(0, 86_400), 0),
  ringing: v.optional(within(0, 86_400), 0),
  talking: v.optional(within(0, 86_400), 0),
  held: v.optional(within(0, 86_400), 0),
});
export type Limits = v.InferOutput<typeof Limits>;

export const TableSettings = v.object({
  view: v.optional(v.picklist(['calls', 'channels']), 'calls'),
  columns: v.optional(
    v.pipe(
      v.array(v.picklist(COLUMNS)),
      v.minLength(1),
      v.maxLength(60),
      v.transform((columns) => (columns.join(' ') === FORMER_COLUMNS ? DEFAULT_COLUMNS : columns)),
    ),
    DEFAULT_COLUMNS,
  ),
  /** Whether the technical columns stand behind those chosen. */
  technical: v.optional(v.boolean(), false),
  /** px, of columns that were dragged. */
  widths: v.optional(v.record(v.picklist(COLUMNS), within(LEAST_WIDTH, MOST_WIDTH)), {}),
  /** Whether a line has one row of text, for thousands of calls, or two. */
  compact: v.optional(v.boolean(), false),
  sortBy: v.optional(v.picklist(COLUMNS), 'duration'),
  descending: v.optional(v.boolean(), false),
  filter: v.optional(text(200), ''),
  where: v.optional(Where, {}),
  views: v.optional(v.pipe(v.array(SavedView), v.maxLength(20)), []),
  groupBy: v.optional(v.picklist(GROUPINGS), 'none'),
  limits: v.optional(Limits, {}),
  mineFirst: v.optional(v.boolean(), true),
  /** The one site whose lines are shown; '' for all. */
  site: v.optional(v.union([v.literal(''), v.pipe(v.string(), v.regex(SITE_ID))]), ''),
});
export type TableSettings = v.InferOutput<typeof TableSettings>;

/** The columns that are shown, in their order. @param isSeveral whether there is more than one site */
export const shownColumns = ({ columns, technical }: TableSettings, isSeveral: boolean): Column[] =>
  [
    ...columns,
    ...(technical ? TECHNICAL_COLUMNS.filter((one) => !columns.includes(one)) : []),
  ].filter((column) => isSeveral || column !== 'site');
