import { uuidsOf } from './scenario.ts';
import { valueOf, type EventFields, type Frame, type Value } from './frames.ts';

/**
 * What must differ between the demo PBX and the captured FreeSWITCH, by header, with the reason.
 * Everything else is compared: names, order, values.
 */
const VARIES: readonly (readonly [reason: string, names: RegExp])[] = [
  ['a number of its own', /^(Event-Sequence|Core-UUID|variable_session_id)$/],
  ['another machine', /^FreeSWITCH-(Hostname|IPv4|IPv6|Version)$/],
  [
    'SIP draws tags, branches and numbers by chance',
    /^variable_sip_(from_tag|to_tag|cseq|call_id|full_via|recover_via)$/,
  ],
  [
    'RTP draws ports and sources by chance',
    /^variable_(local_media_port|remote_media_port|remote_audio_port|remote_audio_port_reported|rtp_use_ssrc)$/,
  ],
  [
    'each phone describes its audio in its own words',
    /^variable_(switch_r_sdp|switch_m_sdp|rtp_local_sdp_str)$/,
  ],
  ['no audio flows in the demo', /^variable_(rtp_audio_|playback_)/],
  ['what a phone registered with', /^token$/],
  [
    'times to the µs',
    /^(?:Caller|Other-Leg)-Channel-Hold-Accum$|^variable_(\w*(duration|billsec|progresssec|answersec|waitsec|progress_mediasec|flow_billsec|msec|usec)|hold_accum_\w+|hold_events)$/,
  ],
];

const varies = (name: string): boolean => VARIES.some(([, names]) => names.test(name));

/** A value without what belongs to one moment, one machine and one throw of the dice. */
function common(value: string, legs: readonly string[]): string {
  return (
    value
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (uuid) => {
        const at = legs.indexOf(uuid);
        return at < 0 ? 'UUID' : `LEG${at + 1}`;
      })
      .replace(/\b1795\d{12}\b/g, 'MICROS')
      .replace(/\b1795\d{6}\b/g, 'SECONDS')
      .replace(/2026-11-2\d \d\d:\d\d:\d\d/g, 'DATE')
      .replace(/\w{3}, 2\d Nov 2026 \d\d:\d\d:\d\d GMT/, 'DATE')
      .replace(/\b(2\d\d-0x)[0-9a-f]+/g, '$1CONTACT')
      .replace(/tag=\w+/g, 'tag=TAG')
      .replace(/127\.0\.0\.1:7\d{3}/g, '127.0.0.1:PORT')
      .replace(/^7[1-9]\d\d$/, 'PORT')
      // Whoever asks what a PBX is, and how it is, gets its own name and figures.
      .replace(/\b(git |~)(demo|0a54a48\w*)\b/g, '$1HASH')
      .replace(/^(demo|vm)$/, 'HOST')
      .replace(/^UP .*idle cpu [\d./]+$/ms, (status) => status.replace(/\d+(\.\d+)?/g, 'N'))
  );
}

type Line = readonly [name: string, value: string];

function lines(event: EventFields, legs: readonly string[]): Line[] {
  const text = (value: Value): string =>
    typeof value === 'string'
      ? common(value, legs)
      : JSON.stringify(value.map((v) => common(v, legs)));
  return event.map(([name, value]) => [name, varies(name) ? '' : text(value)]);
}

/** Figures of a PBX's own (uptime, sessions, idle CPU), but for the count of a list. */
const withoutFigures = (key: string, value: unknown): unknown =>
  typeof value === 'number' && key !== 'row_count' ? 0 : key === 'version' ? '' : value;

/** What a frame says, as lines that can be compared. */
function linesOf(frame: Frame, legs: readonly string[]): Line[] {
  const names = frame.headers.map(([name, value]): Line => [
    name,
    name === 'Content-Length' ? '' : common(value, legs),
  ]);
  if (frame.event) return [...names, ...lines(frame.event, legs)];
  if (!frame.body.startsWith('{')) return [...names, ['', common(frame.body, legs)]];
  const json = JSON.parse(frame.body) as Record<string, Value> & {
    rows?: Record<string, string>[];
  };
  const { rows = [], ...rest } = json;
  if (json['Event-Name'])
    return [...names, ...lines(Object.entries(rest as Record<string, Value>), legs)];
  // Registrations come in the order of a hash table.
  rows.sort((a, b) => (a['reg_user'] ?? '').localeCompare(b['reg_user'] ?? ''));
  return [
    ...names,
    ['', common(JSON.stringify(rest, withoutFigures), legs)],
    ...rows.flatMap((row) => lines(Object.entries(row), legs)),
  ];
}

/** A short name for a frame: its event and leg, or its type. */
function titleOf({ event, type, body }: Frame, legs: readonly string[]): string {
  if (!event) return `${type} ${body.slice(0, 30)}`;
  const leg = legs.indexOf(valueOf(event, 'Unique-ID')) + 1;
  const words = ['Event-Name', 'Channel-State', 'Channel-Call-State', 'Application'];
  const title = words.map((name) => valueOf(event, name)).filter(Boolean);
  return `${title.join(' ')} of ${leg > 0 ? `LEG${leg}` : 'none'}`;
}

/** Timers of the PBX's own: they come when they come. */
const isTimed = ({ event }: Frame): boolean =>
  event !== undefined && valueOf(event, 'Event-Name') === 'HEARTBEAT';

/** How one frame differs: headers that are missing, too many, elsewhere, or say something else. */
function unlike(got: readonly Line[], want: readonly Line[], loose: RegExp | undefined): string[] {
  const keep = (all: readonly Line[]): Line[] =>
    loose ? all.filter(([name]) => !loose.test(name)) : [...all];
  const [ours, theirs] = [keep(got), keep(want)];
  const found: string[] = [];
  const names = (all: readonly Line[]): string[] => all.map(([name]) => name);
  const missing = names(theirs).filter((name) => !names(ours).includes(name));
  const extra = names(ours).filter((name) => !names(theirs).includes(name));
  if (missing.length > 0) found.push(`missing: ${missing.join(' ')}`);
  if (extra.length > 0) found.push(`extra: ${extra.join(' ')}`);
  if (missing.length + extra.length === 0) {
    const at = theirs.findIndex(([name], i) => ours[i]?.[0] !== name);
    if (at >= 0) found.push(`order: ${ours[at]?.[0]} where ${theirs[at]?.[0]} stands`);
  }
  if (found.length === 0 || missing.length + extra.length > 0) {
    const values = new Map(ours);
    if (ours.length === theirs.length && found.length === 0) {
      ours.forEach(([name, value], i) => {
        const wanted = theirs[i]?.[1] ?? '';
        if (value !== wanted) found.push(`${name}: ${value} where it is ${wanted}`);
      });
    } else {
      for (const [name, wanted] of theirs) {
        const value = values.get(name);
        if (value !== undefined && value !== wanted)
          found.push(`${name}: ${value} where it is ${wanted}`);
      }
    }
  }
  return found;
}

export interface Loosely {
  /** Headers that come or go by chance, in these frames (by title). */
  readonly headers?: readonly { readonly in: RegExp; readonly names: RegExp }[];
  /** Whether answers and events are compared apart: the client was slower or faster than captured. */
  readonly answersApart?: boolean;
  /** From the first such frame on, only the order within each leg counts. */
  readonly byLegFrom?: (frame: Frame) => boolean;
}

/** Answers first, then events, where the order between them does not count. */
const arranged = (
  frames: readonly Frame[],
  legs: readonly string[],
  { answersApart = false, byLegFrom }: Loosely,
): Frame[] => {
  const steady = frames.filter((frame) => !isTimed(frame));
  const from = byLegFrom ? steady.findIndex(byLegFrom) : -1;
  if (from >= 0) {
    const legOf = ({ event }: Frame): number =>
      event ? legs.indexOf(valueOf(event, 'Unique-ID')) : -1;
    return [...steady.slice(0, from), ...steady.slice(from).sort((a, b) => legOf(a) - legOf(b))];
  }
  return answersApart
    ? [...steady.filter(({ event }) => !event), ...steady.filter(({ event }) => event)]
    : steady;
};

/** All that differs between two streams, frame by frame; nothing when they are alike. */
export function differences(
  got: readonly Frame[],
  want: readonly Frame[],
  loosely: Loosely = {},
): string[] {
  const ourLegs = uuidsOf(got);
  const theirLegs = uuidsOf(want);
  const ours = arranged(got, ourLegs, loosely);
  const theirs = arranged(want, theirLegs, loosely);
  const found: string[] = [];
  for (let i = 0; i < Math.max(ours.length, theirs.length); i += 1) {
    const [a, b] = [ours[i], theirs[i]];
    const [mine, their] = [
      a ? titleOf(a, ourLegs) : 'nothing',
      b ? titleOf(b, theirLegs) : 'nothing',
    ];
    if (!a || !b || (mine !== their && (a.event || b.event))) {
      found.push(`${i}: ${mine} where there is ${their}`);
      continue;
    }
    const loose = loosely.headers?.find((rule) => rule.in.test(their))?.names;
    for (const what of unlike(linesOf(a, ourLegs), linesOf(b, theirLegs), loose))
      found.push(`${i}: ${their}: ${what}`);
  }
  return found;
}
