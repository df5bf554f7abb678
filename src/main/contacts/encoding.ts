import { isUtf8 } from 'node:buffer';
import { plausibility } from './plausible.ts';

/** How a file's bytes are read, by the labels of the Encoding Standard (`utf-8`, `windows-1251`). */
export interface Encoding {
  readonly name: string;
  /** Whether nothing else makes sense; else the person is asked. */
  readonly sure: boolean;
  /** What it may be as well, the likeliest first. */
  readonly others: readonly string[];
}

const FROM_BOM: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Those that address books were written in, the commonest first: it wins where two fit alike. */
const OLD = [
  'windows-1252 windows-1251 windows-1250 windows-1254 windows-1253 windows-1255 windows-1256 windows-1257',
  'shift_jis gb18030 big5 euc-kr euc-jp windows-874 windows-1258 koi8-r koi8-u macintosh ibm866 x-mac-cyrillic iso-8859-2 iso-8859-5',
]
  .join(' ')
  .split(' ');

/** Encodings that a person can choose. */
export const ENCODINGS: readonly string[] = ['utf-8', 'utf-16le', 'utf-16be', ...OLD];

/** Bytes of lines that are no ASCII by which an encoding is told. */
const SAMPLE = 64 * 1024;
/** The least by which one must be more plausible than the next. */
const CLEAR = 3;

const sure = (name: string): Encoding => ({ name, sure: true, others: [] });

/** How a file is written: by its byte order mark, as UTF-8 (a few cut characters allowed), else by what makes sense. */
export async function encodingOf(bytes: Uint8Array): Promise<Encoding> {
  const mark = FROM_BOM.find(([, bom]) => bom.every((byte, i) => bytes[i] === byte))?.[0];
  if (mark !== undefined) return sure(mark);
  const wide = wideOf(bytes);
  if (wide !== undefined) return sure(wide);
  if (isUtf8(bytes)) return sure('utf-8');
  const sample = foreignLines(bytes);
  if (isDamagedUtf8(sample)) return sure('utf-8');
  const { default: jschardet } = await import('jschardet');
  const detected = jschardet.detect(Buffer.from(sample));
  const told = labelOf(detected.encoding ?? '');
  const ranked = OLD.map((name) => {
    const text = decode(sample, name);
    return {
      name,
      text,
      score: plausibility(text, name) + (name === told ? detected.confidence : 0),
    };
  }).sort((a, b) => b.score - a.score);
  const [first, ...rest] = ranked;
  if (!first) return sure('windows-1252');
  // Of those that read it alike the commonest: OLD has them in that order.
  const alike = new Set(ranked.filter(({ text }) => text === first.text).map(({ name }) => name));
  const best = { ...first, name: OLD.find((name) => alike.has(name)) ?? first.name };
  const different = rest.filter(({ text }) => text !== best.text);
  return {
    name: best.name,
    sure: best.score - (different[0]?.score ?? -Infinity) >= CLEAR,
    others: different.map(({ name }) => name).slice(0, 6),
  };
}

/** Text of bytes; what is none in that encoding becomes U+FFFD. A byte order mark is left out. */
export const decode = (bytes: Uint8Array, name: string): string =>
  new TextDecoder(name).decode(bytes);

/** UTF-16 without a mark: each second byte of ASCII text is zero. */
function wideOf(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, 1000);
  if (head.length < 4) return undefined;
  let [even, odd] = [0, 0];
  for (const [i, byte] of head.entries())
    if (byte === 0) {
      if (i % 2 === 0) even += 1;
      else odd += 1;
    }
  const most = head.length * 0.3;
  return odd > most && even < 8 ? 'utf-16le' : even > most && odd < 8 ? 'utf-16be' : undefined;
}

/** The first line, and lines with bytes beyond ASCII, up to a bound. */
function foreignLines(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let at = 0; at < bytes.length && size < SAMPLE;) {
    const found = bytes.indexOf(10, at);
    const end = Math.min(found < 0 ? bytes.length : found + 1, at + SAMPLE);
    const line = bytes.subarray(at, end);
    if (at === 0 || line.some((byte) => byte >= 0x80)) {
      parts.push(line);
      size += line.length;
    }
    at = end;
  }
  return Buffer.concat(parts);
}

/**
 * Whether it is UTF-8 with some characters cut, by programs that fold or cut lines by bytes: letters of
 * older encodings hardly ever make whole characters of UTF-8.
 */
function isDamagedUtf8(bytes: Uint8Array): boolean {
  let whole = 0;
  let broken = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte < 0x80) continue;
    const more =
      byte >= 0xf0 && byte < 0xf8
        ? 3
        : byte >= 0xe0 && byte < 0xf0
          ? 2
          : byte >= 0xc2 && byte < 0xe0
            ? 1
            : 0;
    let following = 0;
    while (following < more && ((bytes[i + 1 + following] ?? 0) & 0xc0) === 0x80) following += 1;
    if (more > 0 && following === more) whole += 1;
    else broken += 1;
    i += following;
  }
  return whole >= 2 && whole >= broken * 2;
}

/** The detector's names, where the Encoding Standard has others. */
function labelOf(name: string): string {
  const label = name.toLowerCase();
  const known: Record<string, string> = {
    'iso-8859-1': 'windows-1252',
    'iso-8859-7': 'windows-1253',
    'iso-8859-8': 'windows-1255',
    'iso-8859-9': 'windows-1254',
    gb2312: 'gb18030',
    'x-mac-roman': 'macintosh',
    maccyrillic: 'x-mac-cyrillic',
    'tis-620': 'windows-874',
  };
  return known[label] ?? label;
}
