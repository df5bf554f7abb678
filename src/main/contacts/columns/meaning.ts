import * as words from './words.ts';

/** What a column of a file has. `unknown`: nobody can tell by its heading. */
export type Meaning =
  | 'name'
  | 'first'
  | 'middle'
  | 'last'
  | 'second-last'
  | 'firm'
  | 'number'
  /** `Number`, `Home`: a number if its cells look so. */
  | 'perhaps'
  | 'extension'
  /** Fax, pager, somebody else's number. */
  | 'not-called'
  /** Neither, though it may look like a name: a city, a title. */
  | 'else'
  | 'unknown';

/** A heading without case, accents and what separates words; `PhoneNumber1` has the words of `Phone Number 1`. */
function wordsOf(heading: string): readonly string[] {
  return heading
    .normalize('NFKC')
    .replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, ' ')
    .toLowerCase()
    .replace(/['’`ʼ]/g, '')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replaceAll('ı', 'i')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('đ', 'd')
    .split(/[^\p{L}\p{Mc}]+/u)
    .filter(Boolean);
}

const bare = (heading: string): string => wordsOf(heading).join('');

const phrases = (list: string): ReadonlySet<string> =>
  new Set(list.split(/[;\n]/).map(bare).filter(Boolean));
const wordSet = (...lists: string[]): ReadonlySet<string> =>
  new Set(lists.flatMap((list) => list.split(/\s+/).map(bare)).filter(Boolean));

const NAMES = phrases(words.NAMES);
const FIRST = phrases(words.FIRST);
const MIDDLE = phrases(words.MIDDLE);
const LAST = phrases(words.LAST);
const SECOND_LAST = phrases(words.SECOND_LAST);
const FIRMS = phrases(words.FIRMS);
const PHONES = wordSet(words.PHONES);
const NUMBERS = wordSet(words.NUMBERS);
const PLACES = wordSet(words.PLACES);
const OWNERS = wordSet(words.OWNERS);
const FILLERS = wordSet(words.FILLERS);
const NOT_CALLED = wordSet(words.NOT_CALLED);
const EXTENSIONS = wordSet(words.EXTENSIONS);
const ELSE = wordSet(words.ELSE);

/** Whose name it is, in front of the heading of a name: `Contact First Name`, `Kundenname`. */
const WHOSE = wordSet(
  'contact contacts customer client person caller primary kontakt kunde kunden contacto contatto',
);
/** Endings of long words: never a word of their own within one. */
const SHORTEST = 3;

/** What a heading means for itself; several where only its neighbours can tell: `Name`, `Nome`, `名前`. */
export function meaningsOf(heading: string): readonly Meaning[] {
  const all = wordsOf(heading);
  if (all.length === 0) return ['unknown'];
  const named =
    nameOf(all) ?? (all.length > 1 && WHOSE.has(all[0] ?? '') ? nameOf(all.slice(1)) : undefined);
  const number = numberOf(all);
  if (number === 'number' || number === 'not-called') return [number];
  if (named) return named;
  if (number) return [number];
  return all.some((word) => ELSE.has(word)) ? ['else'] : ['unknown'];
}

function nameOf(all: readonly string[]): readonly Meaning[] | undefined {
  const heading = all.join('');
  const found = (
    [
      ['second-last', SECOND_LAST],
      ['middle', MIDDLE],
      ['name', NAMES],
      ['first', FIRST],
      ['last', LAST],
      ['firm', FIRMS],
    ] as const
  ).flatMap(([meaning, set]) => (set.has(heading) ? [meaning] : []));
  return found.length > 0 ? found : undefined;
}

/** What a heading of words of numbers is; undefined where a word of it is of something else. */
function numberOf(all: readonly string[]): Meaning | undefined {
  const parts = all.flatMap((word) => partsOf(word) ?? ['']);
  const has = (set: ReadonlySet<string>): boolean => parts.some((part) => set.has(part));
  // One word is enough: `Assistant's Phone`, `Fax geschäftlich`.
  if (has(NOT_CALLED) || all.some((word) => NOT_CALLED.has(word))) return 'not-called';
  if (parts.includes('')) return undefined;
  if (has(EXTENSIONS)) return has(PLACES) && has(PHONES) ? 'number' : 'extension';
  if (has(PHONES)) return 'number';
  if (has(OWNERS)) return undefined;
  return has(NUMBERS) || has(PLACES) ? 'perhaps' : undefined;
}

const KNOWN = new Set(
  [PHONES, NUMBERS, PLACES, OWNERS, FILLERS, NOT_CALLED, EXTENSIONS].flatMap((set) => [...set]),
);

/** The known words that a word is put together of (`mobil` `telefon` `nummer`), or undefined. */
function partsOf(word: string): readonly string[] | undefined {
  if (KNOWN.has(word)) return [word];
  // Chinese, Japanese and Korean have words of one and two characters.
  const shortest = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u1100-\u11ff]/.test(word)
    ? 1
    : SHORTEST;
  for (let end = word.length - shortest; end >= shortest; end -= 1) {
    if (!KNOWN.has(word.slice(0, end))) continue;
    const rest = partsOf(word.slice(end));
    if (rest) return [word.slice(0, end), ...rest];
    // The German `s` that joins words: `Arbeitstelefon`.
    if (word[end] !== 's') continue;
    const joined = partsOf(word.slice(end + 1));
    if (joined) return [word.slice(0, end), ...joined];
  }
  return undefined;
}
