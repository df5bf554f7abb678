import { within } from './within.ts';

/** ms that what is being left may take: with the runtime's own end less than 3 s. */
const LEAVE_MS = 2_000;

/**
 * The one way out of the program, whoever asks: the menu, a signal, the system, a script, a fault. What is
 * open is closed, and whatever hangs then is left as it is.
 */
export class WayOut {
  readonly #end: (code: number) => void;
  readonly #parts: (() => Promise<void> | void)[] = [];
  #code: number | undefined;

  /** @param end ends the process with this code, without asking anybody */
  constructor(end: (code: number) => void) {
    this.#end = end;
  }

  get isLeaving(): boolean {
    return this.#code !== undefined;
  }

  /** Has something closed on the way out. It may fail, and it may hang. */
  closing(part: () => Promise<void> | void): void {
    this.#parts.push(part);
  }

  /** Leaves. Asked again, it is under way already. @param code what the process ends with */
  leave(code = 0): void {
    if (this.isLeaving) return;
    this.#code = code;
    // Each in a turn of its own: one that throws keeps none from being closed.
    const closed = this.#parts.map((part) => Promise.resolve().then(part));
    void within(LEAVE_MS, Promise.allSettled(closed)).then(() => this.#end(code));
  }
}
