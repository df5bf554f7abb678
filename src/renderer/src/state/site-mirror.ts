import type { Row } from '@shared/calls/rows.ts';
import type { SiteId } from '@shared/domain/site.ts';
import type { PushPayload, RequestOutput } from '@shared/ipc/contract.ts';
import { Lines, type newTable, type View } from './lines.ts';
import { steadyNow } from './clock.svelte.ts';

type Delta = PushPayload<'channels.delta'>;

/** A site's channels as main has them: a snapshot, and the batches after it. */
export class SiteMirror {
  readonly id: SiteId;
  readonly lines: Lines;
  /** ms the PBX’s clock is ahead of ours. */
  skewMs = 0;
  readonly #ask: () => Promise<RequestOutput<'channels.snapshot'>>;
  /** The last batch that is in; -1 until the list is here, and while one is missing. */
  #seq = -1;
  #waiting: Delta[] = [];
  #isLoading = false;

  constructor(
    id: SiteId,
    into: ReturnType<typeof newTable>,
    snapshot: () => Promise<RequestOutput<'channels.snapshot'>>,
  ) {
    this.id = id;
    this.lines = new Lines('calls', '', id, into);
    this.#ask = snapshot;
  }

  /** Channels it has. */
  get size(): number {
    return this.lines.channels.size;
  }

  /** Whether a batch is missing, and nobody has asked for the whole list yet. */
  get isBehind(): boolean {
    return this.#seq < 0 && !this.#isLoading;
  }

  /** Asks for the whole list. @param how lines are made, known only when it is here */
  async load(how: () => readonly [View, string, string]): Promise<void> {
    this.#isLoading = true;
    const { seq, channels, pbxNowMs } = await this.#ask().finally(() => (this.#isLoading = false));
    this.#seq = seq;
    this.skewMs = pbxNowMs - steadyNow();
    this.lines.reset(channels, ...how());
    for (const delta of this.#waiting.splice(0)) if (delta.seq > this.#seq) this.take(delta);
  }

  /** Takes a batch in; returns the lines that changed as they were, undefined where the list is needed first. */
  take(delta: Delta): Map<string, Row | undefined> | undefined {
    if (this.#seq < 0) {
      this.#waiting.push(delta);
      return undefined;
    }
    if (delta.seq <= this.#seq) return new Map();
    if (delta.seq !== this.#seq + 1) {
      // A batch is missing: what is shown cannot be trusted until the whole list is here.
      this.#seq = -1;
      this.#waiting = [delta];
      return undefined;
    }
    this.#seq = delta.seq;
    this.skewMs = delta.pbxNowMs - steadyNow();
    return this.lines.apply(delta.changed, delta.gone);
  }

  /** Makes the lines anew: another view or extension. */
  rebuild(view: View, extension: string, name: string): void {
    this.lines.reset([...this.lines.channels.values()], view, extension, name);
  }

  /** The site is not watched any more. */
  clear(): void {
    this.lines.reset([], 'calls', '');
  }
}
