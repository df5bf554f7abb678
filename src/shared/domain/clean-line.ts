/**
 * What could reorder, hide or break a line of somebody else's words: control characters, line and
 * paragraph separators, bidirectional controls, characters without a width. Joiners stay: scripts
 * and emoji are written with them.
 */
const UNSAFE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]+/gu;

/** One line of text that a stranger sent, cut to `max` characters. */
export function cleanLine(text: string, max = 120): string {
  const line = text
    .slice(0, 4 * max)
    .replace(UNSAFE, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  const chars = [...line];
  return chars.length > max ? `${chars.slice(0, max - 1).join('')}…` : line;
}

/** Text for a body that is taken for markup (Desktop Notifications Specification, "Markup"). */
export const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
