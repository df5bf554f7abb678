import { joinedTarget, originatorOf } from '@shared/calls/parties.ts';
import { buildRow, lineIdOf, type Row } from '@shared/calls/rows.ts';
import type { Channel } from '@shared/domain/channel.ts';
import { FIRST_SITE, siteKey, type SiteId } from '@shared/domain/site.ts';

export type View = 'calls' | 'channels';

/** A table of lines, which several sites may fill. */
export const newTable = (): { rows: Map<string, Row>; mine: Map<string, Row> } => ({
  rows: new Map(),
  mine: new Map(),
});

/**
 * The lines of the table, kept up to date change by change: only lines of legs that changed, or
 * that show a leg that changed, are made anew. No Svelte in here, so that it can be tested alone.
 */
export class Lines {
  readonly channels = new Map<string, Channel>();
  readonly rows: Map<string, Row>;
  /** Those of them that are mine. */
  readonly mine: Map<string, Row>;
  readonly #site: SiteId;
  /** line id → uuids of its legs. */
  readonly #legs = new Map<string, Set<string>>();
  /** uuid → its line. */
  readonly #lineOf = new Map<string, string>();
  /** uuid → uuids of legs that show it: peers, the legs placed for it, listeners. */
  readonly #shownBy = new Map<string, Set<string>>();
  #view: View;
  #extension: string;
  #siteName = '';

  /** @param into where lines go: those of several sites stand in one table, each under its site's key */
  constructor(view: View, extension: string, site: SiteId = FIRST_SITE, into = newTable()) {
    this.#view = view;
    this.#extension = extension;
    this.#site = site;
    this.rows = into.rows;
    this.mine = into.mine;
  }

  /** What a line of this site is known by in the table. */
  #key(line: string): string {
    return siteKey(this.#site, line);
  }

  /** The line that has a leg. */
  lineOf(uuid: string): string | undefined {
    const line = this.#lineOf.get(uuid);
    return line === undefined ? undefined : this.#key(line);
  }

  /** Starts over from a whole list. */
  reset(channels: Iterable<Channel>, view: View, extension: string, siteName = ''): void {
    const all = [...channels];
    this.#view = view;
    this.#extension = extension;
    this.#siteName = siteName;
    for (const line of this.#legs.keys()) {
      this.rows.delete(this.#key(line));
      this.mine.delete(this.#key(line));
    }
    for (const map of [this.channels, this.#legs, this.#lineOf, this.#shownBy]) map.clear();
    this.apply(all, []);
  }

  /** Takes a batch in; returns the lines that changed, are new or gone, as they were before. */
  apply(changed: readonly Channel[], gone: readonly string[]): Map<string, Row | undefined> {
    const dirty = new Set<string>();
    for (const uuid of gone) {
      const old = this.channels.get(uuid);
      if (!old) continue;
      this.#touch(uuid, dirty);
      this.channels.delete(uuid);
      this.#unlink(old);
      this.#leave(uuid, dirty);
    }
    for (const channel of changed) {
      const { uuid } = channel;
      const old = this.channels.get(uuid);
      if (old) this.#unlink(old);
      this.channels.set(uuid, channel);
      this.#link(channel);
    }
    // Once all are there: which line a leg is of depends on the leg it was placed for.
    for (const { uuid } of changed) {
      this.#place(uuid, dirty);
      this.#touch(uuid, dirty);
      for (const other of this.#shownBy.get(uuid) ?? []) this.#place(other, dirty);
    }
    for (const uuid of gone)
      for (const other of this.#shownBy.get(uuid) ?? []) this.#place(other, dirty);
    const before = new Map([...dirty].map((id) => [this.#key(id), this.rows.get(this.#key(id))]));
    for (const id of dirty) this.#build(id);
    return before;
  }

  /** Puts a leg into the line it is of now. */
  #place(uuid: string, dirty: Set<string>): void {
    const channel = this.channels.get(uuid);
    if (!channel) return;
    const line = lineIdOf(channel, this.#view, this.#find);
    if (this.#lineOf.get(uuid) === line) return;
    this.#leave(uuid, dirty);
    this.#join(uuid, line);
    dirty.add(line);
  }

  readonly #find = (uuid: string): Channel | undefined => this.channels.get(uuid);

  #build(line: string): void {
    const id = this.#key(line);
    const uuids = this.#legs.get(line);
    const legs: Channel[] = [];
    for (const uuid of uuids ?? []) {
      const leg = this.channels.get(uuid);
      if (leg) legs.push(leg);
    }
    if (legs.length === 0) {
      this.rows.delete(id);
      this.mine.delete(id);
      return;
    }
    const listeners = legs.flatMap((leg) =>
      [...(this.#shownBy.get(leg.uuid) ?? [])]
        .map((uuid) => this.channels.get(uuid))
        .filter(
          (other): other is Channel => other !== undefined && joinedTarget(other) === leg.uuid,
        ),
    );
    const row = buildRow(id, legs, this.#extension, this.#find, listeners, {
      site: this.#site,
      siteName: this.#siteName,
    });
    this.rows.set(id, row);
    if (row.mine) this.mine.set(id, row);
    else this.mine.delete(id);
  }

  /** Marks the line of a leg, and those of the legs that show it. */
  #touch(uuid: string, dirty: Set<string>): void {
    for (const other of [
      uuid,
      ...(this.#shownBy.get(uuid) ?? []),
      ...related(this.channels.get(uuid)),
    ]) {
      const line = this.#lineOf.get(other);
      if (line !== undefined) dirty.add(line);
    }
  }

  #join(uuid: string, line: string): void {
    this.#lineOf.set(uuid, line);
    const legs = this.#legs.get(line);
    if (legs) legs.add(uuid);
    else this.#legs.set(line, new Set([uuid]));
  }

  #leave(uuid: string, dirty: Set<string>): void {
    const line = this.#lineOf.get(uuid);
    if (line === undefined) return;
    dirty.add(line);
    this.#lineOf.delete(uuid);
    const legs = this.#legs.get(line);
    legs?.delete(uuid);
    if (legs?.size === 0) this.#legs.delete(line);
  }

  #link(channel: Channel): void {
    for (const other of related(channel)) {
      const shown = this.#shownBy.get(other);
      if (shown) shown.add(channel.uuid);
      else this.#shownBy.set(other, new Set([channel.uuid]));
    }
  }

  #unlink(channel: Channel): void {
    for (const other of related(channel)) {
      const shown = this.#shownBy.get(other);
      shown?.delete(channel.uuid);
      if (shown?.size === 0) this.#shownBy.delete(other);
    }
  }
}

/** The legs that a leg's line shows besides its own. */
function related(channel: Channel | undefined): string[] {
  if (!channel) return [];
  return [channel.peer, originatorOf(channel), joinedTarget(channel)].filter((uuid) => uuid !== '');
}
