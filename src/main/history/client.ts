import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CallRecord } from '@shared/history/record.ts';
import { whyNotWritten } from '../files/trouble.ts';
import { within } from '../within.ts';
import type { Answers, Note, Question } from './notes.ts';
import type { FromHistory, ToHistory } from './protocol.ts';

export interface HistoryEvents {
  /** The file is open. @param unfinished calls that went on when the program last stopped */
  opened(unfinished: readonly CallRecord[]): void;
  /** Something was written. */
  changed(): void;
  /** Tells the person. */
  say(tone: 'info' | 'bad', text: string): void;
}

/** Starts the history's thread for a file. */
export type StartThread = (path: string) => Worker;
const startThread: StartThread = (path) =>
  new Worker(join(import.meta.dirname, 'history-worker.js'), { workerData: { path } });

/** Most that waits to be written (bytes, as JSON): some 10,000 calls. */
export const MAX_WAITING_BYTES = 4 * 1024 * 1024;
/** ms until a failed write is tried again, doubled each time up to the second. */
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 10_000;
/** ms an answer may take, and ms after which a write that is not done is told. */
const ANSWER_MS = 10_000;
const SLOW_MS = 5_000;

interface Asked {
  resolve(value: never): void;
  reject(error: Error): void;
  readonly timer: NodeJS.Timeout;
}

/**
 * My calls on disk, from main's side: nothing here waits. What is to be written is kept, within bounds,
 * until the history's thread has written it; a disk or another program that keeps it from that is told
 * once, and tried again.
 */
export class HistoryClient {
  readonly #path: string;
  readonly #events: HistoryEvents;
  readonly #start: StartThread;
  #thread: Worker;
  #waiting: { readonly note: Note; readonly bytes: number }[] = [];
  #waitingBytes = 0;
  /** Whether an answer to a write is due, and how many of those that wait it is about. */
  #isWriting = false;
  #underWay = 0;
  #dropped = 0;
  #asked = new Map<number, Asked>();
  #nextId = 1;
  #unseen = 0;
  #retryMs = FIRST_RETRY_MS;
  #retry: NodeJS.Timeout | undefined;
  #slow: NodeJS.Timeout | undefined;
  #isTold = false;
  #isStopping = false;
  #hasEnded = false;
  #onClosed: () => void = () => undefined;
  #onIdle: () => void = () => undefined;

  constructor(path: string, events: HistoryEvents, start: StartThread = startThread) {
    this.#path = path;
    this.#events = events;
    this.#start = start;
    this.#thread = this.#newThread();
  }

  /** Missed calls that nobody has looked at, those too that wait to be written. */
  get unseen(): number {
    const isMissed = ({ note }: { note: Note }): boolean =>
      note.kind === 'end' && note.outcome === 'missed';
    return this.#unseen + this.#waiting.filter(isMissed).length;
  }

  /** Has something written, after what was noted before. */
  note(note: Note): void {
    const bytes = JSON.stringify(note).length;
    this.#waiting.push({ note, bytes });
    this.#waitingBytes += bytes;
    while (this.#waitingBytes > MAX_WAITING_BYTES && this.#waiting.length > this.#underWay + 1) {
      const [oldest] = this.#waiting.splice(this.#underWay, 1);
      this.#waitingBytes -= oldest?.bytes ?? 0;
      this.#dropped += 1;
    }
    this.#write();
  }

  /** Asks something; what was noted before may not be in it yet. @throws with what went wrong, in words */
  ask<Q extends Question>(question: Q): Promise<Answers[Q['kind']]> {
    return new Promise<Answers[Q['kind']]>((resolve, reject) => {
      const id = this.#nextId++;
      if (this.#hasEnded) return reject(new Error('The call history cannot be read just now.'));
      const timer = setTimeout(() => this.#refuse(id, 'it does not answer'), ANSWER_MS);
      this.#asked.set(id, { resolve, reject, timer });
      this.#send({ kind: 'ask', id, question });
    });
  }

  /**
   * Writes what waits, closes the file and ends the thread.
   * @param ms the longest to wait
   * @returns whether all was written
   */
  async stop(ms: number): Promise<boolean> {
    this.#isStopping = true;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#retryMs = FIRST_RETRY_MS;
    this.#write();
    const idle = new Promise<void>((resolve) => {
      this.#onIdle = resolve;
      if (this.#waiting.length === 0) resolve();
    });
    await within(ms / 2, idle);
    const closed = new Promise<void>((resolve) => (this.#onClosed = resolve));
    this.#send({ kind: 'close' });
    // A thread that is ended from outside while it waits for the disk takes the process with it.
    await within(ms / 2, closed);
    for (const timer of [this.#retry, this.#slow]) clearTimeout(timer);
    for (const id of [...this.#asked.keys()]) this.#refuse(id, 'the program ends');
    this.#thread.removeAllListeners();
    this.#thread.unref();
    return this.#waiting.length === 0;
  }

  #newThread(): Worker {
    const thread = this.#start(this.#path);
    thread.on('message', (message: FromHistory) => this.#on(message));
    thread.on('error', (error) => this.#failed(String(error)));
    thread.once('exit', () => this.#onExit());
    return thread;
  }

  /** The thread ended by a fault: another takes its place, and what waited is written by that. */
  #onExit(): void {
    this.#onClosed();
    this.#hasEnded = true;
    if (this.#isStopping) return;
    for (const id of [...this.#asked.keys()]) this.#refuse(id, 'its thread ended');
    this.#thread.removeAllListeners();
    this.#failed('its thread ended', () => {
      this.#thread = this.#newThread();
      this.#hasEnded = false;
      this.#write(true);
    });
  }

  #send(message: ToHistory): void {
    this.#thread.postMessage(message);
  }

  /** @param evenNothing so that a file that could not be opened is opened */
  #write(evenNothing = false): void {
    if (this.#isWriting || this.#retry || this.#hasEnded) return;
    if (this.#waiting.length === 0 && !evenNothing) return;
    this.#isWriting = true;
    this.#underWay = this.#waiting.length;
    this.#slow = setTimeout(() => this.#tell('it does not answer'), SLOW_MS);
    this.#send({ kind: 'write', notes: this.#waiting.map(({ note }) => note) });
  }

  #on(message: FromHistory): void {
    switch (message.kind) {
      case 'opened':
        this.#unseen = message.unseen;
        if (message.problem !== '') this.#events.say('bad', message.problem);
        this.#events.opened(message.unfinished);
        return this.#events.changed();
      case 'written':
        return this.#written(message.unseen);
      case 'unopened':
        // A write that is under way finds out by itself.
        return this.#isWriting ? undefined : this.#failed(message.why);
      case 'failed':
        return this.#failed(message.why);
      case 'answer':
        return this.#settle(message.id, ({ resolve }) => resolve(message.value as never));
      case 'refused':
        return this.#refuse(message.id, message.why);
      case 'closed':
        return this.#onClosed();
    }
  }

  #written(unseen: number): void {
    clearTimeout(this.#slow);
    this.#isWriting = false;
    for (const { bytes } of this.#waiting.splice(0, this.#underWay)) this.#waitingBytes -= bytes;
    this.#underWay = 0;
    this.#unseen = unseen;
    this.#retryMs = FIRST_RETRY_MS;
    this.#healed();
    this.#events.changed();
    if (this.#waiting.length === 0) this.#onIdle();
    this.#write();
  }

  /** @param again how to go on after a while */
  #failed(why: string, again = (): void => this.#write(true)): void {
    clearTimeout(this.#slow);
    this.#isWriting = false;
    this.#underWay = 0;
    this.#tell(whyNotWritten(new Error(why)));
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      again();
    }, this.#retryMs);
    this.#retryMs = Math.min(2 * this.#retryMs, LAST_RETRY_MS);
  }

  #tell(why: string): void {
    if (this.#isTold) return;
    this.#isTold = true;
    const text = `The call history cannot be written: ${why}. Calls go on; they are written down when it can be.`;
    this.#events.say('bad', text);
  }

  #healed(): void {
    if (!this.#isTold) return;
    this.#isTold = false;
    const lost = this.#dropped === 0 ? '' : ` ${this.#dropped} older entries had no room.`;
    this.#dropped = 0;
    this.#events.say('info', `The call history is written again.${lost}`);
  }

  #refuse(id: number, why: string): void {
    const text = `The call history cannot be read: ${why}.`;
    this.#settle(id, ({ reject }) => reject(new Error(text)));
  }

  #settle(id: number, how: (asked: Asked) => void): void {
    const asked = this.#asked.get(id);
    if (!asked) return;
    this.#asked.delete(id);
    clearTimeout(asked.timer);
    how(asked);
  }
}
