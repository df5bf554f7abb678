import { PbxClock } from '@shared/calls/pbx-clock.ts';
import { ChannelTable, type Change } from '@shared/calls/table.ts';
import type { Channel } from '@shared/domain/channel.ts';
import type { PbxEvent } from '@shared/domain/event.ts';

/** What a window needs to be up to date again. `seq` counts up by one a batch. */
export interface Delta {
  readonly seq: number;
  readonly changed: readonly Channel[];
  readonly gone: readonly string[];
  /** ms since the epoch on the PBX when this was sent; durations are counted by the PBX's clock. */
  readonly pbxNowMs: number;
}

export type ChangeListener = (changes: readonly Change[]) => void;

/** ms over which changes are gathered for the window: one frame at 60 Hz. */
const FRAME_MS = 16;

/**
 * Events in, changes out. Those who act (desk, history, commands) hear of each change at once;
 * windows get what is left of a frame's changes in one batch.
 */
export class Monitor {
  readonly table = new ChannelTable();
  readonly #listeners = new Set<ChangeListener>();
  readonly #windows = new Set<(delta: Delta) => void>();
  readonly #whenFull: () => void;
  #toldFull = false;
  /** uuid → whether it is there, for what changed since the last batch. */
  readonly #dirty = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #lastFlush = 0;
  /** Ours cannot be set: it counts from the start of this process. */
  readonly #clock = new PbxClock(() => performance.timeOrigin + performance.now());
  seq = 0;
  /** Caller's names, in lower case, of legs that another program places for the owner of their phone. */
  #programs: ReadonlySet<string> = new Set();

  /** @param whenFull told once for a connection when the PBX has more than the table takes. */
  constructor(whenFull: () => void = () => undefined) {
    this.#whenFull = whenFull;
  }

  /** Applies events; returns nothing: listeners are told. */
  feed(events: readonly PbxEvent[]): void {
    for (const event of events) {
      this.#setClock(event);
      if (this.#programs.size > 0) this.#markPlaced(event);
      const changes = this.table.apply(this.#clock.scaled(event, this.#find));
      if (event.kind === 'cleared' || event.kind === 'lost') this.#toldFull = false;
      if (this.table.refused > 0) this.#tellFull();
      if (changes.length === 0) continue;
      for (const change of changes) this.#dirty.add(change.uuid);
      for (const listener of this.#listeners) listener(changes);
    }
    if (this.#dirty.size > 0) this.#schedule();
  }

  /** Hears each change as it happens, in order. Returns how to stop. */
  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hears batches. The window first takes a `snapshot`, and then batches of a later `seq`. */
  onDelta(listener: (delta: Delta) => void): () => void {
    this.#windows.add(listener);
    return () => this.#windows.delete(listener);
  }

  /** All channels as of batch `seq`: what is not sent yet is sent first. */
  snapshot(): { seq: number; channels: Channel[]; pbxNowMs: number } {
    this.#flush();
    return { seq: this.seq, channels: [...this.table.values()], pbxNowMs: this.pbxNowMs };
  }

  /** ms since the epoch on the PBX. */
  get pbxNowMs(): number {
    return this.#clock.nowMs;
  }

  /** ms the PBX's clock is ahead of ours. */
  get skewMs(): number {
    return this.#clock.skewMs;
  }

  /** From now on legs of these names count as placed by the owner of the phone they ring. */
  placedBy(programs: readonly string[]): void {
    this.#programs = new Set(programs.map((name) => name.trim().toLowerCase()));
  }

  #markPlaced(event: PbxEvent): void {
    const look = (uuid: string, name = '', originator = ''): void => {
      if (originator === '' && this.#programs.has(name.toLowerCase()))
        this.feed([{ kind: 'placing', uuid, hears: '' }]);
    };
    if (event.kind === 'created')
      look(event.uuid, event.facts.fields?.cid_name, event.facts.originator);
    else if (event.kind === 'listed')
      for (const leg of event.channels) look(leg.uuid, leg.cid_name, leg.originator);
  }

  readonly #find = (uuid: string): Channel | undefined => this.table.get(uuid);

  #tellFull(): void {
    if (this.#toldFull) return;
    this.#toldFull = true;
    this.#whenFull();
  }

  #setClock(event: PbxEvent): void {
    // Its clock may have been set meanwhile, or it is another PBX.
    if (event.kind === 'lost' || event.kind === 'cleared') this.#clock.forget();
    else if ('atMs' in event && event.atMs > 0 && event.kind !== 'listed')
      this.#clock.see(event.atMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#listeners.clear();
    this.#windows.clear();
  }

  /** The first change after a quiet frame goes out at once; those that follow wait for the frame. */
  #schedule(): void {
    if (this.#timer) return;
    const wait = Math.max(0, this.#lastFlush + FRAME_MS - performance.now());
    this.#timer = setTimeout(() => this.#flush(), wait);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastFlush = performance.now();
    if (this.#dirty.size === 0) return;
    const changed: Channel[] = [];
    const gone: string[] = [];
    for (const uuid of this.#dirty) {
      const channel = this.table.get(uuid);
      if (channel) changed.push(channel);
      else gone.push(uuid);
    }
    this.#dirty.clear();
    this.seq += 1;
    const delta: Delta = { seq: this.seq, changed, gone, pbxNowMs: this.pbxNowMs };
    for (const window of this.#windows) window(delta);
  }
}
