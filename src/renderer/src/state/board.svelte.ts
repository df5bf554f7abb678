import { SvelteMap } from 'svelte/reactivity';
import { peopleOf } from '@shared/board/people.ts';
import type { Person } from '@shared/board/person.ts';
import { queueViews, type QueueView } from '@shared/board/queue-view.ts';
import { siteKey, type SiteId } from '@shared/domain/site.ts';
import { ask, hear } from '../ipc/client.ts';
import { app } from './app.svelte.ts';
import { BoardMirror } from './board-mirror.ts';
import { calls } from './calls.svelte.ts';
import { steadyNow } from './clock.svelte.ts';

/** ms between two looks at who does what, while calls and boards change all the time. */
const LOOK_MS = 250;

/** Somebody, and where. */
export interface ShownPerson extends Person {
  readonly site: SiteId;
  /** By which the page knows them, over all sites. */
  readonly id: string;
}
/** A queue, and where. */
export interface ShownQueue extends QueueView {
  readonly site: SiteId;
  readonly id: string;
}

/** Agents, queues and phones of all sites, kept up only while a page shows them. */
class BoardState {
  readonly #mirrors = new Map<SiteId, BoardMirror>();
  readonly #watched = new SvelteMap<SiteId, true>();
  #lookers = 0;
  #stop: (() => void) | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isDirty = false;

  people = $state.raw<readonly ShownPerson[]>([]);
  queues = $state.raw<readonly ShownQueue[]>([]);
  /** Sentences on what cannot be read, each once. */
  lacks = $state.raw<readonly string[]>([]);
  /** Whether all of it is as the PBXes have it now. */
  isLive = $state(false);

  /** ms the clock of a site's PBX is ahead of `clock`. */
  skewOf(site: SiteId): number {
    return this.#mirrors.get(site)?.skewMs ?? 0;
  }

  /** A page shows the board from now on; returns how to stop. */
  look(): () => void {
    this.#lookers += 1;
    if (this.#lookers === 1) this.#begin();
    return () => {
      this.#lookers -= 1;
      if (this.#lookers === 0) this.#end();
    };
  }

  /** Follows the sites there are, while a page looks. */
  followSites(ids: readonly SiteId[]): void {
    if (this.#lookers === 0) return;
    for (const id of ids) if (!this.#watched.has(id)) void this.#watch(id);
    for (const id of [...this.#watched.keys()]) if (!ids.includes(id)) this.#watched.delete(id);
  }

  #begin(): void {
    this.#stop = hear('board.delta', ({ site, board }) => {
      const mirror = this.#mirrors.get(site);
      if (mirror && !mirror.take(board)) void this.#watch(site);
      this.#isDirty = true;
    });
    this.#timer = setInterval(() => this.#arrange(), LOOK_MS);
    this.followSites(app.sites.map(({ id }) => id));
  }

  #end(): void {
    this.#stop?.();
    clearInterval(this.#timer);
    for (const site of this.#watched.keys()) void ask('board.watch', { site, on: false });
    this.#watched.clear();
    this.#mirrors.clear();
  }

  async #watch(site: SiteId): Promise<void> {
    this.#watched.set(site, true);
    const mirror = this.#mirrors.get(site) ?? new BoardMirror();
    this.#mirrors.set(site, mirror);
    mirror.reset(await ask('board.watch', { site, on: true }));
    this.#isDirty = true;
    this.#arrange();
  }

  #lastVersion = -1;
  #lastMs = 0;

  /** Works out who does what: after a change, and once a second for wrap-ups that end. */
  #arrange(): void {
    const now = steadyNow();
    if (!this.#isDirty && this.#lastVersion === calls.version && now - this.#lastMs < 1_000) return;
    this.#isDirty = false;
    this.#lastVersion = calls.version;
    this.#lastMs = now;
    const people: ShownPerson[] = [];
    const queues: ShownQueue[] = [];
    for (const [site, mirror] of this.#mirrors) {
      if (!this.#watched.has(site)) continue;
      const here = peopleOf(
        {
          agents: mirror.rows('agents'),
          registrations: mirror.rows('registrations'),
          knowsPhones: mirror.isLive && (mirror.lacks.registrations ?? '') === '',
          goneMs: mirror.goneMs,
          channels: calls.channelsOf(site),
        },
        now + mirror.skewMs,
      );
      for (const person of here.values())
        people.push({ ...person, site, id: siteKey(site, person.key) });
      const views = queueViews({
        queues: mirror.rows('queues'),
        members: mirror.rows('members'),
        tiers: mirror.rows('tiers'),
        people: here,
        figures: mirror.figures,
      });
      for (const view of views) queues.push({ ...view, site, id: siteKey(site, view.name) });
    }
    this.people = people.sort(byExtension);
    this.queues = queues;
    const shown = [...this.#mirrors].filter(([site]) => this.#watched.has(site));
    this.isLive = shown.length > 0 && shown.every(([, { isLive }]) => isLive);
    this.lacks = [
      ...new Set(shown.flatMap(([, { lacks }]) => Object.values(lacks).filter(Boolean))),
    ];
  }
}

const byExtension = (a: ShownPerson, b: ShownPerson): number =>
  a.key.localeCompare(b.key, undefined, { numeric: true }) || (a.site < b.site ? -1 : 1);

export const board = new BoardState();
