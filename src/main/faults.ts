import type { App, Details, RenderProcessGoneDetails, WebContents } from 'electron';

export interface FaultEvents {
  /** Writes down what went wrong. */
  note(text: string): void;
  /** Tells the person, in a sentence. */
  say(text: string): void;
  /** Ends the program with this code. */
  leave(code: number): void;
}

/** What the program ends with when its own faults do not stop (sysexits.h, EX_SOFTWARE). */
const FAULT_EXIT_CODE = 70;
/** So many faults, or so many ends of one page, in so many ms are more than an accident. */
const MANY_FAULTS = 20;
const MANY_ENDS = 3;
const WINDOW_MS = 60_000;

/** Counts what happened within the last minute. */
class Rate {
  #times: number[] = [];

  /** Counts one more. Returns how many there were of late. */
  next(nowMs = performance.now()): number {
    this.#times = [...this.#times.filter((ms) => nowMs - ms < WINDOW_MS), nowMs];
    return this.#times.length;
  }
}

/**
 * Faults of main's own: noted, told once, and the calls go on; where they do not stop the program ends.
 * In place of Electron's own box, which stands until somebody closes it.
 */
export function catchFaults(events: FaultEvents): void {
  const rate = new Rate();
  const caught = (what: string, error: unknown): void => {
    events.note(
      `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    if (rate.next() > MANY_FAULTS) return events.leave(FAULT_EXIT_CODE);
    tellOnce(events);
  };
  process.on('uncaughtException', (error) => caught('uncaught', error));
  process.on('unhandledRejection', (reason) => caught('unhandled rejection', reason));
}

let isTold = false;

/** Once for as long as the program runs, whether main or a page failed: the log has the rest. */
function tellOnce(events: FaultEvents): void {
  if (isTold) return;
  isTold = true;
  events.say('Something failed inside Ringside; it goes on. The log in its data folder has it.');
}

/** How Chromium's console begins to tell of an error, or a rejection, that a page did not catch. */
const UNCAUGHT = 'Uncaught ';

/**
 * Faults of the pages: noted and told like those of main. Heard from the console, where a page cannot
 * leave one out, and where nothing of ours has to run for it. A page that fails without end is heard so
 * many times a minute.
 */
export function hearPages(app: App, events: FaultEvents): void {
  app.on('web-contents-created', (_event, contents) => {
    const rate = new Rate();
    // The text by its place: the details that replace it are newer than the oldest runtime supported.
    contents.on('console-message', (_details, _level, message) => {
      if (!message.startsWith(UNCAUGHT) || rate.next() > MANY_FAULTS) return;
      events.note(`${contents.getURL()}: ${message}`);
      tellOnce(events);
    });
  });
}

/** Where nobody reads any more what is printed, that is no fault. */
export function dropBrokenPipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/** What ended without being told to: not by our own quitting. */
const isFault = ({ reason }: RenderProcessGoneDetails | Details): boolean =>
  reason !== 'clean-exit';

/**
 * Processes that end: each is noted. A page whose process ended is loaded again, unless it ends again and
 * again; Chromium begins its own helpers anew by itself.
 */
export function watchProcesses(app: App, isLeaving: () => boolean, events: FaultEvents): void {
  const ends = new WeakMap<WebContents, Rate>();
  app.on('render-process-gone', (_event, contents, details) => {
    if (isLeaving() || !isFault(details)) return;
    events.note(
      `the process of ${contents.getURL()} ended: ${details.reason} (${details.exitCode})`,
    );
    const rate = ends.get(contents) ?? new Rate();
    ends.set(contents, rate);
    if (rate.next() > MANY_ENDS)
      return events.say(
        'A window of Ringside ends again and again: quit Ringside and start it anew.',
      );
    // Not in this very turn: the ended process is still being taken apart.
    setImmediate(() => {
      if (!isLeaving() && !contents.isDestroyed()) contents.reload();
    });
  });
  app.on('child-process-gone', (_event, details) => {
    if (isLeaving() || !isFault(details)) return;
    const { type, serviceName = '', reason, exitCode } = details;
    events.note(`the process ${type} ${serviceName} ended: ${reason} (${exitCode})`);
  });
}
