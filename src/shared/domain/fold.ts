/** Text as a search compares it: without case and accents, `Jürgen` as `jurgen`. */
export const folded = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The words of a search, folded. */
export const wordsOf = (text: string): string[] => folded(text).split(/\s+/).filter(Boolean);
