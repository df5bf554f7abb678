import { dialog, type BrowserWindow } from 'electron';
import type { Need } from './needs.ts';

/** Things named in one question; more than fit a screen would hide its buttons. */
const MAX_NAMED = 8;

/**
 * Asks the person by a box of the system's, which no page can draw on, press or read. The button
 * that changes nothing is the one that Enter and Escape press.
 */
export async function askPerson(window: BrowserWindow, needs: readonly Need[]): Promise<boolean> {
  const named = needs.slice(0, MAX_NAMED).map(({ words }) => `• ${words}`);
  const rest = needs.length - named.length;
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    title: 'Ringside',
    message: 'Allow Ringside to do this?',
    detail: [
      ...named,
      ...(rest > 0 ? [`… and ${rest} more of this kind`] : []),
      '',
      'Choose Cancel unless you have just set this up yourself.',
    ].join('\n'),
    buttons: ['Cancel', 'Allow'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
