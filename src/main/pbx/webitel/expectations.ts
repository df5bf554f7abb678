import type { Channel } from '@shared/domain/channel.ts';

/** What an event said of a leg, as the list will show it. */
export interface Change {
  readonly uuid: string;
  readonly expect: 'listed' | 'ended' | 'held' | 'resumed' | 'answered' | 'anything';
}

/** ms after which it is plain that the list never will show it: it has legs that its filter hides. */
const NEVER_MS = 5_000;
/** ms between lists while something is expected, by how long it has been expected (ms). */
const LOOKS: readonly (readonly [number, number])[] = [
  [200, 60],
  [1_200, 300],
  [NEVER_MS, 700],
];
/** Most legs expected at once; of more the list is asked for anyway. */
const MOST = 500;

const RINGING = new Set(['DOWN', 'DIALING', 'RINGING', 'EARLY', 'RING_WAIT']);

/** Whether a list shows what an event told. */
function shows({ expect }: Change, leg: Channel | undefined): boolean {
  switch (expect) {
    case 'anything':
      return true;
    case 'ended':
      return leg === undefined;
    case 'listed':
      return leg !== undefined;
    case 'held':
      return leg?.callstate === 'HELD';
    case 'resumed':
      return leg !== undefined && leg.callstate !== 'HELD';
    case 'answered':
      return leg !== undefined && !RINGING.has(leg.callstate);
  }
}

/**
 * What events told and no list has shown yet. The list lags the events: on webitel/core it was asked
 * for 65 ms after CHANNEL_CREATE and did not have the leg, which it had 135 ms later (docs/webitel.md).
 * So it is asked again, until it shows it or plainly never will.
 */
export class Expectations {
  readonly #open = new Map<string, { change: Change; sinceMs: number }>();

  /** @param nowMs any clock that does not step */
  note(change: Change, nowMs: number): void {
    if (this.#open.size >= MOST && !this.#open.has(change.uuid)) return;
    // A leg's later event takes the place of its earlier one, unless it says nothing.
    if (change.expect === 'anything' && this.#open.has(change.uuid)) return;
    this.#open.set(change.uuid, { change, sinceMs: nowMs });
  }

  /** Strikes out what a list shows, and what is too old. @param askedMs when it was asked for */
  settle(channels: readonly Channel[], askedMs: number): void {
    if (this.#open.size === 0) return;
    const legs = new Map(channels.map((leg) => [leg.uuid, leg]));
    for (const [uuid, { change, sinceMs }] of this.#open) {
      const seen = askedMs >= sinceMs && shows(change, legs.get(uuid));
      if (seen || askedMs - sinceMs > NEVER_MS) this.#open.delete(uuid);
    }
  }

  /** ms until the list is to be asked for again, undefined where nothing is expected. */
  nextMs(nowMs: number): number | undefined {
    let next: number | undefined;
    for (const { sinceMs } of this.#open.values()) {
      const age = nowMs - sinceMs;
      const wait = LOOKS.find(([until]) => age < until)?.[1] ?? LOOKS.at(-1)![1];
      if (next === undefined || wait < next) next = wait;
    }
    return next;
  }

  clear(): void {
    this.#open.clear();
  }
}
