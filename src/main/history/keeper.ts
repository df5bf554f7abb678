import { openOrSetAside } from '../storage/database.ts';
import { HISTORY_FILE } from './schema.ts';
import { History } from './history.ts';
import { answerQuestion, writeNote, type Note, type Question } from './notes.ts';
import type { FromHistory, ToHistory } from './protocol.ts';

/** SQLite's word for a file that another connection holds (sqlite.org/rescode.html). */
const BUSY = 5;

/** ms to wait for that other one: main tries again, and what it asks meanwhile is to be answered. */
const BUSY_MS = 250;

/**
 * The history's file, kept by a thread of its own (worker.ts), which may wait for the disk or for another
 * program as long as they take. A file that fails is opened anew at the next try.
 */
export class HistoryKeeper {
  readonly #path: string;
  readonly #tell: (message: FromHistory) => void;
  #history: History | undefined;
  #isFirst = true;

  constructor(path: string, tell: (message: FromHistory) => void) {
    this.#path = path;
    this.#tell = tell;
  }

  /** Opens the file, so that what it has is known before anything is written. */
  begin(): void {
    try {
      this.#open();
    } catch (error) {
      this.#tell({ kind: 'unopened', why: String(error) });
    }
  }

  take(message: ToHistory): void {
    if (message.kind === 'write') this.#write(message.notes);
    else if (message.kind === 'ask') this.#ask(message.id, message.question);
    else this.#close();
  }

  #open(): History {
    if (this.#history) return this.#history;
    const { db, problem } = openOrSetAside(this.#path, { ...HISTORY_FILE, busyMs: BUSY_MS });
    const history = new History(db);
    this.#history = history;
    // What was unfinished when the file was first opened is of an earlier run, and only that.
    const unfinished = this.#isFirst ? history.unfinished() : [];
    this.#isFirst = false;
    this.#tell({ kind: 'opened', problem, unseen: history.unseen(), unfinished });
    return history;
  }

  #write(notes: readonly Note[]): void {
    try {
      const history = this.#open();
      history.together(() => notes.forEach((note) => writeNote(history, note)));
      this.#tell({ kind: 'written', unseen: history.unseen() });
    } catch (error) {
      this.#onError(error);
      this.#tell({ kind: 'failed', why: String(error) });
    }
  }

  #ask(id: number, question: Question): void {
    try {
      this.#tell({ kind: 'answer', id, value: answerQuestion(this.#open(), question) });
    } catch (error) {
      this.#onError(error);
      this.#tell({ kind: 'refused', id, why: String(error) });
    }
  }

  /** A file that another program holds is as it was; of any other that fails, a new look is worth it. */
  #onError(error: unknown): void {
    const { errcode } = error as { errcode?: unknown };
    if (typeof errcode === 'number' && (errcode & 0xff) === BUSY) return;
    try {
      this.#history?.close();
    } catch {
      // It cannot be used any more, either way.
    }
    this.#history = undefined;
  }

  #close(): void {
    try {
      this.#history?.close();
    } finally {
      this.#history = undefined;
      this.#tell({ kind: 'closed' });
    }
  }
}
