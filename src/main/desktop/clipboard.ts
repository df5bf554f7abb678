import { clipboard, type Clipboard } from 'electron';
import { parseNumber } from '@shared/domain/validate.ts';

/** Longest text looked at for a number (characters). */
const MAX_TEXT = 200;

/**
 * The number that is selected anywhere (X11 and Wayland tell, from Electron 45 on) or was copied; ''
 * when neither is one.
 */
export async function numberAtHand(): Promise<string> {
  const selection = clipboard.selection as Clipboard | undefined;
  for (const source of [selection, clipboard]) {
    const text = ((await source?.readText()) ?? '').slice(0, MAX_TEXT).trim();
    if (/\d/.test(text) && parseNumber(text).ok) return text;
  }
  return '';
}
