import type { Phone } from '../phones.ts';
import type { HeaderValue } from '../world/event.ts';
import type { Leg, Target } from '../world/leg.ts';
import type { World } from '../world/world.ts';

/** Who waits in which slot of which parking lot. */
interface ValetSlots {
  at(lot: string, slot: string): Leg | undefined;
  take(lot: string, slot: string, leg: Leg): void;
  free(lot: string, slot: string, leg: Leg): void;
  freeSlot(lot: string, first: number, last: number): string;
}

/** What a call needs of the PBX it is on (`Pbx`, which is made of these calls and so cannot be named here). */
export interface Exchange {
  readonly world: World;
  readonly domain: string;
  readonly phones: ReadonlyMap<string, Phone>;
  readonly valet: ValetSlots;
  readonly queues: { join(leg: Leg, queue: string): void };
  /** Where the phone of an extension can be reached; undefined where it is not registered. */
  targetOf(extension: string): Target | undefined;
  /** Whose phone a leg is at, as the directory has it. */
  ownerOf(leg: Leg): { readonly name: string; readonly number: string } | undefined;
  /** Variables that a leg hands on to the phones that ring for it. */
  exported(leg: Leg): Record<string, HeaderValue>;
  /** The queue that a number is, if it is one. */
  queueAt(number: string): string | undefined;
  /** A leg goes to a number of the context `default`. */
  sendTo(leg: Leg, number: string): void;
  /** The owner of a phone picks it up. */
  pickUp(leg: Leg): void;
  /** What a phone does by itself. @param answersAfter ms; undefined: it rings until told */
  behave(leg: Leg, answersAfter: number | undefined): void;
  /** Legs that only waited for this one to let go of them are gone now. */
  letGo(leg: Leg): void;
}
