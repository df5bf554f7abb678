/** Columns of an agent that are read (`callcenter_config agent list`), in mod_callcenter's words. */
const AGENT = [
  'name',
  'contact',
  'status',
  'state',
  'uuid',
  'wrap_up_time',
  'last_bridge_start',
  'last_bridge_end',
  'last_offered_call',
  'last_status_change',
  'no_answer_count',
  'calls_answered',
  'talk_time',
  'ready_time',
] as const;
/** Of a queue (`queue list`). */
const QUEUE = ['name', 'strategy', 'max_wait_time'] as const;
/** Of a tier (`tier list`): who serves which queue. */
const TIER = ['queue', 'agent', 'level', 'position'] as const;
/** Of a member (`queue list members`): who waits, is rung for, talks or gave up. */
const MEMBER = [
  'uuid',
  'queue',
  'session_uuid',
  'cid_number',
  'cid_name',
  'joined_epoch',
  'bridge_epoch',
  'abandoned_epoch',
  'serving_agent',
  'state',
] as const;
/** Of a registration (`show registrations`). */
const REGISTRATION = ['reg_user', 'realm', 'token', 'network_ip', 'network_port'] as const;

/** Which columns each part of the board has. */
const COLUMNS = {
  agents: AGENT,
  queues: QUEUE,
  tiers: TIER,
  members: MEMBER,
  registrations: REGISTRATION,
} as const;

/** What a PBX has beside channels. */
export type Part = keyof typeof COLUMNS;
export const PARTS = Object.keys(COLUMNS) as readonly Part[];
/** A row as the PBX lists it: every value is text. */
export type RowOf<P extends Part> = Readonly<Record<(typeof COLUMNS)[P][number], string>>;
export type Agent = RowOf<'agents'>;
export type Queue = RowOf<'queues'>;
export type Tier = RowOf<'tiers'>;
export type Member = RowOf<'members'>;
export type Registration = RowOf<'registrations'>;
/** A row of whichever part. */
export type AnyRow = Readonly<Record<string, string>>;

/** By which columns a row is known; a tier by its two. */
const KEYS: { readonly [P in Part]: readonly (typeof COLUMNS)[P][number][] } = {
  agents: ['name'],
  queues: ['name'],
  tiers: ['queue', 'agent'],
  members: ['uuid'],
  registrations: ['reg_user', 'realm'],
};
/** What cannot stand in a name. */
const BETWEEN = '\n';

/** A row's key in its part's table. */
export const keyOf = (part: Part, row: AnyRow): string =>
  KEYS[part].map((column) => row[column] ?? '').join(BETWEEN);

/** Longest value kept (characters), and most rows of a part. */
const MAX_VALUE = 512;
export const MAX_ROWS = 20_000;

/** The columns of a part out of what a list has; undefined where its key is missing. */
export function rowFrom(part: Part, source: Readonly<Record<string, unknown>>): AnyRow | undefined {
  const row: Record<string, string> = {};
  for (const column of COLUMNS[part]) {
    const value = source[column];
    row[column] =
      typeof value === 'string'
        ? value.slice(0, MAX_VALUE)
        : typeof value === 'number'
          ? String(value)
          : '';
  }
  return KEYS[part].every((column) => row[column] !== '') ? row : undefined;
}
