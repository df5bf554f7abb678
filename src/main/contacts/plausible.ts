import { meaningsOf } from './columns/meaning.ts';

/** Calling codes that stand in a file beside names in a script of their own. */
const BY_CALLING_CODE: readonly (readonly [RegExp, RegExp])[] = [
  [/\+(?:7|375|380)\d/, /1251|koi8|866|cyrillic|8859-5/],
  [/\+359\d/, /1251/],
  [/\+(?:30|357)\d/, /1253/],
  [/\+90\d/, /1254/],
  [/\+972\d/, /1255/],
  [/\+(?:20|21[1-8]|9[678]\d)\d/, /1256/],
  [/\+37[0-2]\d/, /1257/],
  [/\+(?:36|40|48|42[01]|38[1-7])\d/, /1250|8859-2/],
  [/\+81\d/, /shift_jis|euc-jp/],
  [/\+86\d/, /gb18030/],
  [/\+(?:886|852)\d/, /big5/],
  [/\+82\d/, /euc-kr/],
  [/\+66\d/, /874/],
  [/\+84\d/, /1258/],
];

/** A sign that stands in no name, a control character, a letter that was cut. */
const STRANGE = /[\u0080-\u009f\ufffd¤£¥¦§¨©ª«¬®¯°±²³´µ¶¸¹º»¼½¾¿×÷†‡•…‰€√∞∂∑∏π∫≈∆◊≤≥─-◿｡-ﾟ]/gu;
/** Letters that are rare in their language, and common ones of others' tables. */
const RARE = /[ÿΐΰ]/gu;
/** What each language has beyond ASCII: no word has letters of two. */
const ALPHABETS = [
  'äöüßé áàâçéèêëîïôœùûüæ áéíñóúü áâãàçéêíóôõúü àèéìíòóù éëïöüèê åäöé æøåéäö áðéíóúýþæö äöåšž',
  'ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű ăâîșțşţ čćđšž çğıöşüâîûi̇ ąčęėįšųūž āčēģīķļņšūž äöõüšž ëç àçèéíïòóúü',
]
  .join(' ')
  .split(' ')
  .map((letters) => new Set(letters));
const SCRIPTS = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Hebrew',
  'Arabic',
  'Thai',
  'Han',
  'Hangul',
  'Hiragana',
  'Katakana',
  'Bopomofo',
].map((name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')] as const);
const ASIAN = new Set(['Han', 'Hiragana', 'Katakana', 'Hangul']);
/** What the commonest encoding of the West is ahead of those that read most of its letters alike. */
const COMMONEST = 0.4;
/** Words looked at. */
const MOST = 400;

/**
 * How much text looks like lines of names that were read in the right encoding; the highest is the
 * likeliest. By what holds in all languages: a word is of one script, a Latin one has letters of ASCII,
 * capitals stand in front or throughout, headings are words that are known.
 */
export function plausibility(text: string, encoding: string): number {
  const foreign = [
    ...new Set(text.match(/[^\s,;:|"=<>()@/\d+-]*[^\p{ASCII}][^\s,;:|"=<>()@/\d+-]*/gu) ?? []),
  ];
  let score = 0;
  for (const word of foreign.slice(0, MOST)) score += scoreOf(word);
  score /= Math.max(1, Math.min(foreign.length, MOST) / 4);
  const headings = (text.split(/\r?\n|\r/, 1)[0] ?? '').split(/[,;\t|]/);
  for (const heading of headings)
    if (/[^\p{ASCII}]/u.test(heading) && !meaningsOf(heading).includes('unknown')) score += 4;
  for (const [code, names] of BY_CALLING_CODE)
    if (code.test(text) && names.test(encoding)) score += 2;
  return encoding === 'windows-1252' ? score + COMMONEST : score;
}

function scoreOf(word: string): number {
  const scripts = SCRIPTS.filter(([, is]) => is.test(word)).map(([name]) => name);
  const strange = word.match(STRANGE)?.length ?? 0;
  const rare = word.match(RARE)?.length ?? 0;
  let score = -4 * strange - rare;
  if (/^\p{M}/u.test(word)) score -= 3;
  const native = scripts.filter((name) => name !== 'Latin');
  const isAsian = native.length > 0 && native.every((name) => ASIAN.has(name));
  if (native.length > 1 && !isAsian) score -= 6;
  else if (native.length > 0 && scripts.includes('Latin')) score -= 4;
  else if (native.length > 0) score += isAsian ? 1.5 : 2;
  // `Àííà`: no name is of accented letters alone; `Éva`, `Øyå` have one beside them.
  else if (!/[a-z]/i.test(word)) score -= [...word].length > 1 ? 3 : 0;
  else score += isOfOneLanguage(word) ? 1 : -1.5;
  const bare = word.replace(/['’.-]/g, '');
  const isCased = /^\p{Lu}?[\p{Ll}\p{M}\p{Lo}]+$/u.test(bare);
  return score + (isCased ? 0.5 : /^[\p{Lu}\p{M}]+$/u.test(bare) ? 0 : -2);
}

function isOfOneLanguage(word: string): boolean {
  const letters = [...word.toLowerCase().normalize('NFC')].filter(
    (char) => /[^\p{ASCII}]/u.test(char) && /\p{L}/u.test(char),
  );
  return ALPHABETS.some((alphabet) => letters.every((letter) => alphabet.has(letter)));
}
