import { Notification } from 'electron';
import type { RingingCall } from '@shared/calls/desk.ts';
import { cleanLine } from '@shared/domain/clean-line.ts';
import { noticesOf, type NoticeContext } from './notices.ts';
import type { Notifier, NotifierEvents } from './port.ts';

/** Windows' and macOS's own notifications: a click shows the call, and none has buttons. */
export class ElectronNotifier implements Notifier {
  readonly #shown = new Map<string, Notification>();
  readonly #events: NotifierEvents;

  constructor(events: NotifierEvents) {
    this.#events = events;
  }

  update(ringing: readonly RingingCall[], context: NoticeContext): void {
    const notices = noticesOf(ringing, new Set(this.#shown.keys()), context);
    for (const [key, notification] of this.#shown) {
      if (notices.some((notice) => notice.key === key)) continue;
      this.#shown.delete(key);
      notification.close();
    }
    for (const { key, leg, title, body } of notices) {
      if (this.#shown.has(key)) continue;
      const notification = new Notification({
        title,
        body,
        urgency: 'critical',
        timeoutType: 'never',
        silent: true,
      });
      notification.on('click', () => this.#events.acted(leg, 'default', ''));
      this.#shown.set(key, notification);
      notification.show();
    }
  }

  tell(title: string, body: string): void {
    new Notification({ title: cleanLine(title), body: cleanLine(body, 400), silent: true }).show();
  }

  stop(): void {
    for (const notification of this.#shown.values()) notification.close();
    this.#shown.clear();
  }
}
