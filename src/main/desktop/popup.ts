import { BrowserWindow, screen, type Rectangle } from 'electron';
import { keyOfCall, type RingingCall } from '@shared/calls/desk.ts';
import {
  CARD_HEIGHT,
  FAREWELL_MS,
  MAX_CARDS,
  nextCards,
  popupHeight,
  POPUP_WIDTH,
  sweep,
  withoutCard,
  type Card,
  type CardButton,
  type Naming,
  type PopupView,
  type Said,
} from '@shared/desk/popup.ts';
import type { Settings } from '@shared/settings/settings.ts';
import { giveRole } from '../ipc/roles.ts';
import { pageUrl } from '../pages.ts';
import { pagePreferences } from './window.ts';

/** ms a heads-up stays. */
const SAID_MS = 3_000;
/** px between the pop-up and the edges of the display. */
const MARGIN = 16;

/** What the pop-up needs to know beside the calls. */
export interface PopupContext {
  readonly desk: Settings['desk'];
  /** Whether cards are to be shown now, and a ringtone played. */
  readonly showCards: boolean;
  readonly ring: boolean;
  /** s that a call may ring, where somebody set a limit; else 0. */
  readonly ringLimitSec: number;
  naming(call: RingingCall): Naming;
  buttons(call: RingingCall): readonly CardButton[];
}

export interface PopupOptions {
  readonly canShow: boolean;
  /** It was given the focus all the same, and is not shown any more. */
  tookFocus(): void;
  /** Says a heads-up where no window can. */
  sayElsewhere(text: string, detail: string): void;
}

/** A window above all others that is never given the focus. */
function createPopupWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: POPUP_WIDTH,
    height: CARD_HEIGHT,
    show: false,
    frame: false,
    resizable: false,
    movable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    // On Linux this takes the window out of the window manager's hands: it is never given the focus.
    focusable: false,
    acceptFirstMouse: true,
    hasShadow: true,
    title: 'Ringside pop-up',
    ...(process.platform === 'linux' ? { type: 'notification' } : {}),
    webPreferences: {
      ...pagePreferences(),
      backgroundThrottling: false,
      // The ringtone: nobody has clicked anything when a call comes in.
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
  giveRole(window.webContents, 'popup');
  window.setAlwaysOnTop(true, 'screen-saver');
  window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
  window.removeMenu();
  void window.loadURL(pageUrl('popup.html'));
  return window;
}

/**
 * The pop-up: a small window above all others that never takes the focus, with a card for each call
 * that rings and the heads-up of hotkeys. Made once and kept hidden, so that it shows at once.
 */
export class Popup {
  #window: BrowserWindow | undefined;
  #destroyed = false;
  readonly #push: (window: BrowserWindow, view: PopupView) => void;
  #canShow: boolean;
  readonly #tookFocus: () => void;
  readonly #sayElsewhere: PopupOptions['sayElsewhere'];
  #context: PopupContext | undefined;
  #ringing: readonly RingingCall[] = [];
  #cards: Card[] = [];
  #dismissed = new Set<string>();
  #said: Said | null = null;
  #saidId = 1;
  #saidTimer: NodeJS.Timeout | undefined;
  #sweepTimer: NodeJS.Timeout | undefined;

  /** @param options.canShow whether this session can show a window without giving it the focus */
  constructor(
    push: (window: BrowserWindow, view: PopupView) => void,
    { canShow, tookFocus, sayElsewhere }: PopupOptions,
  ) {
    this.#push = push;
    this.#canShow = canShow;
    this.#tookFocus = tookFocus;
    this.#sayElsewhere = sayElsewhere;
  }

  /** Whether cards can be shown in this session, as far as is known by now. */
  get canShow(): boolean {
    return this.#canShow;
  }

  /** Makes the window, so that it shows at once when it is needed; one that is needed earlier is made then. */
  prepare(): BrowserWindow {
    if (this.#window) return this.#window;
    const window = createPopupWindow();
    window.on('focus', () => this.#onFocus());
    return (this.#window = window);
  }

  /** What was seen is truer than what the session promised: it is not shown again. */
  #onFocus(): void {
    if (!this.#canShow) return;
    this.#canShow = false;
    this.#cards = [];
    this.#window?.blur();
    this.#render();
    this.#tookFocus();
  }

  /** Makes the cards those of the calls that ring. */
  update(ringing: readonly RingingCall[], context: PopupContext): void {
    this.#context = context;
    this.#ringing = ringing;
    const ids = new Set(ringing.map(keyOfCall));
    for (const key of this.#dismissed) if (!ids.has(key)) this.#dismissed.delete(key);
    this.#deal();
    this.#render();
  }

  /** The calls that ring and are to have a card, as far as there is room. */
  get #wanted(): readonly RingingCall[] {
    return this.#context?.showCards && this.#canShow
      ? this.#ringing.filter((call) => !this.#dismissed.has(keyOfCall(call)))
      : [];
  }

  /** Gives cards to the calls that ring, as far as there is room. */
  #deal(): void {
    const context = this.#context;
    if (!context) return;
    // Told elsewhere: its calls go on ringing, and say no farewell.
    if (!context.showCards) this.#cards = [];
    this.#cards = nextCards(
      this.#cards,
      this.#wanted,
      Date.now(),
      (call) => context.naming(call),
      (call) => context.buttons(call),
      this.#room(),
    );
  }

  /** Cards that the display has room for. */
  #room(): number {
    const fit = Math.floor(this.#area().height / (CARD_HEIGHT * this.#zoom)) - 1;
    return Math.min(MAX_CARDS, Math.max(1, fit));
  }

  /** The card of a call that is shown now. */
  card(key: string): Card | undefined {
    return this.#cards.find((card) => card.key === key);
  }

  /** Takes a card away without a word to the caller. */
  dismiss(key: string): void {
    this.#dismissed.add(key);
    this.#cards = this.#cards.filter((card) => card.key !== key);
    this.#deal();
    this.#render();
  }

  /** The heads-up: what was done, on which call. */
  say(tone: Said['tone'], text: string, detail = ''): void {
    if (!this.#canShow) return this.#sayElsewhere(text, detail);
    this.#said = { id: this.#saidId++, tone, text, detail };
    clearTimeout(this.#saidTimer);
    this.#saidTimer = setTimeout(() => {
      this.#said = null;
      this.#render();
    }, SAID_MS);
    this.#render();
  }

  /** What it shows now. */
  view(): PopupView {
    const context = this.#context;
    const cards = this.#cards.slice(0, this.#room());
    return {
      cards,
      more: withoutCard(cards, this.#wanted),
      said: this.#said,
      nowMs: performance.timeOrigin + performance.now(),
      pointer: this.#pointer(),
      anchor: this.#corner.startsWith('top') ? 'top' : 'bottom',
      ringLimitSec: context?.ringLimitSec ?? 0,
      ringtone: context?.ring && this.#ringing.length > 0 ? context.desk.sound : 'none',
      volume: context?.desk.volume ?? 0,
    };
  }

  destroy(): void {
    clearTimeout(this.#saidTimer);
    clearTimeout(this.#sweepTimer);
    this.#destroyed = true;
    this.#window?.destroy();
  }

  #render(): void {
    if (this.#destroyed) return;
    const view = this.view();
    const height = popupHeight(view);
    // The ringtone is the page's, whether or not there are cards.
    const window = height > 0 || view.ringtone !== 'none' ? this.prepare() : this.#window;
    if (!window) return;
    if (height > 0) {
      window.setBounds(this.#bounds(height));
      // showInactive, never show: the person goes on typing where they were.
      if (!window.isVisible()) window.showInactive();
    } else if (window.isVisible()) window.hide();
    // Where it stands is known only now.
    this.#push(window, { ...view, pointer: this.#pointer() });
    if (this.#cards.some((card) => card.endedMs > 0)) this.#sweepLater();
  }

  #sweepLater(): void {
    this.#sweepTimer ??= setTimeout(() => {
      this.#sweepTimer = undefined;
      this.#cards = sweep(this.#cards, Date.now(), this.#isPointed());
      this.#deal();
      this.#render();
    }, FAREWELL_MS / 3);
  }

  /** Whether the pointer is on the window, where a card may be about to be clicked. */
  #isPointed(): boolean {
    return this.#pointer() !== null;
  }

  /** Where on the window the pointer is, null where it is not on it. */
  #pointer(): PopupView['pointer'] {
    const bounds = this.#shownAt();
    if (!bounds) return null;
    const at = screen.getCursorScreenPoint();
    const [x, y] = [at.x - bounds.x, at.y - bounds.y];
    return x >= 0 && x < bounds.width && y >= 0 && y < bounds.height
      ? { x: x / this.#zoom, y: y / this.#zoom }
      : null;
  }

  #shownAt(): Rectangle | undefined {
    return this.#window?.isVisible() ? this.#window.getBounds() : undefined;
  }

  get #corner(): Settings['desk']['corner'] {
    return this.#context?.desk.corner ?? 'pointer';
  }

  /** The display with the pointer; while cards are up, the one they are on. */
  #area(): Rectangle {
    const shownAt = this.#shownAt();
    return shownAt
      ? screen.getDisplayMatching(shownAt).workArea
      : screen.getDisplayNearestPoint(screen.getCursorScreenPoint()).workArea;
  }

  /** px of the screen to one of the page. */
  get #zoom(): number {
    return this.#window?.webContents.getZoomFactor() ?? 1;
  }

  /** @param pageHeight px of the page */
  #bounds(pageHeight: number): Rectangle {
    const area = this.#area();
    const width = Math.round(POPUP_WIDTH * this.#zoom);
    const height = Math.round(pageHeight * this.#zoom);
    // `pointer` chooses the display only: a card right under the pointer would be clicked by accident.
    const left = this.#corner.endsWith('left');
    const top = this.#corner.startsWith('top');
    return {
      x: left ? area.x + MARGIN : area.x + area.width - width - MARGIN,
      y: top ? area.y + MARGIN : area.y + area.height - height - MARGIN,
      width,
      height,
    };
  }
}
