import { deskOf, type DeskPart } from '@shared/calls/desk.ts';
import { MyLegs } from '@shared/calls/mine.ts';
import type { KnownNames } from '@shared/calls/shown.ts';
import type { Lookup } from '@shared/calls/parties.ts';
import type { SiteId } from '@shared/domain/site.ts';
import type { Monitor } from './monitor.ts';

/** ms between updates that only the number of channels asks for: a busy PBX makes hundreds a second. */
const COUNT_MS = 1_000;

/** What is mine of all that happens on one site, told whenever it changes. */
export class MyDesk {
  readonly #site: SiteId;
  readonly #monitor: Monitor;
  readonly #legs = new MyLegs();
  readonly #changed: () => void;
  readonly #known: KnownNames;
  #later: NodeJS.Timeout | undefined;

  /**
   * @param known what numbers' owners are called here
   * @param changed told at each change: those who show it gather them
   */
  constructor(site: SiteId, monitor: Monitor, known: KnownNames, changed: () => void) {
    this.#site = site;
    this.#monitor = monitor;
    this.#known = known;
    this.#changed = changed;
    monitor.onChange((changes) => {
      if (this.#legs.apply(changes)) this.#tell();
      else this.#later ??= setTimeout(() => this.#tell(), COUNT_MS);
    });
  }

  get extension(): string {
    return this.#legs.extension;
  }

  /** Sets whose desk it is. */
  setExtension(extension: string): void {
    this.#legs.reset(extension, this.#monitor.table.values());
    this.#tell();
  }

  /** A leg of the table. */
  readonly find: Lookup = (uuid) => this.#monitor.table.get(uuid);

  /** My legs that are up, oldest first, and what they are. Since when one rings, and waits, is told by our clock. */
  part(): DeskPart {
    const legs = this.#legs.list();
    const { table, skewMs } = this.#monitor;
    const desk = deskOf(legs, this.extension, this.find, table.size, this.#known, this.#site);
    const ours = (ms: number): number => (ms > 0 ? ms - skewMs : 0);
    const ringing = desk.ringing.map((call) => ({
      ...call,
      sinceMs: call.sinceMs - skewMs,
      arrivedMs: ours(call.arrivedMs),
    }));
    return { legs, desk: { ...desk, ringing } };
  }

  stop(): void {
    clearTimeout(this.#later);
  }

  #tell(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#changed();
  }
}
