import type { Found } from '@shared/contacts/found.ts';
import type { Reading } from '@shared/numbers/reading.ts';
import { ask } from '../../ipc/client.ts';
import { commandsNow } from './commands.ts';
import { resultsOf, type Result } from './results.ts';

/** Longest text that is searched (characters), and that is read as a number or link. */
const MAX_SEARCHED = 200;
const MAX_READ = 2_000;

/** What a text that somebody types finds: the same for the field, the dialog and a transfer. */
export class Search {
  text = $state('');
  results = $state.raw<readonly Result[]>([]);
  /** Index of the result that Enter takes. */
  active = $state(0);
  /** Why the text is no number, where it is none and nothing else was found; else ''. */
  refused = $state('');
  readonly #withCommands: boolean;
  #settled: Promise<void> = Promise.resolve();

  /** @param withCommands whether commands are found beside people and numbers */
  constructor(withCommands: boolean) {
    this.#withCommands = withCommands;
  }

  /** Searches a text. What stood there is replaced once, when all answers to it are here. */
  find(text: string): Promise<void> {
    this.text = text;
    this.#settled = this.#search(text);
    return this.#settled;
  }

  /** The result that Enter takes, once the search for what was typed is done. */
  async chosen(): Promise<Result | undefined> {
    await this.#settled;
    return this.results[this.active];
  }

  /** Moves the choice by `step`, round the ends. */
  move(step: number): void {
    const { length } = this.results;
    if (length > 0) this.active = (this.active + step + length) % length;
  }

  clear(): void {
    void this.find('');
  }

  async #search(text: string): Promise<void> {
    if (text.trim() === '') return this.#show([], '');
    const [reading, people] = await Promise.all<[Promise<Reading>, Promise<readonly Found[]>]>([
      ask('number.read', text.slice(0, MAX_READ)),
      ask('people.find', text.slice(0, MAX_SEARCHED)),
    ]);
    // A late answer to an earlier text must not replace that to a later one.
    if (text !== this.text) return this.#settled;
    const results = resultsOf(text, reading, people, this.#withCommands ? commandsNow() : []);
    this.#show(results, results.length === 0 ? reading.refused : '');
  }

  #show(results: readonly Result[], refused: string): void {
    this.results = results;
    this.refused = refused;
    this.active = 0;
  }
}
