import type { Row } from '@shared/calls/rows.ts';
import type { Channel } from '@shared/domain/channel.ts';
import type { LegRef, SiteId } from '@shared/domain/site.ts';
import type { PushPayload } from '@shared/ipc/contract.ts';
import { ask, hear } from '../ipc/client.ts';
import { app } from './app.svelte.ts';
import { steadyNow } from './clock.svelte.ts';
import { names } from './names.svelte.ts';
import { newTable, type View } from './lines.ts';
import { SiteMirror } from './site-mirror.ts';
import { arrange, hold, replace, sameOrdering, type Ordering } from './order.ts';

/** ms a line that ended stays, marked, before it leaves. */
const FAREWELL_MS = 1_600;
/**
 * ms a pointer that rests holds the table: as long as a hand may be on it. One left there must not keep ended
 * lines for ever; from then on the click guard alone keeps it from hitting what has just come (lib/click-guard.ts).
 */
const REST_MS = 60_000;
/** ms between looks at which lines have got the age that is asked for. */
const AGE_MS = 1_000;

/** What the table shows of a line. */
interface Shown {
  readonly row: Row;
  readonly gone: boolean;
}

/** The window's mirror of the calls of all sites: batches in, ordered lines out. */
class CallsState {
  readonly #lines = newTable();
  readonly #sites = new Map<SiteId, SiteMirror>();
  /** Lines that ended lately, as they last were. */
  readonly #ended = new Map<string, { row: Row; atMs: number }>();
  /** When lines came that are new, by performance.now(). */
  readonly #born = new Map<string, number>();
  #sweep: ReturnType<typeof setTimeout> | undefined;
  #view = '';
  /** By which the lines stand. */
  #ordering: Ordering | undefined;

  /** Ids in the order they stand. */
  order = $state.raw<readonly string[]>([]);
  /** Counts up with every change of a line: what reads a line reads this first. */
  version = $state(0);
  channelCount = $state(0);
  lineCount = $state(0);
  loaded = $state(false);
  /** Whether the pointer is at work on the table: nothing moves under it. */
  pointed = $state(false);
  #rest: ReturnType<typeof setTimeout> | undefined;
  selected = $state<string | null>(null);
  /** Lines that came while the table was held, and wait for their place. */
  waiting = $state(0);
  #ageing: ReturnType<typeof setInterval> | undefined;

  /** Lines of mine in the order they came: a card never changes place, whatever its call does. */
  mine = $derived.by(() => {
    void this.version;
    return [...this.#lines.mine.values()].sort(
      (a, b) => a.lead.createdMs - b.lead.createdMs || (a.id < b.id ? -1 : 1),
    );
  });

  /** @param known when the settings and sites are here, by which lines are made */
  async start(known: Promise<void>): Promise<void> {
    hear('channels.delta', (delta) => this.#onDelta(delta));
    names.onCame(() => {
      const { filter, sortBy } = app.settings.table;
      if (this.loaded && (filter !== '' || sortBy === 'caller' || sortBy === 'callee'))
        this.rearrange();
    });
    await known;
    await this.#followSites();
    this.loaded = true;
    this.rearrange();
  }

  /** ms the clock of a site's PBX is ahead of `clock`. */
  skewOf(site: SiteId): number {
    void this.version;
    return this.#sites.get(site)?.skewMs ?? 0;
  }

  /** A line by id, also one that just ended. */
  shown(id: string): Shown | undefined {
    void this.version;
    const row = this.#lines.rows.get(id);
    if (row) return { row, gone: false };
    const ended = this.#ended.get(id);
    return ended && { row: ended.row, gone: true };
  }

  /** Whether a line came within the last `ms`, after the table was first filled. */
  isFresh(id: string, ms: number): boolean {
    const at = this.#born.get(id);
    if (at === undefined) return false;
    if (performance.now() - at < ms) return true;
    this.#born.delete(id);
    return false;
  }

  /** All lines as they are now, whatever is shown of them; not reactive. */
  lines(): Iterable<Row> {
    return this.#lines.rows.values();
  }

  /** All legs of all sites as they are now; not reactive, for they may be thousands. */
  *legs(): Iterable<Channel> {
    for (const { lines } of this.#sites.values()) yield* lines.channels.values();
  }

  /** ms by the clock of a site's PBX, now. */
  readonly nowOf = (site: SiteId): number => steadyNow() + (this.#sites.get(site)?.skewMs ?? 0);

  /** All channels of a site, as of `version`. */
  channelsOf(site: SiteId): Iterable<Channel> {
    return this.#sites.get(site)?.lines.channels.values() ?? [];
  }

  /** A channel by its leg, as of `version`. */
  channelOf({ site, uuid }: LegRef): Channel | undefined {
    return this.#sites.get(site)?.lines.channels.get(uuid);
  }

  /** The line that has a leg. */
  lineOf({ site, uuid }: LegRef): string | undefined {
    return this.#sites.get(site)?.lines.lineOf(uuid);
  }

  /** The pointer moves on the table. */
  point(): void {
    this.pointed = true;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.letGo(), REST_MS);
  }

  /** The pointer left the table, or rests. */
  letGo(): void {
    clearTimeout(this.#rest);
    if (!this.pointed) return;
    this.pointed = false;
    this.rearrange();
  }

  /** Makes everything anew: another view or extension. */
  rebuild(): void {
    for (const [id, mirror] of this.#sites) mirror.rebuild(...this.#how(id));
    this.#view = this.#viewNow();
    this.#ended.clear();
    this.rearrange();
  }

  /**
   * Orders the lines by the settings; only `changed`, if given. Nothing moves under the pointer, but
   * a filter or an order that was just chosen takes effect at once.
   */
  rearrange(changed?: ReadonlySet<string>): void {
    const { rows } = this.#lines;
    const ordering = app.settings.table;
    const chosen = !this.#ordering || !sameOrdering(this.#ordering, ordering);
    this.#ordering = ordering;
    if (this.pointed && !chosen) {
      const held = hold(rows, ordering, this.order, names.named, this.nowOf);
      this.waiting += held.length - this.order.length;
      this.order = held.filter((id) => rows.has(id) || this.#ended.has(id));
    } else {
      this.waiting = 0;
      const order =
        changed && !chosen
          ? replace(rows, ordering, this.order, changed, names.named, this.nowOf)
          : arrange(rows, ordering, names.named, this.nowOf);
      this.order = this.#withEnded(order);
    }
    this.channelCount = [...this.#sites.values()].reduce((sum, { size }) => sum + size, 0);
    this.lineCount = this.#lines.rows.size;
    this.version += 1;
  }

  #mirror(id: SiteId): SiteMirror {
    const known = this.#sites.get(id);
    if (known) return known;
    const made = new SiteMirror(id, this.#lines, () => ask('channels.snapshot', id));
    this.#sites.set(id, made);
    return made;
  }

  /** Mirrors the sites that are watched, and no others. */
  async #followSites(): Promise<void> {
    const watched = new Set(app.sites.map(({ id }) => id));
    for (const [id, mirror] of this.#sites) {
      if (watched.has(id)) continue;
      mirror.clear();
      this.#sites.delete(id);
    }
    this.#view = this.#viewNow();
    const fresh = [...watched].filter((id) => !this.#sites.has(id));
    await Promise.all(fresh.map((id) => this.#load(this.#mirror(id))));
  }

  async #load(mirror: SiteMirror): Promise<void> {
    await mirror.load(() => this.#how(mirror.id));
    if (this.loaded) this.rearrange();
  }

  #onDelta(delta: PushPayload<'channels.delta'>): void {
    const mirror = this.#mirror(delta.site);
    const touched = mirror.take(delta);
    if (touched) this.rearrange(this.#note(touched, mirror));
    else if (mirror.isBehind) void this.#load(mirror);
  }

  /** Notes which lines came and went; returns the ids of all that changed, are new or gone. */
  #note(touched: ReadonlyMap<string, Row | undefined>, { lines }: SiteMirror): ReadonlySet<string> {
    const { rows } = this.#lines;
    const atMs = performance.now();
    for (const [id, before] of touched) {
      if (rows.has(id)) {
        this.#ended.delete(id);
        if (!before) this.#born.set(id, atMs);
      } else {
        this.#born.delete(id);
        // Legs that go on in another line (a queue's answer, a pick-up) are a call that lives.
        const lives = before?.legs.some(({ uuid }) => lines.channels.has(uuid)) ?? false;
        if (before && !lives) this.#ended.set(id, { row: before, atMs });
      }
    }
    this.#sweepLater();
    return new Set(touched.keys());
  }

  /** Lines that ended keep their place for a moment, marked, so that the eye can follow. */
  #withEnded(order: string[]): string[] {
    if (this.#ended.size === 0) return order;
    const result = [...order];
    this.order.forEach((id, at) => {
      if (this.#ended.has(id)) result.splice(Math.min(at, result.length), 0, id);
    });
    return result;
  }

  #sweepLater(): void {
    if (this.#sweep || this.#ended.size === 0) return;
    this.#sweep = setTimeout(() => {
      this.#sweep = undefined;
      const now = performance.now();
      for (const [id, { atMs }] of this.#ended) {
        if (!this.pointed && now - atMs >= FAREWELL_MS) this.#ended.delete(id);
      }
      this.rearrange();
      this.#sweepLater();
    }, FAREWELL_MS / 2);
  }

  /** Follows settings, and the sites, that change which lines there are. */
  follow(): void {
    clearInterval(this.#ageing);
    if (app.settings.table.where.overSec > 0)
      this.#ageing = setInterval(() => this.rearrange(), AGE_MS);
    if (!this.loaded) return;
    const known = app.sites.every(({ id }) => this.#sites.has(id));
    if (!known || app.sites.length !== this.#sites.size) void this.#followSites();
    if (this.#view !== this.#viewNow()) this.rebuild();
    else this.rearrange();
  }

  /** By what the lines of a site are made: the view, my phone there, and what the site is called. */
  #how(id: SiteId): readonly [View, string, string] {
    const { phone = '', name = id } = app.site(id) ?? {};
    return [app.settings.table.view, phone, name];
  }

  /** The same of all, to see whether it changed. */
  #viewNow(): string {
    return JSON.stringify([
      app.settings.table.view,
      ...app.sites.map(({ id, phone, name }) => [id, phone, name]),
    ]);
  }
}

export const calls = new CallsState();
