import type { LegRef } from '@shared/domain/site.ts';
import type { Notice } from '@shared/ipc/contract.ts';

/** Messages kept for a window that is not ready yet. */
const MAX_WAITING = 50;

/** Messages for the person. What is said before a window can show it waits for the window. */
export class Notices {
  readonly #push: (notice: Notice) => void;
  #waiting: Notice[] | undefined = [];
  #nextId = 1;

  constructor(push: (notice: Notice) => void) {
    this.#push = push;
  }

  /**
   * @param leg the leg it is about, if any
   * @param detail the technical cause, or ''
   */
  say(tone: Notice['tone'], text: string, leg: LegRef | null = null, detail = ''): void {
    const [said, cause] = [text.slice(0, 2000), detail.slice(0, 2000)];
    const notice = { id: this.#nextId++, tone, text: said, detail: cause, leg };
    if (!this.#waiting) this.#push(notice);
    else if (this.#waiting.length < MAX_WAITING) this.#waiting.push(notice);
  }

  /** The window listens from now on. */
  ready(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const notice of waiting) this.#push(notice);
  }
}
