import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { languageArgument } from '@shared/ipc/language.ts';
import { language } from '@shared/messages/language.ts';
import type { Settings } from '@shared/settings/settings.ts';
import { giveRole } from '../ipc/roles.ts';
import { pageUrl } from '../pages.ts';
import { zoomTo } from './zoom.ts';

/** Sandboxed, isolated, no Node: pages speak through the one bridge. */
const PAGE_PREFERENCES = {
  preload: join(import.meta.dirname, '../preload/index.cjs'),
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webviewTag: false,
  spellcheck: false,
} as const;

/** What a page is made with; its first text is in the language of now. */
export const pagePreferences = () => ({
  ...PAGE_PREFERENCES,
  additionalArguments: [languageArgument(language())],
});

export interface MainWindowOptions {
  readonly settings: Settings;
  /** Keeps where the window is. */
  readonly onBounds: (bounds: NonNullable<Settings['window']>) => void;
  /** Whether the program ends, so that closing the window closes it. */
  readonly isLeaving: () => boolean;
  /** The person closed the window: it is kept, and what becomes of it is up to the caller. */
  readonly onClosed: () => void;
  /** Told when the window is shown, hidden, minimised or restored. */
  readonly onVisible: () => void;
}

/** Makes the main window, hidden; the caller shows it. */
export function createMainWindow(options: MainWindowOptions): BrowserWindow {
  nativeTheme.themeSource = options.settings.theme;
  const window = new BrowserWindow({
    ...visibleBounds(options.settings.window),
    minWidth: 360,
    minHeight: 400,
    show: false,
    alwaysOnTop: options.settings.desk.onTop,
    title: 'Ringside',
    icon: join(import.meta.dirname, '../../resources/icon.png'),
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14171c' : '#ffffff',
    webPreferences: pagePreferences(),
  });
  giveRole(window.webContents, 'main');
  window.removeMenu();
  let timer: NodeJS.Timeout | undefined;
  const remember = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (window.isDestroyed() || window.isMinimized() || window.isMaximized()) return;
      options.onBounds(window.getBounds());
    }, 500);
  };
  window.on('resize', remember);
  window.on('move', remember);
  for (const event of ['show', 'hide', 'minimize', 'restore'] as const)
    window.on(event as 'show', options.onVisible);
  window.on('close', (event) => {
    if (options.isLeaving()) return;
    // Before anything that could fail: a closed window is gone for good.
    event.preventDefault();
    options.onClosed();
  });
  window.webContents.once('did-finish-load', () => zoomTo(options.settings.zoom));
  void window.loadURL(pageUrl('index.html'));
  return window;
}

/** Where the window was, if a display is still there. */
function visibleBounds(bounds: Settings['window']) {
  const size = { width: bounds?.width ?? 1240, height: bounds?.height ?? 740 };
  if (bounds?.x === undefined || bounds.y === undefined) return size;
  const { x, y } = bounds;
  const seen = screen
    .getAllDisplays()
    .some(
      ({ workArea: area }) =>
        x < area.x + area.width - 50 &&
        x + size.width > area.x + 50 &&
        y >= area.y - 10 &&
        y < area.y + area.height - 50,
    );
  return seen ? { ...size, x, y } : size;
}
