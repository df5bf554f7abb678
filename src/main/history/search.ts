/**
 * SQL conditions for "every word of this text is somewhere in a row". FTS5's trigrams need three
 * letters; shorter words are looked for the slow way.
 * @param index the FTS5 table of the rows' texts
 */
export function wordConditions(text: string, index: string): { parts: string[]; values: string[] } {
  const parts: string[] = [];
  const values: string[] = [];
  const words = text.trim().split(/\s+/).filter(Boolean).slice(0, 8);
  const long = words.filter((word) => [...word].length >= 3);
  if (long.length > 0) {
    parts.push(`id IN (SELECT rowid FROM ${index} WHERE ${index} MATCH ?)`);
    values.push(long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' '));
  }
  for (const word of words) {
    if ([...word].length >= 3) continue;
    parts.push(`(instr(lower(name), lower(?)) > 0 OR instr(number, ?) > 0)`);
    values.push(word, word);
  }
  return { parts, values };
}
