/**
 * Reads the few headers a monitor needs out of an event, without parsing the rest. A FreeSWITCH
 * event has some 130 headers, most of them `variable_*`; JSON.parse of all of them is where the
 * time of an event goes (docs/performance.md).
 */
export type EventHeaders = Readonly<Record<string, string>>;

/** The headers the mapping reads; a header not named here is never decoded. */
export const WANTED = new Set([
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
]);

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
  return scanFlat(body) ?? parseAll(body);
}

function scanFlat(body: Buffer): EventHeaders | undefined {
  // One byte per char: positions in the text are positions in the bytes.
  const text = body.toString('latin1');
  if (text.charCodeAt(0) !== OPEN) return undefined;
  const found: Record<string, string> = {};
  let at = 1;
  for (;;) {
    if (text.charCodeAt(at) !== QUOTE) return undefined;
    const keyEnd = text.indexOf('"', at + 1);
    if (keyEnd < 0 || text.charCodeAt(keyEnd + 1) !== COLON) return undefined;
    const key = text.slice(at + 1, keyEnd);
    let end: number;
    if (text.charCodeAt(keyEnd + 2) === QUOTE) {
      end = endOfString(text, keyEnd + 2);
      if (end < 0) return undefined;
      if (WANTED.has(key)) {
        const value = decodeValue(text, body, keyEnd + 3, end);
        if (value === undefined) return undefined;
        found[key] = value;
      }
    } else {
      // A header set several times is an array; none of those we want is.
      if (WANTED.has(key)) return undefined;
      end = endOfArray(text, keyEnd + 2);
      if (end < 0) return undefined;
    }
    const next = text.charCodeAt(end + 1);
    if (next === CLOSE) return found;
    if (next !== COMMA) return undefined;
    at = end + 2;
  }
}

/** Where the string that opens at `from` closes; -1 when it does not. */
function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from + 1);
  while (end > 0 && isEscaped(text, end, from + 1)) end = text.indexOf('"', end + 1);
  return end;
}

/** Where an array of strings that opens at `from` closes; -1 when it is none. */
function endOfArray(text: string, from: number): number {
  if (text.charCodeAt(from) !== OPEN_ARRAY) return -1;
  let at = from + 1;
  while (text.charCodeAt(at) === QUOTE) {
    at = endOfString(text, at) + 1;
    if (at === 0) return -1;
    if (text.charCodeAt(at) !== COMMA) break;
    at += 1;
  }
  return text.charCodeAt(at) === CLOSE_ARRAY ? at : -1;
}

/** Whether the quote at `end` belongs to the value: an odd number of backslashes stands before it. */
function isEscaped(text: string, end: number, from: number): boolean {
  let slashes = 0;
  for (let i = end - 1; i >= from && text.charCodeAt(i) === BACKSLASH; i -= 1) slashes += 1;
  return slashes % 2 === 1;
}

/** Printable ASCII without a backslash: it stands for itself. */
const PLAIN = /^[\x20-\x5b\x5d-\x7e]*$/;

function decodeValue(text: string, body: Buffer, from: number, to: number): string | undefined {
  const raw = text.slice(from, to);
  if (PLAIN.test(raw)) return raw;
  try {
    return JSON.parse(`"${body.toString('utf8', from, to)}"`) as string;
  } catch {
    return undefined;
  }
}

/** The slow way: any JSON object. A value may be an array (a header set several times): its first counts. */
function parseAll(body: Buffer): EventHeaders {
  const parsed: unknown = JSON.parse(body.toString('utf8'));
  const found: Record<string, string> = {};
  if (typeof parsed !== 'object' || parsed === null) return found;
  for (const [key, value] of Object.entries(parsed)) {
    if (!WANTED.has(key)) continue;
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'string') found[key] = first;
  }
  return found;
}
