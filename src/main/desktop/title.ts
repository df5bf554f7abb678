import { app, type BrowserWindow } from 'electron';
import { trayIcon, type DeskState, type TrayMarks } from '@shared/calls/desk.ts';
import { m } from '@shared/messages/m.ts';

const WORDS: Partial<Record<ReturnType<typeof trayIcon>, () => string>> = {
  ringing: m.desk_title_ringing,
  talking: m.desk_title_talking,
  held: m.desk_title_held,
};

/** The window's title where no tray shows the state of my calls; no names: others see the screen too. */
export function titleOf(isOnline: boolean, desk: DeskState, marks: TrayMarks): string {
  const icon = trayIcon(isOnline, desk, marks);
  const words = icon === 'missed' ? m.desk_missed({ count: marks.unseen }) : WORDS[icon]?.();
  return words === undefined ? 'Ringside' : `${words} – Ringside`;
}

/** Shows the state of calls on the window's title, and on the app's icon where the desktop counts there. */
export function showOnWindow(window: BrowserWindow, title: string, count: number): void {
  if (window.isDestroyed()) return;
  if (window.getTitle() !== title) window.setTitle(title);
  if (app.getBadgeCount() !== count) app.setBadgeCount(count);
}
