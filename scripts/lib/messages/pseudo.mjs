// Languages that nobody speaks, made of the English texts: what a test or a picture shows in plain English there is
// not in the catalogue, and what has no room for them has none for other languages.

const PLAIN = 'aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyYzZ';
const ACCENTED = 'áÁḃḂçÇďĎéÉƒƑĝĜĥĤîÎĵĴķĶļĻɱṀñÑöÖþÞʠɊŕŔšŠťŤûÛṽṼŵŴẋẊýÝžŽ';
const ACCENTS = new Map([...PLAIN].map((letter, at) => [letter, [...ACCENTED][at]]));
/** How much longer than English a language gets. */
const LONGER = 0.4;
/** Right-to-left override around a word, as Android's ar-XB has it: Latin letters, drawn from the right. */
const FROM_RIGHT = '\u200f\u202e';
const AS_BEFORE = '\u202c\u200f';

/** Parts of a pattern: what is between braces, with them, and what is not. */
const partsOf = (pattern) => pattern.split(/((?<!\\)\{[^{}]*\})/);
const isPlaceholder = (part) => part.startsWith('{');

/** `[Ĥéļļö {name} ~~~]` */
function accented(pattern) {
  const text = partsOf(pattern)
    .map((part) =>
      isPlaceholder(part) ? part : [...part].map((c) => ACCENTS.get(c) ?? c).join(''),
    )
    .join('');
  const letters = partsOf(pattern)
    .filter((part) => !isPlaceholder(part))
    .join('').length;
  return `[${text} ${'~'.repeat(Math.max(1, Math.ceil(letters * LONGER) - 3))}]`;
}

/** Each word drawn from the right. */
const mirrored = (pattern) =>
  partsOf(pattern)
    .map((part) =>
      isPlaceholder(part)
        ? part
        : part.replace(/[\p{L}\p{N}'’-]+/gu, `${FROM_RIGHT}$&${AS_BEFORE}`),
    )
    .join('');

/** Pseudo-locales by their tag, as Chromium and Android call them. */
export const PSEUDO = { 'en-XA': accented, 'ar-XB': mirrored };

/** @param {import('./catalogue.mjs').Message} message @param {(pattern: string) => string} change */
export function pseudoOf(message, change) {
  if (typeof message === 'string') return change(message);
  const [{ declarations, selectors, match }] = message;
  const changed = Object.entries(match).map(([key, pattern]) => [key, change(pattern)]);
  // The last variant stands for plural forms that English has not.
  const any = selectors.map((name) => `${name}=*`).join(', ');
  return [
    {
      declarations,
      selectors,
      match: { ...Object.fromEntries(changed), [any]: changed.at(-1)[1] },
    },
  ];
}
