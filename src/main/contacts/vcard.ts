import ICAL from 'ical.js';
import type { Batch, Found } from './found.ts';

/** Cards read at once: a few ms. */
const CARDS = 100;
/** Longest card (characters); one with a photo is about 100,000. */
const MAX_CARD = 4_000_000;

/** A property as ical.js gives it (jCard, RFC 7095): name, parameters, type, values. */
type Property = [string, Record<string, string | string[]>, string, ...unknown[]];

export const isVcard = (text: string): boolean => /^\s*BEGIN:VCARD\b/i.test(text);

/** Reads contacts from a file of vCards (3.0, 4.0). A card that does not read is one bad line. */
export function* vcardContacts(content: string): Generator<Batch> {
  const lines = content.split(/\r\n|\r|\n/);
  let found: Found[] = [];
  let start = -1;
  let cards = 0;
  for (const [i, line] of lines.entries()) {
    if (/^BEGIN:VCARD\s*$/i.test(line)) {
      if (start >= 0) found.push({ line: start + 1, reason: 'This card has no end (END:VCARD).' });
      start = i;
    } else if (/^END:VCARD\s*$/i.test(line)) {
      if (start < 0) found.push({ line: i + 1, reason: 'This ends a card that has no beginning.' });
      else found.push(...contactsIn(lines.slice(start, i + 1), start + 1));
      start = -1;
      cards += 1;
      if (cards % CARDS !== 0) continue;
      yield { found, part: (i + 1) / lines.length };
      found = [];
    } else if (start < 0 && line.trim() !== '')
      found.push({ line: i + 1, reason: 'This is not part of a card.' });
  }
  if (start >= 0) found.push({ line: start + 1, reason: 'This card has no end (END:VCARD).' });
  yield { found, part: 1 };
}

function contactsIn(card: readonly string[], line: number): Found[] {
  const properties = parse(card);
  if (typeof properties === 'string') return [{ line, reason: properties }];
  const all = (name: string): unknown[] =>
    properties.filter(([key]) => key === name).map((property) => property[3]);
  const first = (name: string): string => all(name).map(flat).find(Boolean) ?? '';
  const name = first('fn') || personOf(all('n')[0]) || first('org');
  const numbers = all('tel').map((value) => flat(value).replace(/^tel:/i, '').replace(/;.*$/s, ''));
  if (numbers.length === 0) return [{ line, reason: 'There is no number.' }];
  return numbers.map((number) => ({ line, name, number }));
}

/** The properties of a card, or why it does not read. */
function parse(card: readonly string[]): readonly Property[] | string {
  const text = card.join('\r\n');
  if (text.length > MAX_CARD) return 'This card is too long.';
  const isOld = card.some((line) => /^VERSION:2\.1\s*$/i.test(line));
  const old = 'It is of vCard 2.1: export the contacts as vCard 3.0 or 4.0, or as CSV.';
  try {
    const [, properties] = ICAL.parse(text) as [string, Property[], unknown];
    // Only 2.1 has this encoding: the text would be shown with its codes.
    const isEncoded = properties.some(
      ([, { encoding = '' }]) => String(encoding).toUpperCase() === 'QUOTED-PRINTABLE',
    );
    return isEncoded ? old : properties;
  } catch (error) {
    return isOld ? old : `This card cannot be read: ${(error as Error).message.slice(0, 200)}`;
  }
}

const flat = (value: unknown): string =>
  (Array.isArray(value)
    ? value.flat().map(String).filter(Boolean).join(' ')
    : String(value ?? '')
  ).trim();

/** N is family, given, additional, prefix, suffix (RFC 6350, 6.2.2). */
function personOf(value: unknown): string {
  if (!Array.isArray(value)) return '';
  const [family, given, additional] = value.map(flat);
  return [given, additional, family].filter(Boolean).join(' ');
}
