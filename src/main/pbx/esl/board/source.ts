import { setTimeout as sleep } from 'node:timers/promises';
import type { BoardEvent } from '@shared/board/event.ts';
import { PARTS, type Part } from '@shared/board/rows.ts';
import type { EventHeaders } from '../headers.ts';
import { Lister } from '../../lister.ts';
import type { EslSession } from '../session.ts';
import { askFor } from './lists.ts';
import { mapCallcenter, mapSofia, type KnownRows } from './mapping.ts';

const CALLCENTER = 'callcenter::info';
const SUBCLASSES = [CALLCENTER, 'sofia::register', 'sofia::unregister', 'sofia::expire'];
/** ms that lists may lag the events, as the channels' (adapter.ts). */
const LAG_MS = 300;
/** ms after an event when the lists say what no event does (talk time, who is offered again when). */
const CORRECT_MS = 1_500;
/** ms between lists where nothing happens, and where events are hidden from the login. */
const CALM_MS = 60_000;
const HIDDEN_MS = 3_000;
/** Lists take at most this share of the time. */
const SHARE = 10;

export interface BoardSourceParts {
  session(): EslSession | undefined;
  tell(events: readonly BoardEvent[]): void;
  readonly known: KnownRows;
}

/**
 * Agents, queues, tiers, members and registrations of a FreeSWITCH. Asked for only while watched:
 * lists first, then events at once, and lists again soon after an event, for events do not say all.
 */
export class EslBoard {
  readonly #parts: BoardSourceParts;
  readonly #lister = new Lister(() => this.#list());
  #watched = false;
  #session: EslSession | undefined;
  #refused: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #dueMs = Infinity;
  #tookMs = 0;
  #queues: readonly string[] = [];

  constructor(parts: BoardSourceParts) {
    this.#parts = parts;
  }

  watch(on: boolean): void {
    if (on === this.#watched) return;
    this.#watched = on;
    const session = this.#parts.session();
    if (!session) return;
    if (on) this.online(session);
    else this.#leave(session);
  }

  /** A login works from now on. */
  online(session: EslSession): void {
    if (!this.#watched || this.#session === session) return;
    this.#session = session;
    void this.#begin(session);
  }

  /** The PBX is out of reach. */
  lost(): void {
    if (!this.#session) return;
    this.#forget();
    this.#parts.tell([{ kind: 'lost' }]);
  }

  stop(): void {
    this.#watched = false;
    this.#forget();
  }

  /** A CUSTOM event came. */
  hear(headers: EventHeaders): void {
    if (!this.#session) return;
    const { known, tell } = this.#parts;
    const events =
      headers.get('Event-Subclass') === CALLCENTER
        ? mapCallcenter(headers, known)
        : mapSofia(headers, known);
    if (events.length === 0) return;
    tell(events);
    this.#soon(CORRECT_MS);
  }

  /** Resolves once lists that were begun after this call have come. */
  refresh(): Promise<boolean> {
    return this.#lister.refresh();
  }

  #leave(session: EslSession): void {
    this.#forget();
    this.#parts.tell([{ kind: 'lost' }]);
    void session.unlisten(SUBCLASSES);
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dueMs = Infinity;
    this.#session = undefined;
  }

  async #begin(session: EslSession): Promise<void> {
    const refused = await session.listen(SUBCLASSES);
    if (this.#session !== session) return;
    this.#refused = refused;
    await this.refresh();
  }

  async #list(): Promise<boolean> {
    const session = this.#session;
    if (!session) return false;
    const { tell } = this.#parts;
    clearTimeout(this.#timer);
    this.#dueMs = Infinity;
    tell(PARTS.map((part) => ({ kind: 'listing', part })));
    await sleep(LAG_MS);
    const began = performance.now();
    for (const part of PARTS) {
      const listed = await askFor(session, part, this.#queues);
      if (this.#session !== session) return false;
      if (listed.ok && part === 'queues') this.#queues = listed.value.map(({ name = '' }) => name);
      tell([
        ...(listed.ok ? [{ kind: 'listed', part, rows: listed.value } as const] : []),
        { kind: 'lacks', part, why: listed.ok ? this.#hidden(part) : listed.error.message },
      ]);
    }
    this.#tookMs = performance.now() - began;
    this.#soon(this.#refused.length > 0 ? HIDDEN_MS : CALM_MS);
    return true;
  }

  /** What a login that does not get the events is told of a part that it can list. */
  #hidden(part: Part): string {
    const needed = part === 'registrations' ? 'sofia::register' : CALLCENTER;
    return this.#refused.includes(needed)
      ? `This login does not get ${needed} events (esl-allowed-events): changes follow a few seconds later.`
      : '';
  }

  #soon(ms: number): void {
    const wait = Math.max(ms, this.#tookMs * SHARE);
    const due = performance.now() + wait;
    if (due >= this.#dueMs) return;
    clearTimeout(this.#timer);
    this.#dueMs = due;
    this.#timer = setTimeout(() => void this.refresh(), wait);
  }
}
