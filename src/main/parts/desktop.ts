import { m } from '@shared/messages/m.ts';
import type { Settings } from '@shared/settings/settings.ts';
import { Intents } from '../desk/intents.ts';
import { DeskShowing } from '../desk/showing.ts';
import { EXPLANATIONS, WindowClosing } from '../desktop/closing.ts';
import { ownCommand } from '../desktop/desktop-entry.ts';
import { DesktopShortcuts } from '../desktop/keys/desktop-shortcuts.ts';
import { Hotkeys } from '../desktop/keys/hotkeys.ts';
import { ScreenLock } from '../desktop/lock.ts';
import { createNotifier } from '../desktop/notify/notifier.ts';
import type { Notifier } from '../desktop/notify/port.ts';
import { Popup } from '../desktop/popup.ts';
import { TrayHost } from '../desktop/tray/host.ts';
import { push } from '../ipc/server.ts';
import type { Calls } from './calls.ts';
import type { Core } from './core.ts';

/** What the desktop shows of the calls, and takes from the person. */
export interface Desktop {
  readonly trayHost: TrayHost;
  readonly closing: WindowClosing;
  readonly notifier: Notifier;
  readonly popup: Popup;
  readonly shortcuts: DesktopShortcuts;
  readonly hotkeys: Hotkeys;
  readonly intents: Intents;
  readonly showing: DeskShowing;
}

export interface DesktopEvents {
  /** What the window knows of the app has changed. */
  changed(): void;
  doNotDisturb(on: boolean): void;
  quit(): void;
}

export function makeDesktop(core: Core, calls: Calls, events: DesktopEvents): Desktop {
  const { lifetime, session, bus, page, notices, numbers } = core;
  const { sites, journal, rules, contacts, dialling, actor } = calls;
  const settings = (): Settings => core.settings.get();
  const notifier = lifetime.with(
    createNotifier(bus, {
      acted: (leg, action, token) => intents.onNotification(leg, action, token),
      failed: (why) => notices.say('bad', `Calls cannot be notified by the desktop: ${why}.`),
    }),
  );
  const popup = new Popup((window, view) => push(window.webContents, 'popup.view', view), {
    canShow: session.placesWindows && session.keepsFocusAway,
    tookFocus: () => {
      notices.say(
        'info',
        'This desktop gave the focus to the pop-up: calls are told by notifications from now on.',
      );
      sites.touch();
    },
    sayElsewhere: (text, detail) => notifier.tell(text, detail),
  });
  lifetime.ending(() => popup.destroy());
  const trayHost = new TrayHost(bus, session, () => {
    if (lifetime.isOver) return;
    showing.onTrayHost();
    events.changed();
  });
  const closing = new WindowClosing(page.window, session, trayHost, {
    explain: (how) => explainOnce(core, notifier, how),
    quit: () => events.quit(),
  });
  const shortcuts = new DesktopShortcuts(session.desktop, ownCommand);
  const hotkeys = lifetime.with(
    new Hotkeys(
      { pressed: (action) => void intents.onHotkey(action), changed: () => events.changed() },
      { session, shortcuts, bus },
    ),
  );
  const intents: Intents = new Intents({
    ...{ page, popup, notices, numbers, session, sites, actor, dialling, settings },
  });
  const lock = lifetime.with(new ScreenLock(bus, () => sites.touch()));
  const showing: DeskShowing = lifetime.with(
    new DeskShowing({
      ...{ lifetime, page, sites, journal, rules, notifier, popup, lock, trayHost, settings },
      names: contacts.names,
      changed: () => events.changed(),
      trayActions: {
        show: () => page.show(),
        dial: () => page.openDial(''),
        run: (site, command) => void sites.run(site, command),
        history: () => page.openPage('history'),
        doNotDisturb: (on) => events.doNotDisturb(on),
        settings: () => page.openPage('settings'),
        quit: () => events.quit(),
      },
    }),
  );
  return { trayHost, closing, notifier, popup, shortcuts, hotkeys, intents, showing };
}

/** Says once why the program keeps running although its window was closed. */
function explainOnce({ store }: Core, notifier: Notifier, how: keyof typeof EXPLANATIONS): void {
  const { desk } = store.get();
  const kept = how === 'hide' ? 'closeExplained' : 'minimizeExplained';
  if (desk[kept]) return;
  notifier.tell(m.desk_keeps_running(), EXPLANATIONS[how]());
  store.patch({ desk: { ...desk, [kept]: true } });
}
