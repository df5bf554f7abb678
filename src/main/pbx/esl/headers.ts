import { isAscii } from 'node:buffer';

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

/**
 * All that the mapping reads of a CHANNEL_DESTROY, the longest event: it stands near the beginning,
 * and what follows is not looked at.
 */
export const OF_DESTROY: readonly string[] = ['Event-Date-Timestamp', 'Unique-ID', 'Hangup-Cause'];

const INDEX: ReadonlyMap<string, number> = new Map(WANTED.map((name, index) => [name, index]));
const EVENT_NAME = WANTED.indexOf('Event-Name');

/**
 * Which of WANTED a name may be, by its length and three of its letters: only on a hit are the
 * names compared, and no name is ever cut out. Those of one slot form a chain; -1 ends it.
 */
const SLOTS = 1024;
const FIRST = new Int16Array(SLOTS).fill(-1);
const NEXT = new Int16Array(WANTED.length);
WANTED.forEach((name, index) => {
  const slot = slotOf(name, 0, name.length);
  NEXT[index] = FIRST[slot] ?? -1;
  FIRST[slot] = index;
});

function slotOf(text: string, from: number, to: number): number {
  const first = text.charCodeAt(from);
  const middle = text.charCodeAt((from + to) >> 1);
  const last = text.charCodeAt(to - 1);
  return (to - from + 3 * first + 17 * middle + 61 * last) & (SLOTS - 1);
}

/** Which of WANTED stands there; -1 for none. */
function wantedAt(text: string, from: number, to: number): number {
  let index = FIRST[slotOf(text, from, to)] ?? -1;
  while (index >= 0 && !isAt(text, from, to, WANTED[index] ?? '')) index = NEXT[index] ?? -1;
  return index;
}

const isAt = (text: string, from: number, to: number, name: string): boolean =>
  name.length === to - from && text.startsWith(name, from);

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
 * FreeSWITCH's printer makes goes through JSON.parse. @throws SyntaxError on what is no JSON.
 */
export function headersOfJson(body: Buffer): EventHeaders {
  const headers = new FlatHeaders(body);
  return headers.found ? headers : parseAll(body);
}

const VARIABLE = ',"variable_';
const VARIABLES = WANTED.filter((name) => name.startsWith('variable_'));

/** Printable ASCII without a backslash: it stands for itself. */
const PLAIN = /^[\x20-\x5b\x5d-\x7e]*$/;

/** Chars below which V8 copies a part of a string instead of pointing into it. */
const SHORT = 13;

/** Where the wanted values stand in a body; each is made a string only when it is asked for. */
class FlatHeaders implements EventHeaders {
  readonly #body: Buffer;
  /** One byte per char: positions in the text are positions in the bytes. */
  readonly #text: string;
  /** For each of WANTED, where its value begins and ends; 0 where it is absent. */
  readonly #ends = new Array<number>(2 * WANTED.length).fill(0);
  /** Values that do not stand for themselves. */
  readonly #decoded: Map<number, string> | undefined;
  /** Whether the body was such as FreeSWITCH prints. */
  readonly found: boolean;

  constructor(body: Buffer) {
    this.#body = body;
    this.#text = body.toString('latin1');
    if (!isAscii(body) || this.#text.includes('\\')) this.#decoded = new Map();
    this.found = this.#scan(this.#text);
  }

  get(name: string): string | undefined {
    const index = INDEX.get(name) ?? -1;
    const from = this.#ends[2 * index] ?? 0;
    if (from === 0) return undefined;
    return this.#decoded?.get(index) ?? this.#raw(from, this.#ends[2 * index + 1] ?? 0);
  }

  /** What is long is cut from the bytes: as a part of the text it would keep all of it in memory. */
  #raw(from: number, to: number): string {
    return to - from < SHORT ? this.#text.slice(from, to) : this.#body.toString('latin1', from, to);
  }

  /** Notes a value of WANTED that begins at `from`; returns where it ends, -1 when it does not. */
  #take(index: number, from: number): number {
    const to = endOfString(this.#text, from);
    if (this.#decoded && to >= 0 && !PLAIN.test(this.#raw(from, to))) {
      try {
        this.#decoded.set(
          index,
          JSON.parse(`"${this.#body.toString('utf8', from, to)}"`) as string,
        );
      } catch {
        return -1;
      }
    }
    this.#ends[2 * index] = from;
    this.#ends[2 * index + 1] = to;
    return to;
  }

  #scan(text: string): boolean {
    let destroyed = false;
    let inVariables = false;
    if (text.charCodeAt(0) !== OPEN) return false;
    for (let at = 1; ; at += 2) {
      if (text.charCodeAt(at) !== QUOTE) return false;
      if (!inVariables && text.startsWith(VARIABLE, at - 1)) {
        inVariables = true;
        at = this.#overVariables(at);
        if (at < 0) return false;
      }
      const colon = text.indexOf('"', at + 1) + 1;
      if (colon === 0 || text.charCodeAt(colon) !== COLON) return false;
      const index = wantedAt(text, at + 1, colon - 1);
      if (text.charCodeAt(colon + 1) === QUOTE) {
        at = index < 0 ? endOfString(text, colon + 2) : this.#take(index, colon + 2);
        if (index === EVENT_NAME) destroyed = this.get('Event-Name') === 'CHANNEL_DESTROY';
        else if (
          index >= 0 &&
          destroyed &&
          OF_DESTROY.every((name) => this.get(name) !== undefined)
        )
          return true;
      } else {
        // A header set several times is an array; none of those we want is.
        at = index < 0 ? endOfArray(text, colon + 1) : -1;
      }
      if (at < 0) return false;
      const next = text.charCodeAt(at + 1);
      if (next !== COMMA) return next === CLOSE;
    }
  }

  /**
   * A leg's variables stand together, up to 200 of them, and two are wanted: those are searched
   * for, which is far less work than to look at each. No value can hold what is searched for: a
   * quote in a value has a backslash before it. Returns where the last variable begins; -1 when one
   * of the two is not text.
   */
  #overVariables(at: number): number {
    for (const name of VARIABLES) {
      const begin = `,"${name}":`;
      const found = this.#text.indexOf(begin, at - 1);
      if (found < 0) continue;
      const open = found + begin.length;
      if (this.#text.charCodeAt(open) !== QUOTE) return -1;
      if (this.#take(INDEX.get(name) ?? -1, open + 1) < 0) return -1;
    }
    return this.#text.lastIndexOf(VARIABLE) + 1;
  }
}

/** Where the string that begins at `from` closes; -1 when it does not. */
function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from);
  while (end > from && text.charCodeAt(end - 1) === BACKSLASH && isEscaped(text, end, from))
    end = text.indexOf('"', end + 1);
  return end;
}

/** Whether the quote at `end` belongs to the value: an odd number of backslashes stands before it. */
function isEscaped(text: string, end: number, from: number): boolean {
  let slashes = 0;
  for (let i = end - 1; i >= from && text.charCodeAt(i) === BACKSLASH; i -= 1) slashes += 1;
  return slashes % 2 === 1;
}

/** Where an array of strings that opens at `from` closes; -1 when it is none. */
function endOfArray(text: string, from: number): number {
  if (text.charCodeAt(from) !== OPEN_ARRAY) return -1;
  let at = from + 1;
  while (text.charCodeAt(at) === QUOTE) {
    at = endOfString(text, at + 1) + 1;
    if (at === 0) return -1;
    if (text.charCodeAt(at) !== COMMA) break;
    at += 1;
  }
  return text.charCodeAt(at) === CLOSE_ARRAY ? at : -1;
}

/** The slow way: any JSON object. A value may be an array (a header set several times): its first counts. */
function parseAll(body: Buffer): EventHeaders {
  const parsed: unknown = JSON.parse(body.toString('utf8'));
  const found = new Map<string, string>();
  if (typeof parsed !== 'object' || parsed === null) return found;
  for (const [name, value] of Object.entries(parsed)) {
    if (!INDEX.has(name)) continue;
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'string') found.set(name, first);
  }
  return found;
}
