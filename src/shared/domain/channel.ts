/**
 * The columns of a row of `show channels as json`, in FreeSWITCH's order (docs/protocol,
 * snapshot-1840-channels). Webitel's REST rows carry the same names.
 */
export const CHANNEL_FIELDS = [
  'uuid',
  'direction',
  'created',
  'created_epoch',
  'name',
  'state',
  'cid_name',
  'cid_num',
  'ip_addr',
  'dest',
  'application',
  'application_data',
  'dialplan',
  'context',
  'read_codec',
  'read_rate',
  'read_bit_rate',
  'write_codec',
  'write_rate',
  'write_bit_rate',
  'secure',
  'hostname',
  'presence_id',
  'presence_data',
  'accountcode',
  'callstate',
  'callee_name',
  'callee_num',
  'callee_direction',
  'call_uuid',
  'sent_callee_name',
  'sent_callee_num',
  'initial_cid_name',
  'initial_cid_num',
  'initial_ip_addr',
  'initial_dest',
  'initial_dialplan',
  'initial_context',
] as const;

export type ChannelField = (typeof CHANNEL_FIELDS)[number];

/** One row as the PBX lists it: every value is text, empty when the PBX has none. */
export type ChannelRow = Readonly<Record<ChannelField, string>>;
/** What is said of a row; a column that is undefined, or not there, is as it was. */
export type RowChange = { readonly [K in ChannelField]?: string | undefined };

/**
 * Who hears a leg that listens: nobody, the party of the leg it listens to (`own`), whoever that one talks to
 * (`partner`), or both. FreeSWITCH's keys and variables are about the leg listened to, not about agent and customer.
 */
export const SPEAKS_TO = ['', 'none', 'own', 'partner', 'both'] as const;
export type SpeaksTo = (typeof SPEAKS_TO)[number];

/** A leg of a call: the PBX's row, and what events tell beyond it. */
export interface Channel extends ChannelRow {
  /** Columns this program does not know, kept as they came. */
  readonly extra: Readonly<Record<string, string>>;
  /** Times in ms since the epoch by the PBX's clock; 0 where it has not happened. */
  readonly createdMs: number;
  readonly answeredMs: number;
  readonly heldMs: number;
  /** When the present `callstate` began; 0 when only a list told of it. */
  readonly stateMs: number;
  /** The leg this one was placed for (FreeSWITCH's Other-Type originator), or ''. */
  readonly originator: string;
  /** The leg it is bridged to, or ''. */
  readonly peer: string;
  /** A queue (mod_callcenter, mod_fifo) that rings this leg, or ''. */
  readonly queue: string;
  /** Whether this leg's microphone was muted by us and the PBX agreed. */
  readonly muted: boolean;
  /** Whether the PBX plays something to this leg's party (PLAYBACK_START). */
  readonly playing: boolean;
  /** Whether the leg it is bridged to is played something: the two do not hear each other. */
  readonly onMusic: boolean;
  /** Whether a command of ours makes this leg: my click-to-call, my listening in. */
  readonly placed: boolean;
  /** The leg that this one, which we make, is to listen to; '' for any other. */
  readonly hears: string;
  /** Of a leg that listens to another: who hears it; '' where that is not known. */
  readonly speaksTo: SpeaksTo;
  readonly cause: string;
}

const NOTHING = Object.freeze({}) as Readonly<Record<string, string>>;

/** Made once: a copy of a whole object costs a fraction of one that is put together. */
const EMPTY: Channel = {
  ...(Object.fromEntries(CHANNEL_FIELDS.map((field) => [field, ''])) as ChannelRow),
  extra: NOTHING,
  createdMs: 0,
  answeredMs: 0,
  heldMs: 0,
  stateMs: 0,
  originator: '',
  peer: '',
  queue: '',
  muted: false,
  playing: false,
  onMusic: false,
  placed: false,
  hears: '',
  speaksTo: '',
  cause: '',
};

/** A channel with nothing known but its uuid. */
export function emptyChannel(uuid: string): Channel {
  const channel = copyOf(EMPTY);
  channel.uuid = uuid;
  return channel;
}

/**
 * A copy to be changed. Written out, for one is made for each event: `{ ...channel }` takes 0.9 µs, this
 * 0.02 (docs/performance.md).
 */
export const copyOf = (channel: Channel): { -readonly [K in keyof Channel]: Channel[K] } => ({
  uuid: channel.uuid,
  direction: channel.direction,
  created: channel.created,
  created_epoch: channel.created_epoch,
  name: channel.name,
  state: channel.state,
  cid_name: channel.cid_name,
  cid_num: channel.cid_num,
  ip_addr: channel.ip_addr,
  dest: channel.dest,
  application: channel.application,
  application_data: channel.application_data,
  dialplan: channel.dialplan,
  context: channel.context,
  read_codec: channel.read_codec,
  read_rate: channel.read_rate,
  read_bit_rate: channel.read_bit_rate,
  write_codec: channel.write_codec,
  write_rate: channel.write_rate,
  write_bit_rate: channel.write_bit_rate,
  secure: channel.secure,
  hostname: channel.hostname,
  presence_id: channel.presence_id,
  presence_data: channel.presence_data,
  accountcode: channel.accountcode,
  callstate: channel.callstate,
  callee_name: channel.callee_name,
  callee_num: channel.callee_num,
  callee_direction: channel.callee_direction,
  call_uuid: channel.call_uuid,
  sent_callee_name: channel.sent_callee_name,
  sent_callee_num: channel.sent_callee_num,
  initial_cid_name: channel.initial_cid_name,
  initial_cid_num: channel.initial_cid_num,
  initial_ip_addr: channel.initial_ip_addr,
  initial_dest: channel.initial_dest,
  initial_dialplan: channel.initial_dialplan,
  initial_context: channel.initial_context,
  extra: channel.extra,
  createdMs: channel.createdMs,
  answeredMs: channel.answeredMs,
  heldMs: channel.heldMs,
  stateMs: channel.stateMs,
  originator: channel.originator,
  peer: channel.peer,
  queue: channel.queue,
  muted: channel.muted,
  playing: channel.playing,
  onMusic: channel.onMusic,
  placed: channel.placed,
  hears: channel.hears,
  speaksTo: channel.speaksTo,
  cause: channel.cause,
});

/** Whether two rows have the same in each column. Written out for the same reason as `copyOf`. */
export const sameRow = (a: ChannelRow, b: ChannelRow): boolean =>
  a.uuid === b.uuid &&
  a.direction === b.direction &&
  a.created === b.created &&
  a.created_epoch === b.created_epoch &&
  a.name === b.name &&
  a.state === b.state &&
  a.cid_name === b.cid_name &&
  a.cid_num === b.cid_num &&
  a.ip_addr === b.ip_addr &&
  a.dest === b.dest &&
  a.application === b.application &&
  a.application_data === b.application_data &&
  a.dialplan === b.dialplan &&
  a.context === b.context &&
  a.read_codec === b.read_codec &&
  a.read_rate === b.read_rate &&
  a.read_bit_rate === b.read_bit_rate &&
  a.write_codec === b.write_codec &&
  a.write_rate === b.write_rate &&
  a.write_bit_rate === b.write_bit_rate &&
  a.secure === b.secure &&
  a.hostname === b.hostname &&
  a.presence_id === b.presence_id &&
  a.presence_data === b.presence_data &&
  a.accountcode === b.accountcode &&
  a.callstate === b.callstate &&
  a.callee_name === b.callee_name &&
  a.callee_num === b.callee_num &&
  a.callee_direction === b.callee_direction &&
  a.call_uuid === b.call_uuid &&
  a.sent_callee_name === b.sent_callee_name &&
  a.sent_callee_num === b.sent_callee_num &&
  a.initial_cid_name === b.initial_cid_name &&
  a.initial_cid_num === b.initial_cid_num &&
  a.initial_ip_addr === b.initial_ip_addr &&
  a.initial_dest === b.initial_dest &&
  a.initial_dialplan === b.initial_dialplan &&
  a.initial_context === b.initial_context;

const KNOWN = new Set<string>(CHANNEL_FIELDS);
/** A value of a list, as text: FreeSWITCH sends strings; other servers numbers and nulls. */
const asText = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';

/** Bounds for what a hostile server may put into a row. */
const MAX_VALUE = 4096;
const MAX_EXTRA = 64;

/** The first `most` characters; a copy, for a slice would keep the whole text in memory. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : ` ${text.slice(0, most)}`.slice(1);

/** Latest time taken (ms since the epoch, in the year 2286): a later one is none, and no Date. */
const LAST_MS = 1e13;
/** A time (ms) that a PBX sent; 0 where it is none. */
export const timeOf = (ms: number): number => (ms > 0 && ms < LAST_MS ? Math.floor(ms) : 0);

/**
 * A channel from a row of `show channels as json` or of Webitel's list; undefined when the row has
 * no usable uuid. Unknown columns are kept.
 */
export function channelFromRow(row: unknown): Channel | undefined {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return undefined;
  const source = row as Record<string, unknown>;
  const uuid = asText(source['uuid']);
  if (uuid === '' || uuid.length > 256) return undefined;
  const channel = emptyChannel(uuid) as { -readonly [K in keyof Channel]: Channel[K] };
  let extra: Record<string, string> | undefined;
  let extras = 0;
  for (const key of Object.keys(source)) {
    const text = cut(asText(source[key]), MAX_VALUE);
    if (KNOWN.has(key)) {
      channel[key as ChannelField] = text;
    } else if (extras < MAX_EXTRA) {
      extra ??= Object.create(null) as Record<string, string>;
      extra[cut(key, 64)] = text;
      extras += 1;
    }
  }
  if (extra) channel.extra = { ...extra };
  channel.createdMs = timeOf(Number(channel.created_epoch) * 1000);
  return channel;
}

/** The user part of an address such as `201@pbx.example.test`, and its domain ('' if none). */
export function splitAddress(address: string): { user: string; domain: string } {
  const at = address.lastIndexOf('@');
  return at < 0
    ? { user: address, domain: '' }
    : { user: address.slice(0, at), domain: address.slice(at + 1) };
}

/**
 * Whether a presence (`presence_id` of a leg) is the extension a person set: `201` matches 201 in
 * any domain, `201@a` only in a. Case does not matter (SIP domains have none; users rarely do).
 */
export function isPresenceOf(presence: string, extension: string): boolean {
  if (presence === '' || extension === '') return false;
  const have = splitAddress(presence.toLowerCase());
  const want = splitAddress(extension.toLowerCase());
  return have.user === want.user && (want.domain === '' || have.domain === want.domain);
}
