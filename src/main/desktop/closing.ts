import { dialog, type BrowserWindow } from 'electron';
import { m } from '@shared/messages/m.ts';
import type { Session } from './session.ts';
import type { TrayHost } from './tray/host.ts';

/** What becomes of a window that the person closes, while the app goes on telling calls. */
export type Closing = 'hide' | 'minimize' | 'ask';

/** Tiling desktops have no place for a minimised window; of an unknown one on Wayland nothing tells. */
export function closingOf(hasTray: boolean, { kind, desktop }: Session): Closing {
  if (hasTray) return 'hide';
  if (desktop === 'gnome' || desktop === 'kde') return 'minimize';
  return kind === 'x11' && desktop === 'other' ? 'minimize' : 'ask';
}

/** Said once of each: closing a program's window ends most others. */
export const EXPLANATIONS = { hide: m.desk_in_tray, minimize: m.desk_minimized } as const;

export interface ClosingActions {
  /** Says once why it keeps running. */
  explain(how: keyof typeof EXPLANATIONS): void;
  quit(): void;
}

/** Carries out what becomes of the window. */
export class WindowClosing {
  readonly #window: BrowserWindow;
  readonly #session: Session;
  readonly #host: TrayHost;
  readonly #actions: ClosingActions;
  #isAsking = false;

  constructor(window: BrowserWindow, session: Session, host: TrayHost, actions: ClosingActions) {
    this.#window = window;
    this.#session = session;
    this.#host = host;
    this.#actions = actions;
  }

  /** The person closed the window. */
  async close(): Promise<void> {
    const how = closingOf(await this.#host.look(), this.#session);
    if (this.#window.isDestroyed()) return;
    if (how === 'ask') return this.#ask();
    this.#actions.explain(how);
    if (how === 'hide') this.#window.hide();
    else this.#window.minimize();
  }

  /** The app was started without a window: where there is no tray either, it is found minimised. */
  async startHidden(): Promise<void> {
    const how = closingOf(await this.#host.look(), this.#session);
    if (how !== 'minimize' || this.#window.isDestroyed() || this.#window.isVisible()) return;
    this.#window.minimize();
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const { response } = await dialog.showMessageBox(this.#window, {
      type: 'question',
      title: 'Ringside',
      message: m.desk_keep_running(),
      detail: m.desk_keep_running_detail(),
      buttons: [m.app_cancel(), m.desk_keep(), m.desk_quit()],
      defaultId: 1,
      cancelId: 0,
      noLink: true,
    });
    this.#isAsking = false;
    if (response === 1) this.#window.hide();
    if (response === 2) this.#actions.quit();
  }
}
