import { readFileSync, statSync } from 'node:fs';

/** ms between two looks at whether a file is another one. */
const LOOK_MS = 500;
/** Largest file read (bytes): ten thousand people are 3 MB. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * What a file says, read again when it changed: other gateways, and `user` commands, write it. A file that
 * cannot be read is told, and what it said before holds.
 */
export class Watched<T> {
  readonly #path: string;
  readonly #read: (text: string) => T;
  readonly #trouble: (why: string) => void;
  #stamp = '';
  #value: T;
  #lookedMs = -Infinity;

  /**
   * @param empty what is true where there is no file
   * @param read @throws on what makes no sense
   */
  constructor(path: string, empty: T, read: (text: string) => T, trouble: (why: string) => void) {
    this.#path = path;
    this.#read = read;
    this.#trouble = trouble;
    this.#value = empty;
  }

  get(): T {
    const nowMs = performance.now();
    if (nowMs - this.#lookedMs < LOOK_MS) return this.#value;
    this.#lookedMs = nowMs;
    try {
      const stat = statSync(this.#path, { throwIfNoEntry: false });
      const stamp = stat ? `${stat.ino} ${stat.size} ${stat.mtimeMs}` : '';
      if (!stat || stamp === this.#stamp) return this.#value;
      this.#stamp = stamp;
      if (stat.size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
      this.#value = this.#read(readFileSync(this.#path, 'utf8'));
    } catch (error) {
      this.#trouble(
        `${this.#path} cannot be used: ${(error as Error).message}. What it said before holds.`,
      );
    }
    return this.#value;
  }

  /** Looks at the next question, whenever the last look was. */
  forget(): void {
    this.#lookedMs = -Infinity;
  }
}
