/** A place that does not move, and the call it holds. */
export interface Slot<T> {
  /** What it holds, or held last; '' where it is free. */
  readonly key: string;
  readonly item: T | null;
  /** When (ms) what it held went; 0 while it is there, or the place is free. */
  readonly leftMs: number;
}

/** ms that a place keeps what has gone, so that nothing else comes under a hand there. */
export const REST_MS = 1_600;
/** The same, at most, while the pointer is on it: one left there must not keep a place for ever. */
const POINTED_MS = 8_000;

const FREE = { key: '', item: null, leftMs: 0 } as const;

/**
 * The places after calls came and went. What stands keeps its place; what has gone leaves it free after a
 * while; what comes takes the first free place, or a new one at the end.
 * @param pointed index of the place that the pointer is on, -1 for none
 */
export function place<T>(
  slots: readonly Slot<T>[],
  present: ReadonlyMap<string, T>,
  nowMs: number,
  pointed: number,
): Slot<T>[] {
  const next = slots.map((slot, at): Slot<T> => {
    const item = present.get(slot.key);
    if (item !== undefined) return { key: slot.key, item, leftMs: 0 };
    if (slot.key === '') return FREE;
    const leftMs = slot.leftMs || nowMs;
    const restMs = at === pointed ? POINTED_MS : REST_MS;
    return nowMs - leftMs < restMs ? { ...slot, leftMs } : FREE;
  });
  const placed = new Set(next.map(({ key }) => key));
  for (const [key, item] of present) {
    if (placed.has(key)) continue;
    const slot = { key, item, leftMs: 0 };
    const free = next.findIndex((other) => other.key === '');
    if (free < 0) next.push(slot);
    else next[free] = slot;
  }
  while (next.at(-1)?.key === '') next.pop();
  return next;
}
