import { join } from 'node:path';
import type { Lookup } from '@shared/calls/parties.ts';
import type { Change } from '@shared/calls/table.ts';
import type { Channel } from '@shared/domain/channel.ts';
import { openDatabase, type Database } from './database.ts';
import { History } from './history.ts';
import { Recorder, type CallStep } from './recorder.ts';

const DAY_MS = 24 * 3_600_000;

/** What the journal tells. */
export interface JournalEvents {
  /** A step of a call of mine, once each. */
  step(step: CallStep): void;
  /** The records changed; so many missed calls nobody has looked at. */
  changed(unseen: number): void;
  /** A call could not be written down. Said once. */
  failed(why: string): void;
}

/** The history of my calls on disk, kept from the same changes as the table. */
export class Journal {
  readonly history: History;
  /** The history's file, for what is kept of a call beside its record. */
  readonly database: Database;
  /** A sentence for the person when the file was damaged and set aside, else ''. */
  readonly problem: string;
  readonly #recorder: Recorder;
  readonly #tell: JournalEvents;
  #forgetTimer: NodeJS.Timeout | undefined;
  #failed = false;

  /** @param directory the app's data folder */
  constructor(directory: string, find: Lookup, tell: JournalEvents) {
    const { db, problem } = openDatabase(join(directory, 'history.db'));
    this.database = db;
    this.history = new History(db);
    this.problem = problem;
    this.#tell = tell;
    const changed = (): void => this.changed();
    this.#recorder = new Recorder(
      this.history,
      find,
      (step) => {
        tell.step(step);
        changed();
      },
      changed,
    );
  }

  /** Takes changes of the table in. @param nowMs by the PBX's clock */
  apply(changes: readonly Change[], extension: string, nowMs: number): void {
    this.#try(() => this.#recorder.apply(changes, extension, nowMs));
  }

  /** The whole list is known: calls that a crash left open are settled by it. */
  settle(extension: string, channels: Iterable<Channel>, nowMs: number): void {
    this.#try(() => this.#recorder.settle(extension, channels, nowMs));
  }

  /** A full disk or a file that broke meanwhile must not stop the calls themselves. */
  #try(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!this.#failed) this.#tell.failed(String(error));
      this.#failed = true;
    }
  }

  /** Looked at: nothing is missed any more. */
  seen(): void {
    this.history.markSeen();
    this.changed();
  }

  /** Tells that the records changed. */
  changed(): void {
    this.#tell.changed(this.history.unseen());
  }

  /** Forgets calls older than so many days, now and each day; 0 keeps all. */
  keep(days: number): void {
    clearInterval(this.#forgetTimer);
    if (days === 0) return;
    const forget = (): void => this.history.forgetBefore(Date.now() - days * DAY_MS);
    forget();
    this.#forgetTimer = setInterval(forget, DAY_MS);
  }

  stop(): void {
    clearInterval(this.#forgetTimer);
    this.history.close();
  }
}
