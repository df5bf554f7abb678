/** Most intents kept for later: a page that never comes must not gather them without end. */
const MOST = 20;

/**
 * Intents that come before what they need: a link that starts the app comes before its page listens, and
 * before the PBX is online. Each is carried out once it is there, once, in order.
 */
export class Waiting {
  #isReady = false;
  readonly #acts: (() => void)[] = [];

  /** Carries out at once, or when it is ready. */
  do(act: () => void): void {
    if (this.#isReady) return act();
    this.#acts.push(act);
    if (this.#acts.length > MOST) this.#acts.shift();
  }

  /**
   * The same, and `otherwise` where it is not ready within `ms`.
   * @returns whether it was carried out at once
   */
  doWithin(ms: number, act: () => void, otherwise: () => void): boolean {
    if (this.#isReady) {
      act();
      return true;
    }
    const timer = setTimeout(() => {
      const at = this.#acts.indexOf(late);
      if (at >= 0) this.#acts.splice(at, 1);
      otherwise();
    }, ms);
    const late = (): void => {
      clearTimeout(timer);
      act();
    };
    this.do(late);
    return false;
  }

  /** What they need is there. */
  ready(): void {
    this.#isReady = true;
    for (const act of this.#acts.splice(0)) act();
  }

  /** It is away again. */
  away(): void {
    this.#isReady = false;
  }
}
