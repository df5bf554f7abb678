import { app, session, type WebContents, type WebFrameMain } from 'electron';
import { isPageUrl, registerPages, servePages } from './pages.ts';

/** Whether a frame is the main frame of one of our pages. */
export function isOurs(frame: WebFrameMain | null, contents: WebContents): boolean {
  return frame !== null && frame === contents.mainFrame && isPageUrl(frame.url);
}

/**
 * Closes what a page of a desktop monitor has no use for: other pages, new windows, webviews,
 * permissions, downloads. https://www.electronjs.org/docs/latest/tutorial/security
 */
export function lockDown(): void {
  registerPages();
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  void app.whenReady().then(() => {
    servePages();
    session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) =>
      answer(false),
    );
    session.defaultSession.setPermissionCheckHandler(() => false);
    session.defaultSession.on('will-download', (event) => event.preventDefault());
  });
}
