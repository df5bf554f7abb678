import { constants } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { readBounded } from '../files/bounded-read.ts';
import { maskNumbers, withoutSecrets } from './mask.ts';

/** The file's name in the data folder. */
export const LOG_FILE = 'ringside.log';

/** Largest the file grows (bytes); the one before it is kept beside. */
const MAX_LOG_BYTES = 256 * 1024;
/** Longest entry (characters), and entries that wait for a slow disk. */
const MAX_ENTRY = 4_000;
const MAX_WAITING = 200;

/** Lines of it that diagnostics tell. */
const TOLD_LINES = 200;
/** Entries that waited together may be written at once, beyond the size at which the file is put aside. */
const READING = { name: 'The log', maxBytes: MAX_LOG_BYTES + 2 * MAX_WAITING * MAX_ENTRY };

const TO_APPEND =
  constants.O_WRONLY |
  constants.O_APPEND |
  constants.O_CREAT |
  ((constants.O_NONBLOCK as number | undefined) ?? 0) |
  ((constants.O_NOFOLLOW as number | undefined) ?? 0);

/**
 * The file of what went wrong: faults and processes that ended, masked like the diagnostics. Bounded, and
 * nothing waits for it or fails by it. (A library for logs is some 2,000 lines, writes on main's thread
 * and opens whatever stands at its path.)
 */
export class Log {
  readonly #path: string;
  readonly #secrets: () => readonly string[];
  #waiting: string[] = [];
  #writing: Promise<void> | undefined;

  /** @param secrets those known now: they are looked for in each entry */
  constructor(path: string, secrets: () => readonly string[]) {
    this.#path = path;
    this.#secrets = secrets;
  }

  /** Adds an entry, with its time. Never throws. */
  note(text: string): void {
    const clean = withoutSecrets(text.slice(0, MAX_ENTRY), this.#secrets())
      .replaceAll(homedir(), '~')
      .replace(/[^\P{C}\n]/gu, ' ')
      .replaceAll('\n', '\n  ');
    const entry = `${new Date().toISOString()} ${maskNumbers(clean)}\n`;
    if (this.#waiting.length < MAX_WAITING) this.#waiting.push(entry);
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
  }

  /** Waits until what was noted is written, or could not be. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const text = this.#waiting.join('');
      this.#waiting = [];
      // A log that cannot be written has nobody to tell.
      await this.#append(text).catch(() => undefined);
    }
  }

  async #append(text: string): Promise<void> {
    const file = await open(this.#path, TO_APPEND, 0o600);
    try {
      const about = await file.stat();
      if (!about.isFile()) return;
      await file.appendFile(text);
      if (about.size + Buffer.byteLength(text) > MAX_LOG_BYTES)
        await rename(this.#path, `${this.#path}.1`);
    } finally {
      await file.close();
    }
  }
}

/** The last lines of the log at `path` and of the one before it, oldest first, as they were written: masked. */
export async function lastFaults(path: string): Promise<string[]> {
  const files = await Promise.all([`${path}.1`, path].map((file) => readBounded(file, READING)));
  return files
    .flatMap((read) => (read.ok ? read.value.toString('utf8').trimEnd().split('\n') : []))
    .filter((line) => line !== '')
    .slice(-TOLD_LINES);
}
