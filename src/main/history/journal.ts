import { join } from 'node:path';
import type { Lookup } from '@shared/calls/parties.ts';
import type { Change } from '@shared/calls/table.ts';
import type { Channel } from '@shared/domain/channel.ts';
import type { SiteId } from '@shared/domain/site.ts';
import type { CallRecord } from '@shared/history/record.ts';
import { HistoryClient, type StartThread } from './client.ts';
import type { Answers, Note, Question } from './notes.ts';
import { Recorder, type CallStep } from './recorder.ts';

const DAY_MS = 24 * 3_600_000;
/** ms that stopping waits for the disk. */
const STOP_MS = 1_500;

/** What the journal tells. */
export interface JournalEvents {
  /** A step of a call of mine, once each. */
  step(step: CallStep): void;
  /** The records changed; so many missed calls nobody has looked at. */
  changed(unseen: number): void;
  /** Something is wrong with the file, or right again. */
  say(tone: 'info' | 'bad', text: string): void;
}

/** My phone, and all calls, of a site at one moment. */
export interface Moment {
  readonly extension: string;
  readonly channels: Iterable<Channel>;
  /** By the PBX's clock. */
  readonly nowMs: number;
}

/** What is recorded of a site. */
interface SiteRecords {
  readonly recorder: Recorder;
  settleBy: (() => Moment) | undefined;
}

/** The history of my calls on disk, kept from the same changes as the table. Nothing here waits for the disk. */
export class Journal {
  readonly #client: HistoryClient;
  readonly #tell: JournalEvents;
  readonly #sites = new Map<SiteId, SiteRecords>();
  #forgetTimer: NodeJS.Timeout | undefined;
  /** Calls that a crash left open, and that no list has settled yet. */
  #unfinished: readonly CallRecord[] = [];

  /** @param directory the app's data folder */
  constructor(directory: string, tell: JournalEvents, start?: StartThread) {
    this.#tell = tell;
    this.#client = new HistoryClient(
      join(directory, 'history.db'),
      {
        opened: (unfinished) => {
          this.#unfinished = unfinished;
          for (const site of this.#sites.keys()) this.#settle(site);
        },
        changed: () => tell.changed(this.unseen),
        say: (tone, text) => tell.say(tone, text),
      },
      start,
    );
  }

  /** Keeps the calls of a site from now on. @param find a leg of its table */
  follow(site: SiteId, find: Lookup): void {
    const recorder = new Recorder(
      (note) => this.#client.note(note),
      find,
      (step) => this.#tell.step(step),
      () => this.#tell.changed(this.unseen),
      site,
    );
    this.#sites.set(site, { recorder, settleBy: undefined });
  }

  /** A site was removed, or is another PBX: what a crash left open of it has ended. */
  leave(site: SiteId, nowMs: number): void {
    this.settle(site, () => ({ extension: '', channels: [], nowMs }));
    this.#sites.delete(site);
  }

  /** Missed calls nobody has looked at. */
  get unseen(): number {
    return this.#client.unseen;
  }

  /** The call that came in with this id on a site's PBX and goes on, or has just ended. */
  inbound(site: SiteId, callId: string): CallRecord | undefined {
    return this.#sites.get(site)?.recorder.inbound(callId);
  }

  /** Takes changes of a site's table in. @param nowMs by its PBX's clock */
  apply(site: SiteId, changes: readonly Change[], extension: string, nowMs: number): void {
    this.#sites.get(site)?.recorder.apply(changes, extension, nowMs);
  }

  /**
   * A site's whole list is known: calls that a crash left open are settled by it, as soon as the file is open.
   * @param moment how things stand, whenever that is
   */
  settle(site: SiteId, moment: () => Moment): void {
    const records = this.#sites.get(site);
    if (records) records.settleBy = moment;
    this.#settle(site);
  }

  #settle(site: SiteId): void {
    const { recorder, settleBy } = this.#sites.get(site) ?? {};
    const ofSite = this.#unfinished.filter((record) => record.site === site);
    if (!recorder || !settleBy || ofSite.length === 0) return;
    const { extension, channels, nowMs } = settleBy();
    recorder.settle(ofSite, extension, channels, nowMs);
    this.#unfinished = this.#unfinished.filter((record) => record.site !== site);
  }

  /** Has something written: what a person does with the records. */
  note(note: Note): void {
    this.#client.note(note);
  }

  /** Asks the file. @throws where it cannot be read, with why in words */
  ask<Q extends Question>(question: Q): Promise<Answers[Q['kind']]> {
    return this.#client.ask(question);
  }

  /** Forgets calls older than so many days, now and each day; 0 keeps all. */
  keep(days: number): void {
    clearInterval(this.#forgetTimer);
    const forget = (): void => this.#client.note({ kind: 'expire', days, nowMs: Date.now() });
    forget();
    this.#forgetTimer = setInterval(forget, DAY_MS);
  }

  /** Writes what waits, and closes the file. Resolves with whether all was written. */
  stop(): Promise<boolean> {
    clearInterval(this.#forgetTimer);
    return this.#client.stop(STOP_MS);
  }
}
