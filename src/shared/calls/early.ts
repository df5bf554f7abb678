import type { PbxEvent } from '../domain/event.ts';

type Changed = Extract<PbxEvent, { kind: 'changed' }>;

/** Legs, and events of each, that are kept; a leg's first events come within milliseconds. */
const LEGS = 100;
const EVENTS = 16;
const NONE: readonly Changed[] = [];

/**
 * Events that came before their leg. FreeSWITCH hands its events out by several threads: some of a leg's
 * first reach us before its CHANNEL_CREATE (some 4 of 3,200 legs in a burst, tried live), while its own table
 * takes them all. They are told again once the leg is there.
 */
export class EarlyEvents {
  readonly #events = new Map<string, Changed[]>();

  /** Keeps an event of a leg that is not there. */
  keep(event: Changed): void {
    const kept = this.#events.get(event.uuid);
    if (kept) {
      if (kept.length < EVENTS) kept.push(event);
      return;
    }
    this.#events.set(event.uuid, [event]);
    for (const oldest of this.#events.keys()) {
      if (this.#events.size <= LEGS) return;
      this.#events.delete(oldest);
    }
  }

  /** What came too early of a leg, in order; it is not kept any longer. */
  take(uuid: string): readonly Changed[] {
    const kept = this.#events.get(uuid);
    if (!kept) return NONE;
    this.#events.delete(uuid);
    return kept;
  }

  clear(): void {
    this.#events.clear();
  }
}
