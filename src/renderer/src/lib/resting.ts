/** In px of the page. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** ms that a button takes no click after it came under a pointer that rests. */
export const GUARD_MS = 600;
/** Pixels by which a pointer that meant the new button has moved at least. */
export const MOVED_PX = 8;

/** A pointer at rest, and since when what is under it is what it is. */
export class Resting {
  readonly #meantAt: (at: Point) => string;
  readonly #now: () => number;
  /** Undefined while the pointer is not known to be on the page. */
  #at: Point | undefined;
  #meant = '';
  #changed: (Point & { readonly ms: number }) | undefined;

  /**
   * @param meantAt what a click at a point would do
   * @param now ms
   */
  constructor(meantAt: (at: Point) => string, now: () => number) {
    this.#meantAt = meantAt;
    this.#now = now;
  }

  /** The pointer moves. What changed under it until now is looked at first: a trembling hand is one that rests. */
  moveTo(at: Point): void {
    this.look();
    this.#at = at;
    this.settle();
  }

  leave(): void {
    this.#at = undefined;
  }

  /** What is under the pointer now is what it meant. */
  settle(): void {
    if (this.#at) this.#meant = this.#meantAt(this.#at);
  }

  /** Looks whether another thing came under the pointer. */
  look(): void {
    if (!this.#at) return;
    const now = this.#meantAt(this.#at);
    if (now === this.#meant) return;
    this.#meant = now;
    this.cameUnder(this.#at);
  }

  /** Something new came under a pointer that rests there. */
  cameUnder({ x, y }: Point): void {
    this.#changed = { x, y, ms: this.#now() };
  }

  /** Whether a click at a point is meant for what is there now. */
  takes({ x, y }: Point): boolean {
    this.look();
    if (!this.#changed) return true;
    const young = this.#now() - this.#changed.ms < GUARD_MS;
    const rested = Math.hypot(x - this.#changed.x, y - this.#changed.y) < MOVED_PX;
    return !young || !rested;
  }
}
