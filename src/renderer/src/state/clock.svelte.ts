import { createSubscriber } from 'svelte/reactivity';

/** ms since the epoch by a clock that is not set while the window is open. */
export const steadyNow = (): number => performance.timeOrigin + performance.now();

/**
 * The time, for durations on screen: ticks once a second while something shows it and the window
 * can be seen, and not at all otherwise.
 */
class Clock {
  #now = steadyNow();
  readonly #subscribe = createSubscriber((update) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = (): void => {
      this.#now = steadyNow();
      update();
      timer = setTimeout(tick, 1000 - (this.#now % 1000));
    };
    const onVisible = (): void => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible') tick();
    };
    document.addEventListener('visibilitychange', onVisible);
    onVisible();
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  });

  /** ms since the epoch, as of `steadyNow`. */
  get now(): number {
    this.#subscribe();
    return this.#now;
  }
}

export const clock = new Clock();
