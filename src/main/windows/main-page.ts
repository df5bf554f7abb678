import type { BrowserWindow } from 'electron';
import type { LegRef } from '@shared/domain/site.ts';
import type { PushName, PushPayload } from '@shared/ipc/contract.ts';
import { raise } from '../desktop/show.ts';
import { push } from '../ipc/server.ts';
import type { Lifetime } from '../lifetime.ts';
import { Waiting } from '../waiting.ts';

/** The main window as the rest of main uses it: what it is told, and what is opened in it. */
export class MainPage {
  readonly window: BrowserWindow;
  readonly #lifetime: Lifetime;
  /** What waits for the window's page to listen. */
  readonly #waiting = new Waiting();

  constructor(window: BrowserWindow, lifetime: Lifetime) {
    this.window = window;
    this.#lifetime = lifetime;
  }

  /** Whether anybody can see it. */
  get isSeen(): boolean {
    return !this.window.isDestroyed() && this.window.isVisible() && !this.window.isMinimized();
  }

  show(): void {
    raise(this.window);
  }

  /** Its page listens from now on. */
  ready(): void {
    this.#waiting.ready();
  }

  push<N extends PushName>(name: N, payload: PushPayload<N>): void {
    if (!this.#lifetime.isOver && !this.window.isDestroyed())
      push(this.window.webContents, name, payload);
  }

  /** Opens the click-to-call dialog, prefilled. */
  openDial(number: string): void {
    this.#open('dial.open', { number });
  }

  showCall(leg: LegRef): void {
    this.#open('call.show', leg);
  }

  openPage(page: PushPayload<'page.open'>): void {
    this.#open('page.open', page);
  }

  #open<N extends PushName>(name: N, payload: PushPayload<N>): void {
    this.show();
    this.#waiting.do(() => this.push(name, payload));
  }
}
