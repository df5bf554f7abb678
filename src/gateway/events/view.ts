import type { Channel } from '@shared/domain/channel.ts';
import { reachesLeg, reachOf, type Person } from '../accounts/rights.ts';
import type { Batch } from './feed.ts';

/**
 * What one reader may see of all that happens. A leg that came into reach stays until it is gone: a caller who
 * was mine is told to have hung up, although he talks with nobody any more.
 */
export class View {
  readonly #person: Person;
  readonly #find: (uuid: string) => Channel | undefined;
  readonly #seen = new Set<string>();
  /** Whether nothing is hidden: then what was made for one reader is good for all. */
  readonly isWhole: boolean;

  constructor(person: Person, find: (uuid: string) => Channel | undefined) {
    this.#person = person;
    this.#find = find;
    this.isWhole = reachOf(person.role, 'see') === 'all';
  }

  /** A batch as far as it may be seen; undefined where nothing of it may. */
  of(batch: Batch): Batch | undefined {
    if (this.isWhole) return batch;
    const changed = batch.changed.filter((leg) => this.#sees(leg));
    const gone = batch.gone.filter(
      ({ uuid, last }) => this.#seen.delete(uuid) || (last !== undefined && this.#reaches(last)),
    );
    return changed.length + gone.length > 0 ? { ...batch, changed, gone } : undefined;
  }

  #sees(leg: Channel): boolean {
    if (this.#seen.has(leg.uuid)) return true;
    if (!this.#reaches(leg)) return false;
    this.#seen.add(leg.uuid);
    return true;
  }

  #reaches(leg: Channel): boolean {
    return reachesLeg(this.#person, 'see', leg, this.#find);
  }
}
