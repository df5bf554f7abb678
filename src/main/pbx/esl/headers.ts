import { isAscii } from 'node:buffer';
import { cut } from '@shared/domain/channel.ts';
import { parseBounded } from '../list.ts';

/**
 * Reads the few headers a monitor needs out of an event, without parsing the rest. A FreeSWITCH
 * event has some 130 headers, most of them `variable_*`; JSON.parse of all of them is where the
 * time of an event goes (docs/performance.md).
 */
export interface EventHeaders {
  /** The value of one of the WANTED headers; undefined where the event has none. */
  get(name: string): string | undefined;
}

/** The headers the mapping reads; a header not named here is never decoded. */
export const WANTED: readonly string[] = [
  'Event-Name',
  'Event-Date-Local',
  'Event-Date-Timestamp',
  'FreeSWITCH-Switchname',
  'Session-Count',
  'Job-UUID',
  'Unique-ID',
  'Old-Unique-ID',
  'Call-Direction',
  'Channel-Name',
  'Channel-State',
  'Channel-State-Number',
  'Channel-Call-State',
  'Channel-Call-UUID',
  'Channel-Presence-ID',
  'Channel-Presence-Data',
  'Channel-Read-Codec-Name',
  'Channel-Read-Codec-Rate',
  'Channel-Read-Codec-Bit-Rate',
  'Channel-Write-Codec-Name',
  'Channel-Write-Codec-Rate',
  'Channel-Write-Codec-Bit-Rate',
  'Caller-Dialplan',
  'Caller-Context',
  'Caller-Caller-ID-Name',
  'Caller-Caller-ID-Number',
  'Caller-Callee-ID-Name',
  'Caller-Callee-ID-Number',
  'Caller-Network-Addr',
  'Caller-Destination-Number',
  'Caller-Channel-Created-Time',
  'Caller-Channel-Answered-Time',
  'Other-Type',
  'Other-Leg-Unique-ID',
  'Bridge-A-Unique-ID',
  'Bridge-B-Unique-ID',
  'Hangup-Cause',
  'Application',
  'Application-Data',
  'Sent-Callee-ID-Name',
  'Sent-Callee-ID-Number',
  'Direction',
  'secure_type',
  'variable_accountcode',
  'variable_cc_queue',
  '_body',
];

const INDEX: ReadonlyMap<string, number> = new Map(WANTED.map((name, index) => [name, index]));

/**
 * Which of WANTED a name may be, by its length and three of its letters: only on a hit are the
 * names compared, and no name is ever cut out. Those of one slot form a chain; -1 ends it.
 */
const SLOTS = 1024;
const FIRST = new Int16Array(SLOTS).fill(-1);
const NEXT = new Int16Array(WANTED.length);
WANTED.forEach((name, index) => {
  const slot = slotOf(Buffer.from(name), 0, name.length);
  NEXT[index] = FIRST[slot] ?? -1;
  FIRST[slot] = index;
});

function slotOf(bytes: Buffer, from: number, to: number): number {
  const first = bytes[from] ?? 0;
  const middle = bytes[(from + to) >> 1] ?? 0;
  const last = bytes[to - 1] ?? 0;
  return (to - from + 3 * first + 17 * middle + 61 * last) & (SLOTS - 1);
}

/** Longest value kept (characters): FreeSWITCH's own columns hold 4,096 at most. */
const MAX_VALUE = 4_096;
/** Bytes of an event that a telephone makes (the captures' largest has 22,000)… */
const USUAL_EVENT = 64 * 1024;
/** …and what is kept of a value of a larger one: a hostile PBX could fill the memory with channels. */
const SHORT_VALUE = 300;
/** Largest event read (bytes). Other clients' job results reach us too, and may be lists. */
const MAX_EVENT_BYTES = 32 * 1024 * 1024;

const longestIn = (body: Buffer): number => (body.length > USUAL_EVENT ? SHORT_VALUE : MAX_VALUE);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/**
 * The wanted headers of an `event json` body. A body that is not the flat object of strings that
 * FreeSWITCH's printer makes goes through JSON.parse.
 * @param brief whether the parties may be left out where the event is not about them (see SKIPS).
 * @throws SyntaxError on what is no JSON.
 */
export function headersOfJson(body: Buffer, brief = true): EventHeaders {
  if (body.length > MAX_EVENT_BYTES) throw new SyntaxError(`an event of ${body.length} bytes`);
  const headers = new FlatHeaders(body, brief);
  return headers.found ? headers : parseAll(body);
}

/**
 * Who calls whom stands in every event, in some 60 headers of its own and the other leg's profile;
 * behind them come up to 200 variables. FreeSWITCH's table takes both from few events only. From
 * these it takes neither, or variables and what follows them.
 */
const SKIPS: ReadonlyMap<string, 'rest' | 'profiles'> = new Map([
  ['CHANNEL_STATE', 'rest'],
  ['CHANNEL_DESTROY', 'rest'],
  ['CHANNEL_EXECUTE', 'profiles'],
  ['CHANNEL_HOLD', 'profiles'],
  ['CHANNEL_UNHOLD', 'profiles'],
]);
/** Channel-State-Number of CS_ROUTING: on this one it does take the parties from CHANNEL_STATE. */
const ROUTING = '2';

const PROFILE = ',"Caller-';
const VARIABLE = ',"variable_';
/** The variables that are wanted, as they begin in the text. */
const VARIABLES = WANTED.map((name, index) => ({ begin: `,"${name}":`, index })).filter(
  ({ begin }) => begin.startsWith(VARIABLE),
);

/** Printable ASCII without a backslash: it stands for itself. */
const PLAIN = /^[\x20-\x5b\x5d-\x7e]*$/;

/** Chars below which V8 copies a part of a string instead of pointing into it. */
const SHORT = 13;

const ABSENT: readonly number[] = WANTED.flatMap(() => [0, 0]);

/** Where the wanted values stand in a body; each is made a string only when it is asked for. */
class FlatHeaders implements EventHeaders {
  readonly #body: Buffer;
  /** One byte per char: positions in the text are positions in the bytes. */
  readonly #text: string;
  /** For each of WANTED, where its value begins and ends; 0 where it is absent. */
  readonly #ends = ABSENT.slice();
  /** Values that do not stand for themselves, and where the first can be. */
  readonly #decoded = new Map<number, string>();
  readonly #odd: number;
  /** Whether the body was such as FreeSWITCH prints. */
  readonly found: boolean;

  constructor(body: Buffer, brief: boolean) {
    this.#body = body;
    this.#text = body.toString('latin1');
    const backslash = this.#text.indexOf('\\');
    this.#odd = !isAscii(body) ? 0 : backslash < 0 ? Infinity : backslash;
    this.found = this.#scan(this.#text, brief);
  }

  get(name: string): string | undefined {
    const index = INDEX.get(name) ?? -1;
    const from = this.#ends[2 * index] ?? 0;
    if (from === 0) return undefined;
    const to = this.#ends[2 * index + 1] ?? 0;
    const decoded = to > this.#odd ? this.#decoded.get(index) : undefined;
    return decoded ?? this.#raw(from, Math.min(to, from + longestIn(this.#body)));
  }

  /** What is long is cut from the bytes: as a part of the text it would keep all of it in memory. */
  #raw(from: number, to: number): string {
    return to - from < SHORT ? this.#text.slice(from, to) : this.#body.toString('latin1', from, to);
  }

  /** Notes a value of WANTED that begins at `from`; returns where it ends, -1 when it does not. */
  #take(index: number, from: number): number {
    const to = endOfString(this.#text, this.#body, from);
    if (to > this.#odd && !PLAIN.test(this.#raw(from, to))) {
      try {
        const value = JSON.parse(`"${this.#body.toString('utf8', from, to)}"`) as string;
        this.#decoded.set(index, cut(value, longestIn(this.#body)));
      } catch {
        return -1;
      }
    }
    this.#ends[2 * index] = from;
    this.#ends[2 * index + 1] = to;
    return to;
  }

  /** Which of WANTED stands there; -1 for none. */
  #wantedAt(from: number, to: number): number {
    let index = FIRST[slotOf(this.#body, from, to)] ?? -1;
    for (; index >= 0; index = NEXT[index] ?? -1) {
      const name = WANTED[index] ?? '';
      if (name.length === to - from && this.#text.startsWith(name, from)) break;
    }
    return index;
  }

  #scan(text: string, brief: boolean): boolean {
    const body = this.#body;
    let inProfile = !brief;
    let inVariables = false;
    if (body[0] !== OPEN) return false;
    for (let at = 1; ; at += 2) {
      if (body[at] !== QUOTE) return false;
      if (!inProfile && text.startsWith(PROFILE, at - 1)) {
        inProfile = true;
        const skips = this.#skips();
        if (skips === 'rest') return true;
        if (skips === 'profiles') at = Math.max(at, text.indexOf(VARIABLE, at) + 1);
      }
      if (!inVariables && text.startsWith(VARIABLE, at - 1)) {
        inVariables = true;
        at = this.#overVariables(at);
        if (at < 0) return false;
      }
      const colon = text.indexOf('"', at + 1) + 1;
      if (colon === 0 || body[colon] !== COLON) return false;
      const index = this.#wantedAt(at + 1, colon - 1);
      // A header set several times is an array; none of those we want is.
      if (body[colon + 1] !== QUOTE) at = index < 0 ? endOfArray(text, body, colon + 1) : -1;
      else at = index < 0 ? endOfString(text, body, colon + 2) : this.#take(index, colon + 2);
      if (at < 0) return false;
      const next = body[at + 1];
      if (next !== COMMA) return next === CLOSE;
    }
  }

  #skips(): 'rest' | 'profiles' | undefined {
    const routing = this.get('Channel-State-Number') === ROUTING;
    const name = this.get('Event-Name') ?? '';
    return routing && name === 'CHANNEL_STATE' ? undefined : SKIPS.get(name);
  }

  /**
   * A leg's variables stand together, up to 200 of them, and two are wanted: those are searched
   * for, which is far less work than to look at each. No value can hold what is searched for: a
   * quote in a value has a backslash before it. Returns where the last variable begins; -1 when one
   * of the two is not text.
   */
  #overVariables(at: number): number {
    for (const { begin, index } of VARIABLES) {
      const found = this.#text.indexOf(begin, at - 1);
      if (found < 0) continue;
      const open = found + begin.length;
      if (this.#body[open] !== QUOTE) return -1;
      if (this.#take(index, open + 1) < 0) return -1;
    }
    return this.#text.lastIndexOf(VARIABLE) + 1;
  }
}

/** Where the string that begins at `from` closes; -1 when it does not. */
function endOfString(text: string, body: Buffer, from: number): number {
  let end = text.indexOf('"', from);
  while (end > from && body[end - 1] === BACKSLASH && isEscaped(body, end, from))
    end = text.indexOf('"', end + 1);
  return end;
}

/** Whether the quote at `end` belongs to the value: an odd number of backslashes stands before it. */
function isEscaped(body: Buffer, end: number, from: number): boolean {
  let slashes = 0;
  for (let i = end - 1; i >= from && body[i] === BACKSLASH; i -= 1) slashes += 1;
  return slashes % 2 === 1;
}

/** Where an array of strings that opens at `from` closes; -1 when it is none. */
function endOfArray(text: string, body: Buffer, from: number): number {
  if (body[from] !== OPEN_ARRAY) return -1;
  let at = from + 1;
  while (body[at] === QUOTE) {
    at = endOfString(text, body, at + 1) + 1;
    if (at === 0) return -1;
    if (body[at] !== COMMA) break;
    at += 1;
  }
  return body[at] === CLOSE_ARRAY ? at : -1;
}

/** The slow way: any JSON object. A value may be an array (a header set several times): its first counts. */
function parseAll(body: Buffer): EventHeaders {
  const read = parseBounded(body);
  if (!read.ok) throw new SyntaxError(read.error.message);
  const parsed = read.value;
  const found = new Map<string, string>();
  if (typeof parsed !== 'object' || parsed === null) return found;
  for (const [name, value] of Object.entries(parsed)) {
    if (!INDEX.has(name)) continue;
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'string') found.set(name, cut(first, longestIn(body)));
  }
  return found;
}
