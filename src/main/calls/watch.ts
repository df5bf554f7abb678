import type { Channel } from '@shared/domain/channel.ts';
import { LATE, within } from '../within.ts';
import type { Monitor } from './monitor.ts';

/** Waits for what a leg is to become. */
export interface Watch {
  /** Resolves with true when it has become so, or is gone; perhaps never. */
  readonly met: Promise<true>;
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
  let isMet = false;
  let meet: (value: true) => void = () => undefined;
  const met = new Promise<true>((resolve) => {
    meet = (value) => {
      isMet = true;
      resolve(value);
    };
  });
  const check = (): void => {
    const leg = monitor.table.get(uuid);
    if (!isMet && (done(leg) || leg?.callstate === 'HANGUP')) meet(true);
  };
  const stop = monitor.onChange((changes) => {
    for (const change of changes) {
      if (change.uuid !== uuid) continue;
      if (change.after) check();
      else meet(true);
    }
  });
  return {
    met,
    stop,
    within: async (ms) => {
      check();
      if (isMet) return true;
      return (await within(ms, met)) !== LATE;
    },
  };
}
