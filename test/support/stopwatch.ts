/** ms between two looks at what the machine gave and took. */
const TICK_MS = 10;

/**
 * Time as this process had it: the wall clock's, less what a busy machine kept from it. A promise such
 * as “back within 1 s” is about what the program waits for and computes; a machine that does not let
 * it run for a second says nothing of it. What the program itself computes counts: of a tick that
 * came late, only what it did not spend on the processor is taken off.
 */
export class Stopwatch {
  readonly #beganMs = performance.now();
  readonly #timer: NodeJS.Timeout;
  #lastMs = this.#beganMs;
  #cpu = process.cpuUsage();
  #keptMs = 0;

  constructor() {
    // It keeps nothing alive, and is no resource that a test would count.
    this.#timer = setInterval(() => this.#look(), TICK_MS).unref();
  }

  #look(): void {
    const nowMs = performance.now();
    const { user, system } = process.cpuUsage(this.#cpu);
    const lateMs = nowMs - this.#lastMs - TICK_MS;
    // Timers are late by a little on any machine.
    if (lateMs > TICK_MS) this.#keptMs += Math.max(0, lateMs - (user + system) / 1000);
    this.#lastMs = nowMs;
    this.#cpu = process.cpuUsage();
  }

  /** Stops it. @returns ms since it was made, less what was kept from this process. */
  stop(): number {
    clearInterval(this.#timer);
    this.#look();
    return this.#lastMs - this.#beganMs - this.#keptMs;
  }
}
