import { randomUUID } from 'node:crypto';
import type { Delta } from '../../main/calls/monitor.ts';
import type { Channel } from '@shared/domain/channel.ts';
import type { ConnectionStatus } from '@shared/pbx/status.ts';
import type { Site } from '../pbx/site.ts';

/** A leg that is gone. `last` is what it was, where no reader was ever told of it. */
export interface Gone {
  readonly uuid: string;
  readonly cause: string;
  readonly last?: Channel;
}

/** What happened within one frame of 16 ms: each channel as it is after it. */
export interface Batch {
  readonly seq: number;
  readonly changed: readonly Channel[];
  readonly gone: readonly Gone[];
  /** ms since the epoch on the PBX. */
  readonly pbxNowMs: number;
}

export interface FeedListener {
  batch(batch: Batch): void;
  status(status: ConnectionStatus): void;
}

/** Batches kept for readers that come again, and the most legs that these may tell of. */
const KEPT = 512;
const KEPT_LEGS = 20_000;

/** All that happens on a PBX, in numbered batches, once for however many readers. */
export class Feed {
  /** Numbers of another gateway, or of an earlier start, mean nothing here. */
  readonly instance = randomUUID().slice(0, 8);
  readonly #site: Site;
  readonly #listeners = new Set<FeedListener>();
  readonly #gone = new Map<string, Channel>();
  readonly #told = new Set<string>();
  readonly #kept: Batch[] = [];
  #keptLegs = 0;

  constructor(site: Site) {
    this.#site = site;
    site.monitor.onChange((changes) => {
      for (const { uuid, before, after } of changes) {
        if (after) this.#gone.delete(uuid);
        else if (before) this.#gone.set(uuid, before);
      }
    });
    site.monitor.onDelta((delta) => this.#onDelta(delta));
    site.onStatus((status) => {
      for (const listener of this.#listeners) listener.status(status);
    });
  }

  /** Hears batches from now on. Returns how to stop. */
  listen(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** All channels as of now; what comes later has a higher number. */
  snapshot(): Batch {
    const { seq, channels, pbxNowMs } = this.#site.monitor.snapshot();
    return { seq, changed: channels, gone: [], pbxNowMs };
  }

  /** What happened after a batch, undefined where it is not known any more. @param id as `idOf` made it */
  since(id: string): readonly Batch[] | undefined {
    const [instance, text = ''] = id.split('-');
    const seq = Number(text);
    if (instance !== this.instance || !/^\d+$/.test(text)) return undefined;
    // What waits for its frame is sent first.
    const now = this.#site.monitor.snapshot().seq;
    if (seq === now) return [];
    const first = this.#kept[0]?.seq ?? Infinity;
    return seq >= first - 1 && seq < now
      ? this.#kept.filter((batch) => batch.seq > seq)
      : undefined;
  }

  idOf({ seq }: Batch): string {
    return `${this.instance}-${seq}`;
  }

  #onDelta({ seq, changed, gone, pbxNowMs }: Delta): void {
    const batch: Batch = { seq, changed, gone: gone.map((uuid) => this.#goneOf(uuid)), pbxNowMs };
    this.#gone.clear();
    for (const { uuid } of changed) this.#told.add(uuid);
    this.#keep(batch);
    for (const listener of this.#listeners) listener.batch(batch);
  }

  #goneOf(uuid: string): Gone {
    const last = this.#gone.get(uuid);
    const wasTold = this.#told.delete(uuid);
    return { uuid, cause: last?.cause ?? '', ...(last && !wasTold ? { last } : {}) };
  }

  #keep(batch: Batch): void {
    this.#kept.push(batch);
    this.#keptLegs += legsOf(batch);
    while (this.#kept.length > KEPT || (this.#keptLegs > KEPT_LEGS && this.#kept.length > 1)) {
      const oldest = this.#kept.shift();
      if (oldest) this.#keptLegs -= legsOf(oldest);
    }
  }
}

const legsOf = ({ changed, gone }: Batch): number => changed.length + gone.length;
