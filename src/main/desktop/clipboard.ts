import { clipboard, type Clipboard } from 'electron';
import type { Reading } from '@shared/numbers/reading.ts';

/** Longest text looked at for a number (characters). */
const MAX_TEXT = 200;

/**
 * The text with a number, or several, that is selected anywhere (X11 and Wayland tell, from Electron 45
 * on) or was copied; '' when neither has one.
 * @param read what a text dials
 */
export async function numberAtHand(read: (text: string) => Promise<Reading>): Promise<string> {
  const selection = clipboard.selection as Clipboard | undefined;
  for (const source of [selection, clipboard]) {
    const text = ((await source?.readText()) ?? '').slice(0, MAX_TEXT).trim();
    if (!/\p{Nd}/u.test(text)) continue;
    const { dials, choices } = await read(text);
    if (choices.length > 0) return choices.join(', ');
    if (dials !== '') return text.replace(/\s+/g, ' ');
  }
  return '';
}
