import type { BoardDelta } from '@shared/board/delta.ts';
import type { BoardEvent, QueueEvent } from '@shared/board/event.ts';
import { counted, dayStart, noFigures, type QueueFigures } from '@shared/board/figures.ts';
import { PARTS, type AnyRow, type Part } from '@shared/board/rows.ts';
import { BoardTables } from '@shared/board/tables.ts';

export interface BoardParts {
  /** ms since the epoch on the PBX. */
  nowMs(): number;
  /** ms within which a call in a queue is to be answered. */
  goalMs(): number;
  /** Told of what changed, some moments' changes in one batch. */
  delta(delta: BoardDelta): void;
}

/** ms over which changes are gathered. */
const GATHER_MS = 100;

/**
 * What one PBX has beside channels, and what its queues did since they were first watched or the day
 * began. Nothing is counted while nobody watches: then the count begins anew, and says since when.
 */
export class Board {
  readonly #tables = new BoardTables();
  readonly #parts: BoardParts;
  readonly #figures = new Map<string, QueueFigures>();
  readonly #goneMs = new Map<string, number>();
  #sinceMs = 0;
  #isLive = false;
  #seq = 0;
  /** Rows that changed since the last batch, by part and key. */
  #dirty = new Map<Part, Set<string>>();
  #counted = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: BoardParts) {
    this.#parts = parts;
  }

  get(part: Part, key: string): AnyRow | undefined {
    return this.#tables.get(part, key);
  }
  rows(part: Part): IterableIterator<AnyRow> {
    return this.#tables.rows(part);
  }
  figuresOf(queue: string): QueueFigures {
    return this.#figures.get(queue) ?? noFigures(this.#since());
  }

  feed(events: readonly BoardEvent[]): void {
    for (const event of events) {
      if (event.kind === 'lost') this.#lost();
      else if (isOfQueue(event)) this.#count(event);
      else this.#note(event);
    }
    this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS);
  }

  /** All of it as of batch `seq`: what is not sent yet is sent first. */
  snapshot(): BoardDelta {
    this.#flush();
    const queues = [...this.#tables.rows('queues')].map(({ name = '' }) => name);
    return {
      ...this.#head(),
      changed: PARTS.flatMap((part) => [...this.#tables.rows(part)].map((row) => ({ part, row }))),
      gone: [],
      figures: Object.fromEntries(queues.map((name) => [name, this.figuresOf(name)])),
    };
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #note(event: Exclude<BoardEvent, QueueEvent>): void {
    if (event.kind === 'gone' && event.part === 'registrations')
      this.#goneMs.set(event.key, this.#parts.nowMs());
    for (const { part, key, after } of this.#tables.apply(event)) {
      if (part === 'registrations' && after) this.#goneMs.delete(key);
      const keys = this.#dirty.get(part) ?? new Set<string>();
      this.#dirty.set(part, keys.add(key));
    }
    if (event.kind !== 'listed' || event.part !== 'queues') return;
    if (this.#sinceMs === 0) this.#sinceMs = this.#parts.nowMs();
    this.#isLive = true;
  }

  /** What happens meanwhile is unseen: the figures would be wrong. */
  #lost(): void {
    this.#tables.apply({ kind: 'lost' });
    this.#isLive = false;
    this.#sinceMs = 0;
    for (const name of this.#figures.keys()) this.#counted.add(name);
    this.#figures.clear();
  }

  #count(event: QueueEvent): void {
    const before = this.#figures.get(event.queue);
    const since = this.#since();
    const figures = before && before.sinceMs >= since ? before : noFigures(since);
    this.#figures.set(event.queue, counted(figures, event, this.#parts.goalMs()));
    this.#counted.add(event.queue);
  }

  /** Since when is counted: the day's start, or when it was first watched. */
  #since(): number {
    const nowMs = this.#parts.nowMs();
    const offsetMs = -new Date(nowMs).getTimezoneOffset() * 60_000;
    return Math.max(this.#sinceMs || nowMs, dayStart(nowMs, offsetMs));
  }

  #head(): Pick<BoardDelta, 'seq' | 'goneMs' | 'lacks' | 'isLive' | 'pbxNowMs'> {
    return {
      seq: this.#seq,
      goneMs: Object.fromEntries(this.#goneMs),
      lacks: Object.fromEntries(PARTS.map((part) => [part, this.#tables.lack(part)])),
      isLive: this.#isLive,
      pbxNowMs: this.#parts.nowMs(),
    };
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const changed: { part: Part; row: AnyRow }[] = [];
    const gone: { part: Part; key: string }[] = [];
    for (const [part, keys] of this.#dirty) {
      for (const key of keys) {
        const row = this.#tables.get(part, key);
        if (row) changed.push({ part, row });
        else gone.push({ part, key });
      }
    }
    const figures = Object.fromEntries(
      [...this.#counted].map((name) => [name, this.figuresOf(name)]),
    );
    this.#dirty = new Map();
    this.#counted = new Set();
    this.#seq += 1;
    this.#parts.delta({ ...this.#head(), changed, gone, figures });
  }
}

const isOfQueue = (event: BoardEvent): event is QueueEvent =>
  event.kind === 'answered' || event.kind === 'abandoned' || event.kind === 'talked';
