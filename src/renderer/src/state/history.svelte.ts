import type { CallRecord, HistoryQuery } from '@shared/history/record.ts';
import { m } from '@shared/messages/m.ts';
import { app } from './app.svelte.ts';
import { ask, hear } from '../ipc/client.ts';

/** Records asked for at once. */
const PAGE = 100;

/** The history as the window shows it: pages are fetched as they come into sight. */
class HistoryState {
  text = $state('');
  only = $state<HistoryQuery['only']>('all');
  total = $state(0);
  unseen = $state(0);
  loaded = $state(false);
  #pages = $state.raw<ReadonlyMap<number, readonly CallRecord[]>>(new Map());
  readonly #asked = new Set<number>();
  /** Counts up with every new question: a late answer to an old one is dropped. */
  #turn = 0;

  constructor() {
    hear('history.changed', ({ unseen }) => {
      this.unseen = unseen;
      if (this.loaded) this.reload();
    });
  }

  /** The record at a place of the list, undefined until it is here. */
  at(index: number): CallRecord | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Asks anew, from the first page on. What is shown stays until the answer is here. */
  reload(): void {
    this.#turn += 1;
    this.#asked.clear();
    void this.#fetch(0, true);
  }

  /** Deletes a call, or with null all that are over, and offers to take it back. */
  async remove(id: number | null): Promise<void> {
    const batch = id === null ? await ask('history.clear', null) : await ask('history.remove', id);
    app.say('info', id === null ? m.history_cleared() : m.history_removed(), {
      label: m.app_undo(),
      run: () => void ask('history.restore', batch),
    });
  }

  /** Makes sure that the records from `first` to `last` (exclusive) are here or on their way. */
  need(first: number, last: number): void {
    if (!this.loaded) return;
    for (let page = Math.floor(first / PAGE); page * PAGE < last; page += 1)
      if (!this.#asked.has(page)) void this.#fetch(page, false);
  }

  async #fetch(page: number, anew: boolean): Promise<void> {
    const turn = this.#turn;
    this.#asked.add(page);
    const answer = await ask('history.query', {
      text: this.text,
      only: this.only,
      offset: page * PAGE,
      limit: PAGE,
    });
    if (turn !== this.#turn) return;
    this.#pages = new Map([...(anew ? [] : this.#pages), [page, answer.records]]);
    this.total = answer.total;
    this.unseen = answer.unseen;
    this.loaded = true;
  }
}

export const history = new HistoryState();
