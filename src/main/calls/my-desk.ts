import { deskOf, type DeskState } from '@shared/calls/desk.ts';
import { MyLegs } from '@shared/calls/mine.ts';
import type { KnownNames } from '@shared/calls/shown.ts';
import type { Lookup } from '@shared/calls/parties.ts';
import type { Channel } from '@shared/domain/channel.ts';
import type { Monitor } from './monitor.ts';

/** ms between updates that only the number of channels asks for: a busy PBX makes hundreds a second. */
const COUNT_MS = 1_000;

/** What is mine of all that happens, told whenever it changes. */
export class MyDesk {
  readonly #monitor: Monitor;
  readonly #legs = new MyLegs();
  readonly #tell: (desk: DeskState) => void;
  readonly #known: KnownNames;
  #soon: NodeJS.Immediate | undefined;
  #later: NodeJS.Timeout | undefined;

  /** @param known what numbers' owners are called here */
  constructor(monitor: Monitor, tell: (desk: DeskState) => void, known: KnownNames) {
    this.#monitor = monitor;
    this.#known = known;
    this.#tell = tell;
    monitor.onChange((changes) => {
      if (this.#legs.apply(changes)) this.touch();
      else this.#later ??= setTimeout(() => this.#update(), COUNT_MS);
    });
  }

  get extension(): string {
    return this.#legs.extension;
  }

  /** Sets whose desk it is. */
  setExtension(extension: string): void {
    this.#legs.reset(extension, this.#monitor.table.values());
    this.touch();
  }

  /** A leg of the table. */
  readonly find: Lookup = (uuid) => this.#monitor.table.get(uuid);

  /** My legs that are up, oldest first. */
  legs(): Channel[] {
    return this.#legs.list();
  }

  state(): DeskState {
    const { size } = this.#monitor.table;
    return deskOf(this.#legs.list(), this.extension, this.find, size, this.#known);
  }

  /** Tells the state soon: all changes of one event-loop turn make one update. */
  touch(): void {
    this.#soon ??= setImmediate(() => this.#update());
  }

  stop(): void {
    clearImmediate(this.#soon);
    clearTimeout(this.#later);
  }

  #update(): void {
    this.stop();
    this.#soon = undefined;
    this.#later = undefined;
    this.#tell(this.state());
  }
}
