import { Notification } from 'electron';
import type { RingingCall } from '@shared/calls/desk.ts';

/**
 * Text for a notification's body. Many Linux daemons take the body for markup (Desktop
 * Notifications Specification, "body-markup"): what could be a tag or an entity is not one here.
 */
export const plainBody = (text: string): string =>
  text.replace(/[<>&]/g, (char) => ({ '<': '‹', '>': '›', '&': '＆' })[char] ?? char);

/** A title is one line: what could break it (Unicode categories Cc, Zl, Zp) becomes a space. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/**
 * What a notification of an inbound call says; the caller's name is the title, which is never markup.
 * @param name what the caller is called here
 */
export function notificationOf(call: RingingCall, name: string): { title: string; body: string } {
  const { number } = call.party;
  const title = oneLine(name || number || 'Unknown caller').slice(0, 120);
  const lines = [name === '' ? '' : number, call.dialled === '' ? '' : `called ${call.dialled}`];
  const body = lines
    .map((line) => oneLine(line))
    .filter(Boolean)
    .join(', ');
  return { title, body: plainBody(body || 'is calling') };
}

/** One notification for each call that rings, gone when it does not ring any more. */
export class CallNotifications {
  readonly #shown = new Map<string, Notification>();
  readonly #onClick: (uuid: string) => void;

  constructor(onClick: (uuid: string) => void) {
    this.#onClick = onClick;
  }

  /** Makes what is shown the same as what rings. @param nameOf what a caller is called here */
  update(ringing: readonly RingingCall[], nameOf: (call: RingingCall) => string): void {
    const ids = new Set(ringing.map((call) => call.callId));
    for (const [callId, notification] of this.#shown) {
      if (ids.has(callId)) continue;
      this.#shown.delete(callId);
      notification.close();
    }
    for (const call of ringing) {
      if (this.#shown.has(call.callId)) continue;
      const notification = new Notification({
        ...notificationOf(call, nameOf(call)),
        urgency: 'critical',
        timeoutType: 'never',
        silent: true,
      });
      notification.on('click', () => this.#onClick(call.uuid));
      this.#shown.set(call.callId, notification);
      notification.show();
    }
  }
}

/** Says something that happened, when no window is there to say it. */
export function tell(title: string, body: string): void {
  new Notification({ title: oneLine(title), body: plainBody(oneLine(body)), silent: true }).show();
}
