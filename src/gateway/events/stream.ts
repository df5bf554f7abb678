import type { ServerResponse } from 'node:http';
import type { ConnectionStatus } from '@shared/pbx/status.ts';
import type { Site } from '../pbx/site.ts';
import type { Batch, Feed } from './feed.ts';
import type { View } from './view.ts';

/** Bytes that may wait for a slow reader beyond what it is sent first; more, and it is dropped. */
const MAX_WAITING = 4 * 1024 * 1024;
/** ms between signs of life, of which readers may miss two. */
const BEAT_MS = 5_000;

/** An event made once for all readers who may see the whole of it. */
const made = new WeakMap<Batch, string>();

function eventOf(name: string, id: string, data: object): string {
  return `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

const statusEvent = ({ phase, error }: ConnectionStatus): string =>
  `event: status\ndata: ${JSON.stringify({ phase, ...(error ? { message: error.message } : {}) })}\n\n`;

/**
 * Server-sent events: a snapshot first, or what happened since the last id that a reader has; then each batch.
 * A reader that does not read is dropped, and comes again with its last id.
 */
export class EventStream {
  readonly #raw: ServerResponse;
  readonly #feed: Feed;
  readonly #view: View;
  readonly #stop: () => void;
  readonly #beat: NodeJS.Timeout;
  #allowed = MAX_WAITING;

  /** @param isLetIn looked at with each sign of life: a pass that ended ends the stream */
  constructor(
    raw: ServerResponse,
    feed: Feed,
    view: View,
    site: Site,
    lastId: string,
    isLetIn: () => boolean,
  ) {
    this.#raw = raw;
    this.#feed = feed;
    this.#view = view;
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    this.#begin(lastId, site.status);
    this.#stop = feed.listen({
      batch: (batch) => this.#batch(batch),
      status: (next) => this.#send(statusEvent(next)),
    });
    this.#beat = setInterval(() => (isLetIn() ? this.#send(':\n\n') : this.end()), BEAT_MS);
    raw.once('close', () => this.end());
  }

  end(): void {
    clearInterval(this.#beat);
    this.#stop();
    this.#raw.end();
  }

  #begin(lastId: string, status: ConnectionStatus): void {
    // A reader who may not see all is told all again: what it could see then is not known any more.
    const missed = this.#view.isWhole && lastId !== '' ? this.#feed.since(lastId) : undefined;
    if (missed) {
      this.#send(statusEvent(status));
      missed.forEach((batch) => this.#batch(batch));
      return;
    }
    const all = this.#feed.snapshot();
    const { changed: channels, pbxNowMs } = this.#view.of(all) ?? { ...all, changed: [] };
    const first = eventOf('snapshot', this.#feed.idOf(all), {
      channels,
      pbxNowMs,
      phase: status.phase,
    });
    this.#allowed = MAX_WAITING + Buffer.byteLength(first);
    this.#send(first);
  }

  #batch(batch: Batch): void {
    const seen = this.#view.of(batch);
    // How far it is, whatever it may see: it may ask for that (GET /api/v2/events/now).
    if (!seen) return this.#send(`id: ${this.#feed.idOf(batch)}\n\n`);
    let text = made.get(seen);
    if (text === undefined) {
      const { changed, gone, pbxNowMs } = seen;
      text = eventOf('change', this.#feed.idOf(batch), { changed, gone, pbxNowMs });
      made.set(seen, text);
    }
    this.#send(text);
  }

  #send(text: string): void {
    if (this.#raw.writableLength > this.#allowed) {
      this.#raw.destroy();
      return;
    }
    this.#raw.write(text);
  }
}
