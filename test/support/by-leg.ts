import { uuidsOf } from './scenario.ts';
import { valueOf, type EventFields, type Frame } from './frames.ts';

/*
 * Two streams compared leg by leg: what each leg went through, in its order, with the headers that say
 * what it was. Between legs FreeSWITCH's threads race, and what every event says of the caller's phone
 * and SIP is another phone's here, so that whole frames are compared in demo-frames.test.ts alone.
 */

/** Told of a leg and compared; what else a live server says (codecs, presence, RTCP) has nothing to do with it. */
const TOLD = new Set(
  (
    'CHANNEL_CREATE CHANNEL_STATE CHANNEL_CALLSTATE CHANNEL_ANSWER CHANNEL_BRIDGE CHANNEL_UNBRIDGE ' +
    'CHANNEL_EXECUTE CHANNEL_EXECUTE_COMPLETE CHANNEL_HANGUP CHANNEL_HANGUP_COMPLETE CHANNEL_DESTROY ' +
    'CHANNEL_PARK CHANNEL_UNPARK CALL_UPDATE DTMF MEDIA_BUG_START MEDIA_BUG_STOP PLAYBACK_START ' +
    'PLAYBACK_STOP RECORD_START RECORD_STOP CUSTOM'
  ).split(' '),
);
const HEADERS =
  'Event-Subclass Call-Direction Application Application-Data Application-Response DTMF-Digit DTMF-Source Media-Bug-Function Media-Bug-Target Record-File-Path Record-Completion-Cause Playback-File-Path Playback-Status Hangup-Cause Bridge-A-Unique-ID Bridge-B-Unique-ID Action Valet-Lot-Name Valet-Extension Bridge-To-UUID Direction Sent-Callee-ID-Name Sent-Callee-ID-Number Bridged-To Caller-Destination-Number Caller-Dialplan Caller-Context Caller-Caller-ID-Number Caller-Callee-ID-Number'.split(
    ' ',
  );
/** States that a leg passes or not, as its thread comes to look (docs/protocol). */
const PASSING = new Set(['CS_HIBERNATE', 'CS_CONSUME_MEDIA', 'CS_RESET', 'CS_INIT']);
/** Subclasses of this PBX's parts; the others are of the phones around it. */
const SUBCLASSES = /^valet_parking::/;

function isTold(event: EventFields): boolean {
  const name = valueOf(event, 'Event-Name');
  if (!TOLD.has(name)) return false;
  if (name === 'CUSTOM') return SUBCLASSES.test(valueOf(event, 'Event-Subclass'));
  return name !== 'CHANNEL_STATE' || !PASSING.has(valueOf(event, 'Channel-State'));
}

/** Uuids by the order in which they came up, and what is chance left out. */
const common = (text: string, legs: readonly string[]): string =>
  text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (uuid) => {
      const at = legs.indexOf(uuid);
      return at < 0 ? 'UUID' : `LEG${at + 1}`;
    })
    .replace(/\b(2\d\d-0x)[0-9a-f]+/g, '$1CONTACT')
    .replace(/tone_stream:\S+/g, 'TONE');

function lineOf(event: EventFields, legs: readonly string[]): string {
  const name = valueOf(event, 'Event-Name');
  const words = [name];
  if (name === 'CHANNEL_STATE') words.push(valueOf(event, 'Channel-State'));
  if (name === 'CHANNEL_CALLSTATE')
    words.push(
      `${valueOf(event, 'Original-Channel-Call-State')} to ${valueOf(event, 'Channel-Call-State')}`,
    );
  for (const header of HEADERS) {
    // What a sound's end is called depends on where in it the end fell.
    if (header === 'Application-Response' && words.includes('Application=playback')) continue;
    const value = valueOf(event, header);
    if (value !== '') words.push(`${header}=${common(value, legs)}`);
  }
  return words.join(' ');
}

/** Legs of a stream, each with its lines. */
function stories(frames: readonly Frame[], legs: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { event } of frames) {
    if (!event || !isTold(event)) continue;
    const leg = common(valueOf(event, 'Unique-ID'), legs);
    found.set(leg, [...(found.get(leg) ?? []), lineOf(event, legs)]);
  }
  return found;
}

/** Columns of `show channels` that differ by machine, time and phone, and not by what happened. */
const OWN_COLUMNS =
  /^(created|created_epoch|name|hostname|ip_addr|initial_\w+|read_\w+|write_\w+|presence_data|secure)$/;

/** Answers in their order; lists by column, with the uuids of their legs. */
function answers(
  frames: readonly Frame[],
  legs: readonly string[],
  left: ReadonlySet<string>,
): string[] {
  return frames.flatMap(({ event, type, body, headers }) => {
    if (event) return [];
    const reply = headers.find(([name]) => name === 'Reply-Text')?.[1] ?? '';
    if (!body.startsWith('{')) return [`${type} ${common(reply + body, legs)}`];
    const { rows = [] } = JSON.parse(body) as { rows?: Record<string, string>[] };
    const kept = rows.filter(({ uuid = '' }) => !left.has(common(uuid, legs)));
    return kept.map((row) =>
      Object.entries(row)
        .filter(([column]) => !OWN_COLUMNS.test(column))
        .map(([column, value]) => `${column}=${common(value, legs)}`)
        .join(' '),
    );
  });
}

/** The first line in which two lists differ, of each list that differs. */
function firstUnlike(what: string, ours: readonly string[], theirs: readonly string[]): string[] {
  for (let i = 0; i < Math.max(ours.length, theirs.length); i += 1)
    if (ours[i] !== theirs[i])
      return [
        `${what}, ${i}:\n  ${ours[i] ?? 'nothing'}\n  where it is\n  ${theirs[i] ?? 'nothing'}`,
      ];
  return [];
}

/**
 * What differs between two streams, leg by leg and in the answers; nothing when they are alike.
 * @param without legs (from 1) that are not compared
 */
export function differencesByLeg(
  got: readonly Frame[],
  want: readonly Frame[],
  without: readonly number[] = [],
): string[] {
  const [ourLegs, theirLegs] = [uuidsOf(got), uuidsOf(want)];
  const [ours, theirs] = [stories(got, ourLegs), stories(want, theirLegs)];
  const left = new Set(without.map((leg) => `LEG${leg}`));
  const legs = [...new Set([...ours.keys(), ...theirs.keys()])].filter((leg) => !left.has(leg));
  return [
    ...legs.flatMap((leg) => firstUnlike(leg, ours.get(leg) ?? [], theirs.get(leg) ?? [])),
    ...firstUnlike('answers', answers(got, ourLegs, left), answers(want, theirLegs, left)),
  ];
}
