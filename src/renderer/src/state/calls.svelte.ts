import type { Row } from '@shared/calls/rows.ts';
import type { Channel } from '@shared/domain/channel.ts';
import type { PushPayload } from '@shared/ipc/contract.ts';
import { ask, hear } from '../ipc/client.ts';
import { app } from './app.svelte.ts';
import { steadyNow } from './clock.svelte.ts';
import { names } from './names.svelte.ts';
import { Lines } from './lines.ts';
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

/** The window's mirror of the calls: batches in, ordered lines out. */
class CallsState {
  readonly #lines = new Lines('calls', '');
  /** Lines that ended lately, as they last were. */
  readonly #ended = new Map<string, { row: Row; atMs: number }>();
  /** When lines came that are new, by performance.now(). */
  readonly #born = new Map<string, number>();
  #seq = -1;
  #waiting: PushPayload<'channels.delta'>[] = [];
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
  /** ms the PBX’s clock is ahead of `clock`. */
  skewMs = $state(0);
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

  /** @param known when the settings are here, by which lines are made: the list is asked for meanwhile. */
  async start(known: Promise<void>): Promise<void> {
    hear('channels.delta', (delta) => this.#onDelta(delta));
    names.onCame(() => {
      const { filter, sortBy } = app.settings.table;
      if (this.loaded && (filter !== '' || sortBy === 'caller' || sortBy === 'callee'))
        this.rearrange();
    });
    await this.#reload(known);
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

  channel(uuid: string): Channel | undefined {
    void this.version;
    return this.#lines.channels.get(uuid);
  }

  /** All lines as they are now, whatever is shown of them; not reactive. */
  lines(): Iterable<Row> {
    return this.#lines.rows.values();
  }

  /** All legs as they are now; not reactive, for they may be thousands. */
  legs(): Iterable<Channel> {
    return this.#lines.channels.values();
  }

  /** The line that has a leg. */
  lineOf(uuid: string): string | undefined {
    for (const row of this.#lines.rows.values()) {
      if (row.legs.some((leg) => leg.uuid === uuid)) return row.id;
    }
    return undefined;
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
    const { view } = app.settings.table;
    this.#lines.reset([...this.#lines.channels.values()], view, app.phone);
    this.#view = `${view} ${app.phone}`;
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
    const nowMs = this.nowMs();
    const chosen = !this.#ordering || !sameOrdering(this.#ordering, ordering);
    this.#ordering = ordering;
    if (this.pointed && !chosen) {
      const held = hold(rows, ordering, this.order, names.named, nowMs);
      this.waiting += held.length - this.order.length;
      this.order = held.filter((id) => rows.has(id) || this.#ended.has(id));
    } else {
      this.waiting = 0;
      const order =
        changed && !chosen
          ? replace(rows, ordering, this.order, changed, names.named, nowMs)
          : arrange(rows, ordering, names.named, nowMs);
      this.order = this.#withEnded(order);
    }
    this.channelCount = this.#lines.channels.size;
    this.lineCount = this.#lines.rows.size;
    this.version += 1;
  }

  async #reload(known?: Promise<void>): Promise<void> {
    this.#seq = -1;
    const snapshot = ask('channels.snapshot', null);
    await known;
    const { seq, channels, pbxNowMs } = await snapshot;
    this.#seq = seq;
    this.skewMs = pbxNowMs - steadyNow();
    this.#lines.reset(channels, app.settings.table.view, app.phone);
    this.#view = `${app.settings.table.view} ${app.phone}`;
    for (const delta of this.#waiting.splice(0)) if (delta.seq > this.#seq) this.#apply(delta);
    this.loaded = true;
    this.rearrange();
  }

  #onDelta(delta: PushPayload<'channels.delta'>): void {
    if (this.#seq < 0) {
      this.#waiting.push(delta);
      return;
    }
    if (delta.seq <= this.#seq) return;
    if (delta.seq !== this.#seq + 1) {
      // A batch is missing: what is shown cannot be trusted until the whole list is here.
      this.#waiting = [delta];
      void this.#reload();
      return;
    }
    this.rearrange(this.#apply(delta));
  }

  /** Takes a batch in; returns the ids of the lines that changed, are new or gone. */
  #apply(delta: PushPayload<'channels.delta'>): ReadonlySet<string> {
    this.#seq = delta.seq;
    this.skewMs = delta.pbxNowMs - steadyNow();
    const { rows } = this.#lines;
    const touched = this.#lines.apply(delta.changed, delta.gone);
    const atMs = performance.now();
    for (const [id, before] of touched) {
      if (rows.has(id)) {
        this.#ended.delete(id);
        if (!before) this.#born.set(id, atMs);
      } else {
        this.#born.delete(id);
        // Legs that go on in another line (a queue's answer, a pick-up) are a call that lives.
        const lives = before?.legs.some(({ uuid }) => this.#lines.channels.has(uuid)) ?? false;
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

  /** ms by the PBX's clock. */
  nowMs(): number {
    return steadyNow() + this.skewMs;
  }

  /** Follows settings that change which lines there are. */
  follow(): void {
    clearInterval(this.#ageing);
    if (app.settings.table.where.overSec > 0)
      this.#ageing = setInterval(() => this.rearrange(), AGE_MS);
    if (this.loaded && this.#view !== `${app.settings.table.view} ${app.phone}`) this.rebuild();
    else if (this.loaded) this.rearrange();
  }
}

export const calls = new CallsState();
