import type { Row } from '@shared/calls/rows.ts';
import { siteKey } from '@shared/domain/site.ts';
import { place, REST_MS, type Slot } from './slots.ts';

/** By what a card is kept: my leg, which stays the same whichever way the table shows calls. */
export const cardKey = ({ site, uuid }: Row): string => siteKey(site, uuid);

/** The places of a region of the dock, kept up with the calls. */
export class Places {
  slots = $state.raw<readonly Slot<Row>[]>([]);
  /** Index of the place that the pointer is on, -1 for none. */
  pointed = -1;
  #rows: readonly Row[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Takes the calls that there are now. */
  take(rows: readonly Row[]): void {
    this.#rows = rows;
    this.#update();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #update(): void {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- handed on, not kept
    const present = new Map(this.#rows.map((row) => [cardKey(row), row]));
    this.slots = place(this.slots, present, performance.now(), this.pointed);
    clearTimeout(this.#timer);
    if (this.slots.some(({ leftMs }) => leftMs > 0))
      this.#timer = setTimeout(() => this.#update(), REST_MS / 2);
  }
}
