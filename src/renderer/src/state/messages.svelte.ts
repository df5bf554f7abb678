import type { Notice } from '@shared/ipc/contract.ts';
import type { NoticeAction } from '../lib/notice-action.ts';
import { onTop, received, type Message } from './message-rules.ts';

/** ms between looks at whose time is over. */
const LOOK_MS = 500;

/** What the person is told: one message at a time in one place, and the last ones to be read again. */
class Messages {
  /** The oldest first. */
  list = $state.raw<readonly Message[]>([]);
  /** The one that is shown. */
  shown = $state.raw<Message | null>(null);
  #held = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  take({ id, tone, text, detail }: Notice, action?: NoticeAction): void {
    const message = { id, tone, text, detail, atMs: performance.now(), times: 1 };
    this.list = received(this.list, { ...message, ...(action && { action }) });
    this.#look();
  }

  /** Whether a hand or the focus is on the messages: what is shown stays. */
  hold(held: boolean): void {
    this.#held = held;
    this.#look();
  }

  dismiss(id: number): void {
    this.list = this.list.filter((message) => message.id !== id);
    this.#look();
  }

  /** Takes back what somebody else has told in words of his own. */
  forget(text: string): void {
    this.list = this.list.filter((message) => !message.text.endsWith(text));
    this.#look();
  }

  #look(): void {
    clearTimeout(this.#timer);
    this.shown = onTop(this.list, this.shown?.id ?? null, this.#held, performance.now()) ?? null;
    if (this.shown) this.#timer = setTimeout(() => this.#look(), LOOK_MS);
  }
}

export const messages = new Messages();
