import { mergeDesks, type DeskState } from '@shared/calls/desk.ts';
import type { Command } from '@shared/commands/command.ts';
import { fail, type Result } from '@shared/domain/result.ts';
import type { SiteId } from '@shared/domain/site.ts';
import type { Settings, SiteSettings } from '@shared/settings/settings.ts';
import type { Pending } from '../calls/commander.ts';
import { Site, type SiteEvents, type SiteParts } from './site.ts';

/** A command under way, and where. */
export type SitePending = Pending & { readonly site: SiteId };

export interface SitesParts extends Omit<SiteParts, 'events'> {
  readonly events: Omit<SiteEvents, 'desk'> & {
    /** My desk over all sites changed: all changes of one event-loop turn are one. */
    desk(desk: DeskState): void;
    joined(site: Site): void;
    left(site: Site): void;
  };
  /** Whether the person allowed this PBX. */
  allowed(site: SiteSettings): boolean;
  dial(): Settings['dial'];
}

/** All PBXes at once, each by itself; here they are found and taken together. */
export class Sites {
  readonly #parts: SitesParts;
  #sites: readonly Site[] = [];
  #soon: NodeJS.Immediate | undefined;

  constructor(parts: SitesParts) {
    this.#parts = parts;
  }

  /** In the order of the settings. */
  get all(): readonly Site[] {
    return this.#sites;
  }

  find(id: SiteId): Site | undefined {
    return this.#sites.find((site) => site.id === id);
  }

  /** What people call a site; one that was removed, by its id. */
  nameOf(id: SiteId): string {
    return this.find(id)?.name ?? id;
  }

  get isSeveral(): boolean {
    return this.#sites.length > 1;
  }

  get isAnyOnline(): boolean {
    return this.#sites.some((site) => site.isOnline);
  }

  get pending(): SitePending[] {
    return this.#sites.flatMap((site) =>
      site.commander.pending.map((pending) => ({ ...pending, site: site.id })),
    );
  }

  /** The site that calls are made from: the first that is online and has a phone of mine. */
  get dialling(): Site | undefined {
    const mine = this.#sites.filter(({ settings }) => settings.extension !== '');
    return mine.find((site) => site.isOnline) ?? mine[0] ?? this.#sites[0];
  }

  /** My calls on all sites. */
  desk(): DeskState {
    return mergeDesks(this.#sites.map((site) => site.desk.part()));
  }

  /** Tells my desk soon, although nothing of it may have changed. */
  touch(): void {
    this.#soon ??= setImmediate(() => {
      this.#soon = undefined;
      this.#parts.events.desk(this.desk());
    });
  }

  /** Gives a command to the PBX of a site. */
  run(id: SiteId, command: Command): Promise<Result<null>> {
    const site = this.find(id);
    return site
      ? site.commander.run(command)
      : Promise.resolve(fail('bad-input', 'That PBX is not watched any more.'));
  }

  /** Makes the sites known, before any is connected: that may have to wait for a password. */
  prepare(wanted: readonly SiteSettings[]): void {
    this.#sites = wanted.map((settings) => this.find(settings.id) ?? this.#join(settings));
  }

  /**
   * Makes the sites those of the settings. One whose connection did not change stays connected.
   * @param anew one that is connected anew all the same: its password may be another
   */
  async set(wanted: readonly SiteSettings[], anew?: SiteId): Promise<void> {
    const ids = new Set(wanted.map(({ id }) => id));
    for (const site of this.#sites) if (!ids.has(site.id)) this.#leave(site);
    this.prepare(wanted);
    this.touch();
    const connecting = wanted.map((settings, at) => {
      const site = this.#sites[at]!;
      const stays = site.status !== null && isSamePbx(site.settings, settings) && site.id !== anew;
      return stays ? site.rename(settings.name) : this.connect(site, settings);
    });
    await Promise.all(connecting);
  }

  /** Connects a site anew. */
  async connect(site: Site, settings = site.settings): Promise<void> {
    if (this.#parts.allowed(settings)) return site.connect(settings, this.#parts.dial());
    site.refuse({
      kind: 'bad-input',
      message: 'Nobody has allowed this PBX yet: save it in the connection settings.',
    });
  }

  /** How calls are placed and held from now on. */
  follow(dial: Settings['dial']): void {
    for (const site of this.#sites) site.follow(dial);
  }

  stop(): void {
    clearImmediate(this.#soon);
    for (const site of this.#sites) site.stop();
  }

  #join(settings: SiteSettings): Site {
    const { events, ...parts } = this.#parts;
    const site = new Site(settings, { ...parts, events: { ...events, desk: () => this.touch() } });
    events.joined(site);
    return site;
  }

  #leave(site: Site): void {
    site.leave();
    this.#parts.events.left(site);
  }
}

/** Whether two settings of a site are of one PBX and one phone there. */
const isSamePbx = (a: SiteSettings, b: SiteSettings): boolean =>
  JSON.stringify([a.connection, a.extension]) === JSON.stringify([b.connection, b.extension]);
