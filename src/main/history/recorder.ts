import { isMine, isOwnPlaced, ringsForMe } from '@shared/calls/mine.ts';
import {
  callIdOf,
  dialledNumber,
  eavesdropTarget,
  originatorOf,
  otherParty,
  type Lookup,
  type Party,
} from '@shared/calls/parties.ts';
import type { Change } from '@shared/calls/table.ts';
import type { Channel } from '@shared/domain/channel.ts';
import { FIRST_SITE, type SiteId } from '@shared/domain/site.ts';
import { outcomeOfInbound, outcomeOfOutbound, type CallRecord } from '@shared/history/record.ts';
import type { CallKey, Note } from './notes.ts';

/** A step of a call of mine, for those who act on it (rules, badge). */
export interface CallStep {
  readonly step: 'ringing' | 'answered' | 'ended' | 'missed';
  readonly record: CallRecord;
}

interface Tracked {
  readonly way: 'in' | 'out';
  readonly legs: Set<string>;
  record: CallRecord;
  rang: boolean;
}

/** Applications in which the PBX itself is whom I talk to; my leg is then up for good. */
const SERVES = new Set(['conference', 'voicemail', 'ivr', 'echo', 'three_way']);
/** Applications that answer a leg, or keep it, while nobody is reached yet. */
const REACHES = new Set(['', 'answer', 'bridge', 'callcenter', 'fifo', 'ring_ready', 'sleep']);

/** Calls that ended and are remembered. */
const MAX_ENDED = 50;

const keyOf = ({ site, callId, way }: CallRecord): CallKey => ({ site, callId, way });

/** Turns what happens to my legs on one site into records of my calls. Two phones of mine that ring are one call. */
export class Recorder {
  readonly #site: SiteId;
  readonly #note: (note: Note) => void;
  readonly #find: Lookup;
  readonly #tell: (step: CallStep) => void;
  readonly #forgotten: () => void;
  readonly #calls = new Map<string, Tracked>();
  /** uuid of a leg → its call, which is found for each event of each leg of mine. */
  readonly #byLeg = new Map<string, Tracked>();
  /** The last calls that came in and ended, newest last: a pop-up shows them a little longer. */
  #ended: CallRecord[] = [];

  /** @param note has something written. @param forgotten told when a record was taken back: it was no call of mine */
  constructor(
    note: (note: Note) => void,
    find: Lookup,
    tell: (step: CallStep) => void,
    forgotten: () => void,
    site: SiteId = FIRST_SITE,
  ) {
    this.#site = site;
    this.#note = note;
    this.#find = find;
    this.#tell = tell;
    this.#forgotten = forgotten;
  }

  /** The call that came in with this id on the PBX and goes on, or has just ended. */
  inbound(callId: string): CallRecord | undefined {
    const call = this.#calls.get(callId);
    if (call?.way === 'in') return call.record;
    return this.#ended.findLast((record) => record.callId === callId);
  }

  /**
   * Settles calls that a crash left open, once the list is known: those still up go on; the others
   * ended unseen, missed when nobody had answered.
   * @param unfinished what the history had when it was opened
   */
  settle(
    unfinished: readonly CallRecord[],
    extension: string,
    channels: Iterable<Channel>,
    nowMs: number,
  ): void {
    const live = new Map<string, Channel>();
    for (const leg of channels) if (isMine(leg, extension)) live.set(callIdOf(leg), leg);
    for (const record of unfinished) {
      if (this.#calls.has(record.callId)) continue;
      const leg = live.get(record.callId);
      if (leg) this.#track(record, leg, record.way === 'in');
      else this.#finish(record, nowMs, '', true);
    }
  }

  apply(changes: readonly Change[], extension: string, nowMs: number): void {
    for (const { before, after } of changes) {
      if (!after) {
        // Also of a phone that was mine until a moment ago: its call must not stay open.
        if (before) this.#gone(before, nowMs);
      } else if (isMine(after, extension)) {
        if (eavesdropTarget(after) === '') this.#seen(after, extension, nowMs);
        else this.#forget(after);
      }
    }
  }

  /** A leg that rang and turns out to listen to a call is no call of mine. */
  #forget(leg: Channel): void {
    const call = this.#callOf(leg);
    // One that was placed for a caller is that caller's call, whatever it hears in between.
    if (!call || originatorOf(leg) !== '' || call.legs.size > 1) return;
    this.#calls.delete(call.record.callId);
    this.#byLeg.delete(leg.uuid);
    this.#note({ kind: 'forget', of: keyOf(call.record) });
    this.#forgotten();
  }

  #seen(leg: Channel, extension: string, nowMs: number): void {
    const callId = callIdOf(leg);
    const rings = ringsForMe(leg, extension, this.#find);
    let call = this.#callOf(leg) ?? this.#calls.get(callId);
    if (!call) {
      const placed = leg.direction === 'inbound' || (originatorOf(leg) === '' && isOwnPlaced(leg));
      if (!rings && !placed && leg.answeredMs === 0) return; // not ringing yet, or not for me
      call = this.#begin(leg, callId, placed && leg.queue === '' ? 'out' : 'in', nowMs);
    }
    // A queue names itself when it makes a leg: that begins the call before the phone rings.
    if (rings && !call.rang) {
      call.rang = true;
      this.#tell({ step: 'ringing', record: call.record });
    }
    call.legs.add(leg.uuid);
    this.#byLeg.set(leg.uuid, call);
    this.#improve(call, leg);
    const answered = call.way === 'in' ? leg.answeredMs : this.#reachedMs(leg);
    if (answered > 0 && call.record.answeredMs === 0) {
      call.record = { ...call.record, answeredMs: answered };
      this.#note({ kind: 'answered', of: keyOf(call.record), atMs: answered });
      this.#tell({ step: 'answered', record: call.record });
    }
  }

  /** The call a leg is known to be of: its call's id may change under way (a bridge ends). */
  #callOf(leg: Channel): Tracked | undefined {
    return this.#byLeg.get(leg.uuid);
  }

  /** When the other side of a call I placed answered: my own leg may be answered long before. */
  #reachedMs(leg: Channel): number {
    if (leg.peer === '') return SERVES.has(leg.application) ? leg.answeredMs : 0;
    return Math.max(leg.answeredMs, this.#find(leg.peer)?.answeredMs ?? 0);
  }

  /**
   * When the PBX itself answered a call that I dialled and that was bridged to nobody (an
   * announcement, a park), as far as the end tells it; 0 where it was still trying to reach someone.
   */
  #servedMs(leg: Channel): number {
    const served = leg.direction === 'inbound' && leg.cause === 'NORMAL_CLEARING';
    return served && !REACHES.has(leg.application) ? leg.answeredMs : 0;
  }

  #gone(leg: Channel, nowMs: number): void {
    const call = this.#callOf(leg);
    if (!call) return;
    call.legs.delete(leg.uuid);
    this.#byLeg.delete(leg.uuid);
    if (call.legs.size > 0) return;
    this.#calls.delete(call.record.callId);
    if (call.way === 'out' && call.record.answeredMs === 0) {
      const answeredMs = this.#servedMs(leg);
      if (answeredMs > 0)
        this.#note({ kind: 'answered', of: keyOf(call.record), atMs: answeredMs });
      call.record = { ...call.record, answeredMs };
    }
    this.#finish(call.record, nowMs, leg.cause, call.rang);
  }

  #finish(record: CallRecord, nowMs: number, cause: string, rang: boolean): void {
    const outcome =
      record.answeredMs > 0
        ? 'answered'
        : record.way === 'in'
          ? outcomeOfInbound(cause, rang)
          : outcomeOfOutbound(cause);
    const ended = { ...record, endedMs: nowMs, outcome, cause };
    this.#note({ kind: 'end', of: keyOf(record), atMs: nowMs, outcome, cause });
    if (record.way === 'in') this.#ended = [...this.#ended.slice(1 - MAX_ENDED), ended];
    this.#tell({ step: outcome === 'missed' ? 'missed' : 'ended', record: ended });
  }

  #begin(leg: Channel, callId: string, way: 'in' | 'out', nowMs: number): Tracked {
    const party = otherParty(leg, this.#find);
    const dialled = way === 'in' ? dialledNumber(leg, this.#find) : '';
    const startedMs = leg.createdMs || nowMs;
    this.#note({
      kind: 'begin',
      call: { site: this.#site, callId, way, ...party, dialled, startedMs },
    });
    const record: CallRecord = {
      // The file gives it one.
      id: 0,
      site: this.#site,
      callId,
      way,
      ...party,
      dialled,
      startedMs,
      answeredMs: 0,
      endedMs: 0,
      outcome: 'ongoing',
      cause: '',
      seen: true,
    };
    return this.#track(record, leg, false);
  }

  /** @param rang whether it is known to have rung */
  #track(record: CallRecord, leg: Channel, rang: boolean): Tracked {
    const call: Tracked = {
      way: record.way,
      legs: new Set([leg.uuid]),
      record,
      rang,
    };
    this.#calls.set(record.callId, call);
    this.#byLeg.set(leg.uuid, call);
    return call;
  }

  /** Who it is may be known only later (an answered click-to-call, a caller id that follows). */
  #improve(call: Tracked, leg: Channel): void {
    const party: Party = otherParty(leg, this.#find);
    const better =
      (party.number !== '' && call.record.number === '') ||
      (party.name !== '' && call.record.name === '');
    if (!better) return;
    call.record = { ...call.record, ...party };
    const { name, number, dialled } = call.record;
    this.#note({ kind: 'name', of: keyOf(call.record), as: { name, number, dialled } });
  }
}
