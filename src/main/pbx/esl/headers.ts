import { isAscii } from 'node:buffer';
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
  const beginning = body.toString('latin1', 0, FIRST_BYTES);
  return beginning.startsWith(BEGINNING) && body.at(-1) === CLOSE && body.at(-2) === QUOTE
    ? new PrintedHeaders(body, beginning)
    : new ParsedHeaders(body);
}

/** How FreeSWITCH's printer (switch_event_serialize_json) begins each event. */
const BEGINNING = '{"Event-Name":"';
/** Bytes in which the head of an event fits: for many an event nothing behind it is looked at. */
const FIRST_BYTES = 2_048;

/**
 * Where a header of a channel's event stands (switch_channel_event_set_data): what every event of a
 * channel has is its head; then come the profiles of the caller and of the other leg; then up to 200
 * variables. What only one kind of event has is added before all that or behind it: anywhere.
 */
type Part = 'head' | 'profiles' | 'variables' | 'anywhere';

const PARTS: readonly (readonly [RegExp, Part])[] = [
  [/^(Event|FreeSWITCH|Channel)-|^(Unique-ID|Call-Direction|Hangup-Cause)$/, 'head'],
  [/^(Caller|Other)-/, 'profiles'],
  [/^variable_/, 'variables'],
];

interface Sought {
  /**
   * The name as it stands in the text. Nothing else can look so: a quote in a value or a name has a
   * backslash before it, and a value that ends in a comma is not followed by a name.
   */
  readonly key: string;
  readonly part: Part;
}
const KNOWN = new Map<string, Sought>();

function soughtBy(name: string): Sought {
  let sought = KNOWN.get(name);
  if (!sought) {
    const part = PARTS.find(([names]) => names.test(name))?.[1] ?? 'anywhere';
    KNOWN.set(name, (sought = { key: `,"${name}":`, part }));
  }
  return sought;
}

const PROFILE = ',"Caller-';
const VARIABLE = ',"variable_';
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
 * look at each of 130 headers is dearer than JSON.parse. Texts have one byte per char: positions in
 * them are positions in the body.
 */
class PrintedHeaders implements EventHeaders {
  readonly #body: Buffer;
  readonly #head: string;
  /** All of the body, once something behind the head was asked for. */
  #text: string | undefined;
  /** Where the usual variables stand. */
  #usual: Map<string, number> | undefined;
  /** Where the first value can be that does not stand for itself. */
  readonly #odd: number;
  /** Where the last header was found in the head and in the profiles: the next is likely behind it. */
  #inHead = 0;
  #inProfiles = 0;

  constructor(body: Buffer, beginning: string) {
    this.#body = body;
    let profiles = beginning.indexOf(PROFILE);
    if (profiles < 0 && body.length > FIRST_BYTES) profiles = this.#whole.indexOf(PROFILE);
    const text = this.#text ?? beginning;
    this.#head = profiles < 0 ? text : text.slice(0, profiles);
    const backslash = body.indexOf(BACKSLASH);
    this.#odd = !isAscii(body) ? 0 : backslash < 0 ? Infinity : backslash;
  }

  get(name: string): string | undefined {
    if (name === 'Event-Name') return this.#value(BEGINNING.length);
    const sought = soughtBy(name);
    const found = this.#find(name, sought);
    if (found < 0) return undefined;
    const open = found + sought.key.length;
    // A header that was set several times is an array: its first value counts.
    const from = this.#body[open] === OPEN_ARRAY ? open + 1 : open;
    return this.#body[from] === QUOTE ? this.#value(from + 1) : undefined;
  }

  get #whole(): string {
    return (this.#text ??= this.#body.toString('latin1'));
  }

  #find(name: string, { key, part }: Sought): number {
    switch (part) {
      case 'head':
        return this.#findInHead(key);
      case 'profiles':
        return this.#findInProfiles(key);
      case 'variables':
        return USUAL.includes(name)
          ? this.#findUsual(name)
          : this.#whole.indexOf(key, this.#head.length);
      case 'anywhere': {
        const found = this.#findInHead(key);
        if (found >= 0 || this.#head.length === this.#body.length) return found;
        const behind = Math.max(this.#head.length, this.#whole.lastIndexOf(VARIABLE));
        return this.#whole.indexOf(key, behind);
      }
    }
  }

  #findInHead(key: string): number {
    let found = this.#head.indexOf(key, this.#inHead);
    if (found < 0 && this.#inHead > 0) found = this.#head.indexOf(key);
    if (found >= 0) this.#inHead = found;
    return found;
  }

  #findInProfiles(key: string): number {
    const from = Math.max(this.#inProfiles, this.#head.length);
    let found = this.#whole.indexOf(key, from);
    if (found < 0 && from > this.#head.length) found = this.#whole.indexOf(key, this.#head.length);
    if (found >= 0) this.#inProfiles = found;
    return found;
  }

  #findUsual(name: string): number {
    if (!this.#usual) {
      this.#usual = new Map();
      USUAL_KEYS.lastIndex = this.#head.length;
      for (let match; (match = USUAL_KEYS.exec(this.#whole));)
        this.#usual.set(match[1] ?? '', match.index);
    }
    return this.#usual.get(name) ?? -1;
  }

  /** The value that begins at `from`. */
  #value(from: number): string | undefined {
    const text = from < this.#head.length ? this.#head : this.#whole;
    const to = endOfString(text, this.#body, from);
    if (to < 0) return undefined;
    const raw = this.#raw(text, from, to);
    const longest = longestIn(this.#body);
    if (to <= this.#odd || PLAIN.test(raw)) return cut(raw, longest);
    try {
      return cut(JSON.parse(`"${this.#body.toString('utf8', from, to)}"`) as string, longest);
    } catch {
      return undefined;
    }
  }

  /** What is long is cut from the bytes: as a part of the text it would keep all of it in memory. */
  #raw(text: string, from: number, to: number): string {
    return to - from < SHORT ? text.slice(from, to) : this.#body.toString('latin1', from, to);
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
