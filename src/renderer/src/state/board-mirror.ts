import type { BoardDelta } from '@shared/board/delta.ts';
import type { QueueFigures } from '@shared/board/figures.ts';
import { keyOf, PARTS, type AnyRow, type Part, type RowOf } from '@shared/board/rows.ts';
import { steadyNow } from './clock.svelte.ts';

/** A site's board as main has it: a snapshot, and the batches after it. */
export class BoardMirror {
  readonly #rows = new Map<Part, Map<string, AnyRow>>(PARTS.map((part) => [part, new Map()]));
  readonly figures = new Map<string, QueueFigures>();
  goneMs: BoardDelta['goneMs'] = {};
  lacks: BoardDelta['lacks'] = {};
  isLive = false;
  /** ms the PBX's clock is ahead of ours. */
  skewMs = 0;
  #seq = -1;

  rows<P extends Part>(part: P): Iterable<RowOf<P>> {
    return (this.#rows.get(part)?.values() ?? []) as Iterable<RowOf<P>>;
  }

  /** Takes in all there is. */
  reset(snapshot: BoardDelta): void {
    for (const rows of this.#rows.values()) rows.clear();
    this.figures.clear();
    this.#seq = snapshot.seq;
    this.#put(snapshot);
  }

  /** Takes a batch in. Returns false where one is missing before it: all is to be asked for. */
  take(delta: BoardDelta): boolean {
    // One that the snapshot has already, or that came before it.
    if (this.#seq < 0 || delta.seq <= this.#seq) return true;
    if (delta.seq !== this.#seq + 1) return false;
    this.#seq = delta.seq;
    this.#put(delta);
    return true;
  }

  #put({ changed, gone, figures, goneMs, lacks, isLive, pbxNowMs }: BoardDelta): void {
    for (const { part, row } of changed) this.#rows.get(part)?.set(keyOf(part, row), row);
    for (const { part, key } of gone) this.#rows.get(part)?.delete(key);
    for (const [queue, one] of Object.entries(figures)) this.figures.set(queue, one);
    this.goneMs = goneMs;
    this.lacks = lacks;
    this.isLive = isLive;
    this.skewMs = pbxNowMs - steadyNow();
  }
}
