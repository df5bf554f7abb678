import type { Socket } from 'node:net';

/** Events FreeSWITCH keeps for a slow reader, and how many it may lose before it is dropped. */
const MOST_KEPT = 100_000;
const MOST_LOST = 500;

/**
 * What goes out to a client: answers at once, events as fast as they are read. Who does not read
 * loses events, and then the connection, as with FreeSWITCH (shared/modesl).
 */
export class Outbox {
  readonly #socket: Socket;
  readonly #kept: string[] = [];
  #held = false;
  #full = false;
  #lost = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('drain', () => {
      this.#full = false;
      this.#flush();
    });
  }

  /** An answer: it overtakes events that wait. */
  say(text: string): void {
    this.#write(text);
  }

  event(frame: string): void {
    if (!this.#held && !this.#full && this.#kept.length === 0) return this.#write(frame);
    if (this.#kept.length < MOST_KEPT) {
      this.#kept.push(frame);
      return;
    }
    this.#lost += 1;
    if (this.#lost <= MOST_LOST) return;
    this.#kept.length = 0;
    this.#socket.destroy();
  }

  /** Events wait from now on. */
  hold(): void {
    this.#held = true;
  }

  /** Those that waited go out. */
  release(): void {
    this.#held = false;
    this.#flush();
  }

  #flush(): void {
    let sent = 0;
    while (sent < this.#kept.length && !this.#held && !this.#full) {
      this.#write(this.#kept[sent] as string);
      sent += 1;
    }
    this.#kept.splice(0, sent);
  }

  #write(text: string): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    this.#full = !this.#socket.write(text);
  }
}
