import { execFile } from 'node:child_process';
import { clipboard, type Clipboard } from 'electron';
import type { Reading } from '@shared/numbers/reading.ts';
import type { Session } from './session.ts';

/** Longest text looked at for a number (characters). */
const MAX_TEXT = 200;

/** ms that reading the selection may take. */
const SELECTION_MS = 1_000;

/**
 * The text with a number, or several, that is selected anywhere or was copied; '' when neither has one.
 * X11 tells the selection to anybody; Wayland only to the program in front, or to one such as wl-paste.
 * @param read what a text dials
 */
export async function numberAtHand(
  read: (text: string) => Promise<Reading>,
  session: Session,
): Promise<string> {
  // Tells the selection from Electron 45 on.
  const selection = clipboard.selection as Clipboard | undefined;
  const sources = [
    ...(session.kind === 'wayland' ? [() => wlPaste(session, '--primary')] : []),
    () => selection?.readText(),
    ...(session.kind === 'wayland' ? [() => wlPaste(session)] : []),
    () => clipboard.readText(),
  ];
  for (const source of sources) {
    const text = ((await source()) ?? '').slice(0, MAX_TEXT).trim();
    if (!/\p{Nd}/u.test(text)) continue;
    const { dials, choices } = await read(text);
    if (choices.length > 0) return choices.join(', ');
    if (dials !== '') return text.replace(/\s+/g, ' ');
  }
  return '';
}

/**
 * The selection or clipboard by wl-paste (wl-clipboard), where it is installed; '' else. GNOME has not
 * the protocol it needs: there it would open a window of its own and take the focus.
 */
function wlPaste({ desktop }: Session, ...which: string[]): Promise<string> {
  if (desktop === 'gnome') return Promise.resolve('');
  const args = [...which, '--no-newline', '--type', 'text'];
  const options = { timeout: SELECTION_MS, maxBuffer: 1024 * 1024 };
  return new Promise((done) =>
    execFile('wl-paste', args, options, (error, stdout) => done(error ? '' : stdout)),
  );
}
