import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { Party } from '@shared/calls/parties.ts';
import { shownParty, type KnownName } from '@shared/calls/shown.ts';
import { MAX_NAME } from '@shared/contacts/contact.ts';
import { cleanLine } from '@shared/domain/clean-line.ts';
import { ask, hear } from '../ipc/client.ts';

/** Most numbers asked for at once (the contract's limit), and remembered. */
const MAX_ASKED = 2_000;
const MAX_KEPT = 20_000;

/** The names that my contacts have for numbers, as far as anything on screen has asked for them. */
class Names {
  /** null where nothing is known. */
  readonly #known = new SvelteMap<string, KnownName | null>();
  readonly #wanted = new Set<string>();
  /** Told when names came. */
  readonly #listeners = new Set<() => void>();

  start(): void {
    hear('names.changed', (number) => {
      const numbers = number === '' ? [...this.#known.keys()] : [number];
      for (const one of numbers) this.#want(one);
    });
  }

  /** What somebody is called here; `sent` is the name that was sent where that is another, for a tooltip. Reactive. */
  shown(party: Party): { name: string; sent: string } {
    const known = party.number === '' ? null : this.#known.get(party.number);
    if (known === undefined) this.#want(party.number);
    const { name, sent } = shownParty(party, known ?? undefined);
    // A stranger's marks of direction and controls turn no line round.
    return { name: cleanLine(name, MAX_NAME), sent: cleanLine(sent, MAX_NAME) };
  }

  /**
   * What somebody is called here, for an order or a filter over all lines: not reactive, those who need it
   * hear of names that come later.
   */
  readonly named = (party: Party): string => {
    if (party.number === '') return party.name;
    const known = untrack(() => this.#known.get(party.number));
    if (known === undefined) this.#want(party.number);
    return shownParty(party, known ?? undefined).name;
  };

  onCame(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** All that is asked for in one turn of the loop is one request. */
  #want(number: string): void {
    if (this.#wanted.size === 0) setTimeout(() => void this.#fetch());
    this.#wanted.add(number);
  }

  async #fetch(): Promise<void> {
    const numbers = [...this.#wanted].filter((number) => number.length <= 256);
    this.#wanted.clear();
    if (this.#known.size > MAX_KEPT) this.#known.clear();
    for (let at = 0; at < numbers.length; at += MAX_ASKED) {
      const some = numbers.slice(at, at + MAX_ASKED);
      const names = await ask('names.of', some);
      for (const number of some) this.#known.set(number, names[number] ?? null);
    }
    for (const listener of this.#listeners) listener();
  }
}

export const names = new Names();
