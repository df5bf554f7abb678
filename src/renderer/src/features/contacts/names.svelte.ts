import { SvelteMap } from 'svelte/reactivity';
import type { Party } from '@shared/calls/parties.ts';
import { ask, hear } from '../../ipc/client.ts';

/** Most numbers asked for at once (the contract's limit), and remembered. */
const MAX_ASKED = 2_000;
const MAX_KEPT = 20_000;

/** The names that my contacts have for numbers, as far as anything on screen has asked for them. */
class Names {
  readonly #known = new SvelteMap<string, string>();
  readonly #wanted = new Set<string>();

  start(): void {
    hear('names.changed', (number) => {
      const numbers = number === '' ? [...this.#known.keys()] : [number];
      for (const one of numbers) this.#want(one);
    });
  }

  /** The name for a number, '' while none is known. Reactive. */
  of(number: string): string {
    if (number === '') return '';
    const name = this.#known.get(number);
    if (name === undefined) this.#want(number);
    return name ?? '';
  }

  /**
   * What somebody is called here: by my contacts, else as the PBX sent it. `sent` is the name sent
   * where that is another, for a tooltip; else ''.
   */
  shown({ name, number }: Party): { name: string; sent: string } {
    const known = this.of(number);
    return { name: known || name, sent: known !== '' && known !== name ? name : '' };
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
      for (const number of some) this.#known.set(number, names[number] ?? '');
    }
  }
}

export const names = new Names();
