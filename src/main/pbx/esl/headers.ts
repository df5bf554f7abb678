import { cut } from '@shared/domain/channel.ts';
import { parseBounded } from '../list.ts';

/**
 * Reads the few headers a monitor needs out of an event, without parsing the rest. A FreeSWITCH
 * event has some 130 headers, most of them `variable_*`; JSON.parse of all of them is where the
 * time of an event goes (docs/performance.md).
 */
export interface EventHeaders {
  /** The value of a header; undefined where the event has none. Cheapest in the order of printing. */
  get(name: string): string | undefined;
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

/**
 * The headers of an `event json` body. A body that does not begin and end as FreeSWITCH prints it
 * goes through JSON.parse.
 * @throws SyntaxError on what is no JSON.
 */
export function headersOfJson(body: Buffer): EventHeaders {
  if (body.length > MAX_EVENT_BYTES) throw new SyntaxError(`an event of ${body.length} bytes`);
  if (body[body.length - 1] !== CLOSE || body[body.length - 2] !== QUOTE)
    return new ParsedHeaders(body);
  const text = body.toString('latin1');
  return text.startsWith(BEGINNING) ? new PrintedHeaders(body, text) : new ParsedHeaders(body);
}

/** How FreeSWITCH's printer (switch_event_serialize_json) begins each event. */
const BEGINNING = '{"Event-Name":"';

/**
 * Where a header of a channel's event stands (switch_channel_event_set_data). What every event of a
 * channel has is its head: of the event, the states of the leg, more of the leg. Then come the
 * profiles of the caller and of the other leg; then up to 200 variables. What only one kind of event
 * has is added before the states or behind all that: anywhere, as what is looked for from the beginning.
 */
type Part = 'states' | 'leg' | 'profiles' | 'variables' | 'anywhere';

const PARTS: readonly (readonly [RegExp, Part])[] = [
  [/^Event-(?!Date-Local$)|^Channel-(State|Call-State|State-Number|Name)$/, 'states'],
  [/^Channel-|^(Unique-ID|Call-Direction|Hangup-Cause)$/, 'leg'],
  [/^(Caller|Other)-/, 'profiles'],
  [/^variable_/, 'variables'],
];

interface Sought {
  readonly part: Part;
  /**
   * The name as it stands in the text. Nothing else can look so: a quote in a value or a name has a
   * backslash before it, and a value that ends in a comma is not followed by a name.
   */
  readonly key: string;
  /**
   * The end of the key that is searched for, and where it begins in it. It begins with a char that
   * is rare: a search that begins with the comma stops at each of 130 headers, and takes ten times as long.
   */
  readonly needle: string;
  readonly offset: number;
}
const KNOWN = new Map<string, Sought>();

/** What too many names begin with. */
const COMMON = /^,"((Channel|Event|Caller)-(Calle[re]-)?)?/;

function soughtBy(name: string): Sought {
  let sought = KNOWN.get(name);
  if (!sought) {
    const part = PARTS.find(([names]) => names.test(name))?.[1] ?? 'anywhere';
    const key = `,"${name}":`;
    const needle = key.replace(COMMON, '');
    KNOWN.set(name, (sought = { part, key, needle, offset: key.length - needle.length }));
  }
  return sought;
}

const PROFILE = ',"Caller-';
/** The variables that most events are asked for: at once, for each costs a way through all of them. */
const USUAL = ['variable_accountcode', 'variable_cc_queue', 'variable_fifo_name'];
const USUAL_KEYS = new RegExp(`,"(${USUAL.join('|')})":`, 'g');

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const CLOSE = 0x7d;
const OPEN_ARRAY = 0x5b;

/** Printable ASCII without a backslash: it stands for itself. */
const PLAIN = /^[\x20-\x5b\x5d-\x7e]*$/;

/** Chars below which V8 copies a part of a string instead of pointing into it. */
const SHORT = 13;

/**
 * Looks for a header when it is asked for, by its name: that jumps over what lies between, where to
 * look at each of 130 headers is dearer than JSON.parse. The text has one byte per char: positions in
 * it are positions in the body.
 */
class PrintedHeaders implements EventHeaders {
  readonly #body: Buffer;
  readonly #text: string;
  /** The text before the profiles, once something was looked for that may not be there. */
  #cut: string | undefined;
  /** Where the last value ended: what is asked for next often stands next. */
  #after = 0;
  /** Where the last header of a part was found: the next is likely behind it. */
  #inStates = 0;
  #inLeg = 0;
  #inProfiles = 0;
  /** Where the usual variables stand. */
  #usual: Map<string, number> | undefined;

  constructor(body: Buffer, text: string) {
    this.#body = body;
    this.#text = text;
  }

  get(name: string): string | undefined {
    if (name === 'Event-Name') return this.#value(BEGINNING.length);
    const sought = soughtBy(name);
    const found = this.#text.startsWith(sought.key, this.#after)
      ? this.#after
      : this.#find(name, sought);
    if (found < 0) return undefined;
    const open = found + sought.key.length;
    // A header that was set several times is an array: its first value counts.
    const from = this.#body[open] === OPEN_ARRAY ? open + 1 : open;
    return this.#body[from] === QUOTE ? this.#value(from + 1) : undefined;
  }

  /** The text up to the profiles: the head, and what one kind of event has before it. */
  get #head(): string {
    if (this.#cut === undefined) {
      let profiles = this.#text.indexOf(PROFILE, this.#inStates);
      if (profiles < 0) profiles = this.#text.indexOf(PROFILE);
      this.#cut = profiles < 0 ? this.#text : this.#text.slice(0, profiles);
    }
    return this.#cut;
  }

  #find(name: string, sought: Sought): number {
    let found: number;
    switch (sought.part) {
      case 'states':
        found = seek(this.#text, sought, this.#inStates, 0);
        if (found >= 0) this.#inStates = found;
        return found;
      case 'leg':
        found = seek(this.#head, sought, Math.max(this.#inLeg, this.#inStates), 0);
        if (found >= 0) this.#inLeg = found;
        return found;
      case 'profiles': {
        const begin = this.#head.length;
        found = seek(this.#text, sought, Math.max(this.#inProfiles, begin), begin);
        if (found >= 0) this.#inProfiles = found;
        return found;
      }
      case 'variables':
        return USUAL.includes(name)
          ? this.#findUsual(name)
          : seek(this.#text, sought, this.#head.length);
      case 'anywhere':
        return seek(this.#text, sought, 0);
    }
  }

  #findUsual(name: string): number {
    if (!this.#usual) {
      this.#usual = new Map();
      USUAL_KEYS.lastIndex = this.#head.length;
      for (let match; (match = USUAL_KEYS.exec(this.#text));)
        this.#usual.set(match[1] ?? '', match.index);
    }
    return this.#usual.get(name) ?? -1;
  }

  /** The value that begins at `from`. */
  #value(from: number): string | undefined {
    const to = endOfString(this.#text, this.#body, from);
    if (to < 0) return undefined;
    this.#after = to + 1;
    const raw = this.#raw(from, to);
    const longest = longestIn(this.#body);
    if (PLAIN.test(raw)) return cut(raw, longest);
    try {
      return cut(JSON.parse(`"${this.#body.toString('utf8', from, to)}"`) as string, longest);
    } catch {
      return undefined;
    }
  }

  /** What is long is cut from the bytes: as a part of the text it would keep all of it in memory. */
  #raw(from: number, to: number): string {
    return to - from < SHORT ? this.#text.slice(from, to) : this.#body.toString('latin1', from, to);
  }
}

/** Where a key stands: likely behind `from`, else behind `begin`; -1 when it is nowhere. */
function seek(text: string, sought: Sought, from: number, begin = from): number {
  const { key, needle, offset } = sought;
  let at = text.indexOf(needle, from + offset);
  while (at >= 0 && !text.startsWith(key, at - offset)) at = text.indexOf(needle, at + 1);
  if (at >= 0) return at - offset;
  return from > begin ? seek(text, sought, begin) : -1;
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

/** The slow way: any JSON object. */
class ParsedHeaders implements EventHeaders {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #longest: number;

  /** @throws SyntaxError */
  constructor(body: Buffer) {
    const read = parseBounded(body);
    if (!read.ok) throw new SyntaxError(read.error.message);
    const isObject = typeof read.value === 'object' && read.value !== null;
    this.#values = new Map(isObject ? Object.entries(read.value as object) : []);
    this.#longest = longestIn(body);
  }

  get(name: string): string | undefined {
    const value = this.#values.get(name);
    const first: unknown = Array.isArray(value) ? value[0] : value;
    return typeof first === 'string' ? cut(first, this.#longest) : undefined;
  }
}
