import { within } from '../within.ts';
import { whyNotWritten } from './trouble.ts';
import { writeWhole } from './write-whole.ts';

/** Tells the person: that something is wrong with a file, or is right again. */
export type Say = (tone: 'info' | 'bad', text: string) => void;

export interface KeptFileOptions {
  /** What a person calls what is in it, in the plural and with a capital: “The settings”. */
  readonly name: string;
  readonly say: Say;
  readonly write?: (path: string, text: string) => Promise<void>;
}

/** ms until a failed write is tried again, doubled each time up to the second. */
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
/** ms after which a disk that does not answer is told. */
const SLOW_MS = 5_000;

/**
 * A file that follows what is in memory. Nothing waits for it and nothing fails by it: a write that
 * cannot be done (a full or read-only disk, one that hangs) is told once, and tried again until it is.
 */
export class KeptFile {
  readonly #path: string;
  readonly #options: KeptFileOptions;
  /** What is not on the disk yet; only the newest counts. */
  #wanted: string | undefined;
  #writing: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #retryMs = FIRST_RETRY_MS;
  #isTold = false;

  constructor(path: string, options: KeptFileOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** Has the file hold this text, as soon as that can be. Never throws. */
  keep(text: string): void {
    this.#wanted = text;
    this.#start();
  }

  /**
   * Tries once more, and waits until the file holds what it should.
   * @param ms the longest to wait
   * @returns whether it does
   */
  async flush(ms: number): Promise<boolean> {
    this.#start();
    await within(ms, Promise.resolve(this.#writing));
    clearTimeout(this.#retry);
    return this.#wanted === undefined;
  }

  #start(): void {
    clearTimeout(this.#retry);
    this.#writing ??= this.#run().finally(() => (this.#writing = undefined));
  }

  async #run(): Promise<void> {
    const { write = writeWhole } = this.#options;
    const slow = setTimeout(() => this.#tell('the disk does not answer'), SLOW_MS);
    try {
      while (this.#wanted !== undefined) {
        const text = this.#wanted;
        await write(this.#path, text);
        if (this.#wanted === text) this.#wanted = undefined;
      }
      this.#healed();
    } catch (error) {
      this.#tell(whyNotWritten(error));
      // Only tries of our own grow apart: many changes in a bad moment must not put the next one off.
      this.#retry = setTimeout(() => {
        this.#retryMs = Math.min(2 * this.#retryMs, LAST_RETRY_MS);
        this.#start();
      }, this.#retryMs);
    } finally {
      clearTimeout(slow);
    }
  }

  #tell(why: string): void {
    if (this.#isTold) return;
    this.#isTold = true;
    const { name, say } = this.#options;
    say('bad', `${name} cannot be written: ${why}. What is new is kept until they can be.`);
  }

  #healed(): void {
    this.#retryMs = FIRST_RETRY_MS;
    if (!this.#isTold) return;
    this.#isTold = false;
    this.#options.say('info', `${this.#options.name} are written again.`);
  }
}
