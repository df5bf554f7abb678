import { app, session, type WebContents, type WebFrameMain } from 'electron';
import { isPageUrl, registerPages, servePages } from './pages.ts';

/** Whether a frame is the main frame of one of our pages. */
export function isOurs(frame: WebFrameMain | null, contents: WebContents): boolean {
  return frame !== null && frame === contents.mainFrame && isPageUrl(frame.url);
}

/** All that a window ever loads: our pages, pictures written into them, and a developer's tools. */
const isLocal = (url: string): boolean => isPageUrl(url) || /^(?:data|devtools):/.test(url);

/** A proxy that nobody is: the port is reserved, and no bypass is left for this machine. */
const NOWHERE = { proxyRules: 'socks5://127.0.0.1:0', proxyBypassRules: '<-loopback>' };

/**
 * Chromium's own network leads nowhere, for what passes by policies and filters: WebRTC, looking
 * names up ahead of use, QUIC. The PBX and lookups are reached by Node, which knows none of this.
 */
function cutOff(): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.on('session-created', (created) => void created.setProxy(NOWHERE));
  app.on('web-contents-created', (_event, contents) =>
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp'),
  );
}

/**
 * Closes what a page of a desktop monitor has no use for: other pages, new windows, webviews,
 * permissions, devices, downloads, the network. docs/security.md has each point with its test.
 * Before the app is ready.
 */
export function lockDown(): void {
  registerPages();
  cutOff();
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  void app.whenReady().then(() => {
    servePages();
    const { defaultSession } = session;
    defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
    defaultSession.setPermissionCheckHandler(() => false);
    defaultSession.setDevicePermissionHandler(() => false);
    defaultSession.on('will-download', (event) => event.preventDefault());
    // Whatever a page were talked into, and whatever main loaded by mistake: nothing goes out.
    defaultSession.webRequest.onBeforeRequest(({ url }, answer) =>
      answer({ cancel: !isLocal(url) }),
    );
  });
}
