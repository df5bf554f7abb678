/**
 * One list at a time. Whoever asks during one gets the one after it: a list that was begun before the
 * question may not have what is asked about.
 */
export class Lister {
  readonly #list: () => Promise<boolean>;
  #running: Promise<boolean> | undefined;
  #next: Promise<boolean> | undefined;

  /** @param list asks for a list; resolves with whether it came. What it throws is a list that did not. */
  constructor(list: () => Promise<boolean>) {
    this.#list = list;
  }

  /** Resolves when a list that was begun after this call has come, false if it could not. */
  refresh(): Promise<boolean> {
    if (!this.#running) return this.#begin();
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      return this.#begin();
    });
    return this.#next;
  }

  #begin(): Promise<boolean> {
    const running = this.#list()
      .catch(() => false)
      .finally(() => (this.#running = undefined));
    this.#running = running;
    return running;
  }
}
