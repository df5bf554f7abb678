import { app, type BrowserWindow } from 'electron';
import { trayIcon, type DeskState, type TrayMarks } from '@shared/calls/desk.ts';

const WORDS: Partial<Record<ReturnType<typeof trayIcon>, string>> = {
  ringing: 'Ringing',
  talking: 'Talking',
  held: 'On hold',
};

/** The window's title where no tray shows the state of my calls; no names: others see the screen too. */
export function titleOf(isOnline: boolean, desk: DeskState, marks: TrayMarks): string {
  const icon = trayIcon(isOnline, desk, marks);
  const words = icon === 'missed' ? `${marks.unseen.toLocaleString()} missed` : WORDS[icon];
  return words === undefined ? 'Ringside' : `${words} – Ringside`;
}

/** Shows the state of calls on the window's title, and on the app's icon where the desktop counts there. */
export function showOnWindow(window: BrowserWindow, title: string, count: number): void {
  if (window.isDestroyed()) return;
  if (window.getTitle() !== title) window.setTitle(title);
  if (app.getBadgeCount() !== count) app.setBadgeCount(count);
}
