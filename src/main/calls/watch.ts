import type { Channel } from '@shared/domain/channel.ts';
import type { Monitor } from './monitor.ts';

/** Waits for what a leg is to become. */
export interface Watch {
  /** Whether it has become so, or is gone; looks again each time it changes, for `ms` at most. */
  within(ms: number): Promise<boolean>;
  stop(): void;
}

/** Watches a leg until it is as wanted; a leg that goes away ends the wait as well. */
export function watchLeg(
  monitor: Monitor,
  uuid: string,
  done: (leg: Channel | undefined) => boolean,
): Watch {
  let met = (): void => undefined;
  let isMet = false;
  const check = (): void => {
    const leg = monitor.table.get(uuid);
    if (!isMet && (done(leg) || leg?.callstate === 'HANGUP')) {
      isMet = true;
      met();
    }
  };
  const stop = monitor.onChange((changes) => {
    for (const change of changes) {
      if (change.uuid !== uuid) continue;
      if (!change.after) {
        isMet = true;
        met();
      } else check();
    }
  });
  return {
    stop,
    within: (ms) => {
      check();
      if (isMet) return Promise.resolve(true);
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), ms);
        met = () => {
          clearTimeout(timer);
          resolve(true);
        };
      });
    },
  };
}
