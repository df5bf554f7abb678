import type { NameSettings } from '@shared/contacts/contact.ts';
import type { KnownName } from '@shared/calls/shown.ts';
import type { ContactBook } from './book.ts';

/** ms a found name is good for, and one that was not found. */
const FOUND_MS = 10 * 60_000;
const NOT_FOUND_MS = 5 * 60_000;
/** Answers remembered, and lookups under way at once. */
const MAX_KEPT = 2_000;
const MAX_ASKED = 4;

/** The name of a colleague by his number in the PBX, or ''. */
export type Colleague = (number: string) => string;

export type LookUp = (settings: NameSettings, number: string) => Promise<string>;

/**
 * What a caller is called: by my contacts, else by the lookup address. It answers at once with what
 * is known; what is found later is told to those who listen.
 */
export class CallerNames {
  readonly #book: ContactBook;
  readonly #settings: () => NameSettings;
  readonly #lookUp: LookUp;
  readonly #colleague: Colleague;
  readonly #now: () => number;
  readonly #answers = new Map<string, { name: string; untilMs: number }>();
  readonly #asked = new Set<string>();
  readonly #listeners = new Set<(number: string) => void>();
  /** Counts changes: an answer asked for before one is not kept after it. */
  #epoch = 0;

  /**
   * @param colleague names that are used where nobody else has one
   * @param now ms; how long an answer is kept is counted by it
   */
  constructor(
    book: ContactBook,
    settings: () => NameSettings,
    lookUp: LookUp,
    colleague: Colleague = () => '',
    now: () => number = Date.now,
  ) {
    this.#colleague = colleague;
    this.#book = book;
    this.#settings = settings;
    this.#lookUp = lookUp;
    this.#now = now;
  }

  /** The name that is known for a number, or ''. Asks nobody: for lists of other people's calls. */
  known(number: string): string {
    if (number === '') return '';
    return this.#book.nameOf(number) || (this.#answer(number)?.name ?? '');
  }

  /** What a number's owner is called beside what the PBX sends: by me, else as a colleague. */
  readonly knownName = (number: string): KnownName | undefined => {
    if (number === '') return undefined;
    const mine = this.known(number);
    if (mine !== '') return { name: mine, overrides: true };
    const colleague = this.#colleague(number);
    return colleague === '' ? undefined : { name: colleague, overrides: false };
  };

  /** The same, and has it looked up when nothing is known: for calls of mine. Never waits. */
  nameFor(number: string): KnownName | undefined {
    const name = this.knownName(number);
    if (!name && number !== '' && !this.#answer(number)) void this.#ask(number);
    return name;
  }

  /** A colleague's name came up; '' for many. */
  colleagueChanged(number: string): void {
    for (const listener of this.#listeners) listener(number);
  }

  /** Tells when a number got a name, or '' when any may have changed. */
  onKnown(listener: (number: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The contacts or the settings changed: what was looked up no longer counts. */
  changed(): void {
    this.#epoch += 1;
    this.#answers.clear();
    for (const listener of this.#listeners) listener('');
  }

  #answer(number: string): { name: string; untilMs: number } | undefined {
    const answer = this.#answers.get(number);
    if (!answer || answer.untilMs > this.#now()) return answer;
    this.#answers.delete(number);
    return undefined;
  }

  async #ask(number: string): Promise<void> {
    const settings = this.#settings();
    if (settings.lookupUrl === '') return;
    if (this.#asked.has(number) || this.#asked.size >= MAX_ASKED) return;
    this.#asked.add(number);
    const epoch = this.#epoch;
    try {
      const name = await this.#lookUp(settings, number);
      if (epoch !== this.#epoch) return;
      const untilMs = this.#now() + (name === '' ? NOT_FOUND_MS : FOUND_MS);
      if (this.#answers.size >= MAX_KEPT) this.#answers.clear();
      this.#answers.set(number, { name, untilMs });
      if (name !== '') for (const listener of this.#listeners) listener(number);
    } finally {
      this.#asked.delete(number);
    }
  }
}
