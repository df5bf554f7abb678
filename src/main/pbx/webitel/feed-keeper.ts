import { Backoff } from '../backoff.ts';
import type { Change } from './expectations.ts';
import type { Feed, FeedListener } from './generation.ts';

/** ms between tries where the server never let the socket in: it may have none. */
const NEVER_UP_RETRY_MS = 60_000;

/**
 * Keeps the event socket open beside a session that polls. A socket that is cut is opened again; one
 * that the server refuses is not, until the next session.
 */
export class FeedKeeper {
  readonly #open: (tell: FeedListener) => Feed;
  readonly #tell: { readonly changed: (change: Change) => void; readonly told: () => void };
  readonly #backoff = new Backoff();
  #feed: Feed | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Whether events come now. */
  up = false;

  /** @param tell `changed` for each event; `told` when events begin or cease to come */
  constructor(
    open: (tell: FeedListener) => Feed,
    tell: { readonly changed: (change: Change) => void; readonly told: () => void },
  ) {
    this.#open = open;
    this.#tell = tell;
    this.#try();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#feed?.close();
    this.#feed = undefined;
    this.up = false;
  }

  #try(): void {
    this.#feed = this.#open({
      up: () => {
        this.up = true;
        this.#backoff.reset();
        this.#tell.told();
      },
      change: (change) => this.#tell.changed(change),
      down: (refused) => {
        const wasUp = this.up;
        this.up = false;
        this.#feed = undefined;
        if (!refused)
          this.#timer = setTimeout(
            () => this.#try(),
            wasUp ? this.#backoff.next() : NEVER_UP_RETRY_MS,
          );
        if (wasUp) this.#tell.told();
      },
    });
  }
}
