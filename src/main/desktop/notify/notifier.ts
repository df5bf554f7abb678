import { keyOfCall, type RingingCall } from '@shared/calls/desk.ts';
import type { Bus } from '../bus/bus.ts';
import { NotificationDaemon } from './daemon.ts';
import { ElectronNotifier } from './electron.ts';
import { noticesOf, type NoticeContext } from './notices.ts';
import type { Notifier, NotifierEvents } from './port.ts';

/** @param bus the session bus on Linux; elsewhere the system's own notifications are used */
export function createNotifier(bus: Bus | undefined, events: NotifierEvents): Notifier {
  return bus ? new DaemonNotifier(bus, events) : new ElectronNotifier(events);
}

/** Over D-Bus: Electron's own Notification waits for the daemon on main's thread, for up to 25 s. */
class DaemonNotifier implements Notifier {
  readonly #daemon: NotificationDaemon;
  /** Calls whose notification the person took away: none again for those. */
  readonly #dismissed = new Set<string>();

  constructor(bus: Bus, events: NotifierEvents) {
    this.#daemon = new NotificationDaemon(bus, {
      acted: ({ leg }, action, token) => events.acted(leg, action, token),
      dismissed: (key) => this.#dismissed.add(key),
      failed: (why) => events.failed(why),
    });
  }

  update(ringing: readonly RingingCall[], context: NoticeContext): void {
    const ids = new Set(ringing.map(keyOfCall));
    for (const key of this.#dismissed) if (!ids.has(key)) this.#dismissed.delete(key);
    const told = ringing.filter((call) => !this.#dismissed.has(keyOfCall(call)));
    this.#daemon.show(noticesOf(told, this.#daemon.shown, context));
  }

  tell(title: string, body: string): void {
    this.#daemon.tell(title, body);
  }

  stop(): void {
    this.#daemon.stop();
  }
}
