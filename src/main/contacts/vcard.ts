import { decode } from './encoding.ts';
import type { Batch, Found } from './found.ts';
import { logicalLines } from './vcard-lines.ts';

/** Lines read at once: a few ms. */
const LINES = 1_000;
/** Most numbers of a card; beyond it is no person. */
const MAX_NUMBERS = 100;

/** Kinds of numbers that are not for talking. */
const NOT_CALLED = /^(?:FAX|PAGER|MODEM|BBS|ISDN|TEXTPHONE)$/;

/** Whether bytes, read as Latin-1, begin a file of vCards. */
export const isVcard = (start: string): boolean => /^\s*BEGIN:VCARD\b/i.test(start);

/** The names in a file of vCards as bytes, by which its encoding is told, up to a bound. */
export function vcardNames(bytes: Uint8Array): Uint8Array {
  const parts: Buffer[] = [];
  let size = 0;
  for (const { text } of logicalLines(bytes)) {
    const property = propertyOf(text);
    if (!property || !/^(?:FN|N|ORG)$/.test(property.name)) continue;
    parts.push(Buffer.from(`${bytesOf(property)}\n`, 'latin1'));
    size += property.value.length;
    if (size > 64 * 1024) break;
  }
  return Buffer.concat(parts);
}

/**
 * Reads contacts from vCards 2.1, 3.0 and 4.0 (RFC 6350): of each card what is needed, FN, N, ORG and
 * TEL, so that a fault elsewhere costs nothing.
 * @param encoding of lines that do not name their own
 */
export function* vcardContacts(bytes: Uint8Array, encoding: string): Generator<Batch> {
  let found: Found[] = [];
  let card: Card | undefined;
  let lines = 0;
  for (const { text, line, at } of logicalLines(bytes)) {
    const mark = /^\s*(BEGIN|END):VCARD\s*$/i.exec(text)?.[1]?.toUpperCase();
    if (mark === 'BEGIN') {
      if (card) found.push({ line: card.line, reason: NO_END });
      card = { line, names: {}, numbers: [] };
    } else if (mark === 'END') {
      found.push(
        card ? contactOf(card) : { line, reason: 'This ends a card that has no beginning.' },
      );
      card = undefined;
    } else if (card) add(card, text, encoding);
    else if (text.trim() !== '') found.push({ line, reason: 'This is not part of a card.' });
    lines += 1;
    if (lines % LINES !== 0) continue;
    yield { found, part: at / bytes.length };
    found = [];
  }
  if (card) found.push({ line: card.line, reason: NO_END });
  yield { found, part: 1 };
}

const NO_END = 'This card has no end (END:VCARD).';

interface Card {
  readonly line: number;
  names: { fn?: string; n?: string; org?: string };
  readonly numbers: string[];
}

function add(card: Card, line: string, encoding: string): void {
  const property = propertyOf(line);
  if (!property) return;
  const { name, types } = property;
  if (name !== 'FN' && name !== 'N' && name !== 'ORG' && name !== 'TEL') return;
  const value = decode(Buffer.from(bytesOf(property), 'latin1'), property.charset || encoding);
  if (name === 'FN') card.names.fn ||= unescaped(value);
  else if (name === 'N') card.names.n ||= personOf(value);
  else if (name === 'ORG') card.names.org ||= components(value).filter(Boolean).join(' ');
  else if (!types.some((type) => NOT_CALLED.test(type)) || types.includes('VOICE')) {
    const number = unescaped(value).replace(/^tel:/i, '');
    if (number !== '' && card.numbers.length < MAX_NUMBERS) card.numbers.push(number);
  }
}

function contactOf({ line, names, numbers }: Card): Found {
  if (numbers.length === 0) return { line, reason: 'There is no number.' };
  return { line, name: names.fn || names.n || names.org || '', numbers };
}

interface Property {
  readonly name: string;
  readonly types: readonly string[];
  readonly charset: string;
  readonly isQuoted: boolean;
  readonly isBase64: boolean;
  /** As Latin-1 text of its bytes. */
  readonly value: string;
}

/** `item1.TEL;TYPE=CELL;TYPE="voice,text":+49…`; undefined where a line has no colon. */
function propertyOf(line: string): Property | undefined {
  const head = /^(?:[\w-]+\.)?(?<name>[A-Za-z-]+)(?<params>(?:;(?:[^":;]|"[^"]*")*)*):/.exec(
    line.slice(0, 2000),
  );
  const { name = '', params = '' } = head?.groups ?? {};
  if (!head) return undefined;
  const all = params.match(/(?:[^";]|"[^"]*")+/g) ?? [];
  const types: string[] = [];
  let [charset, encoding] = ['', ''];
  for (const param of all) {
    const [, key = '', said = param] = /^([\w-]+)=(.*)$/s.exec(param) ?? [];
    const values = said
      .replaceAll('"', '')
      .split(',')
      .map((value) => value.trim());
    const upper = key.toUpperCase();
    if (upper === 'CHARSET') charset = knownLabel(values[0] ?? '');
    else if (upper === 'ENCODING') encoding = values[0]?.toUpperCase() ?? '';
    else if (upper === 'TYPE' || upper === '')
      types.push(...values.map((value) => value.toUpperCase()));
  }
  return {
    name: name.toUpperCase(),
    types,
    charset,
    isQuoted: encoding === 'QUOTED-PRINTABLE' || types.includes('QUOTED-PRINTABLE'),
    isBase64: encoding === 'B' || encoding === 'BASE64' || types.includes('BASE64'),
    value: line.slice(head[0].length),
  };
}

function knownLabel(charset: string): string {
  try {
    return new TextDecoder(charset).encoding;
  } catch {
    return '';
  }
}

/** The bytes of a value, as Latin-1 text. */
function bytesOf({ value, isQuoted, isBase64 }: Property): string {
  if (isBase64) return Buffer.from(value, 'base64').toString('latin1');
  if (!isQuoted) return value;
  return value.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
}

const unescaped = (value: string): string =>
  value.replace(/\\([nN]|.)/gs, (_, char: string) => (/n/i.test(char) ? ' ' : char)).trim();

/** Parts between `;`, which is `\;` within one. */
const components = (value: string): string[] =>
  (value.match(/(?:\\.|[^\\;])*(?:;|$)/gs) ?? []).map((part) => unescaped(part.replace(/;$/, '')));

/** N is family, given, additional, prefix, suffix (RFC 6350, 6.2.2). */
function personOf(value: string): string {
  const [family, given, additional] = components(value);
  return [given, additional, family].filter(Boolean).join(' ');
}
