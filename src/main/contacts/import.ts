import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  MAX_BAD_LINES,
  type BadLine,
  type ImportCorrections,
  type ImportProgress,
  type ImportReport,
} from '@shared/contacts/contact.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { full, type ContactBook } from './book.ts';
import { openContacts } from './file.ts';
import { entriesOf, personOf, type ReadNumber } from './people.ts';

/** What an import needs: where to, how numbers are read, whom to tell, and when to stop. */
export interface ImportJob {
  readonly book: ContactBook;
  readonly read: ReadNumber;
  readonly corrections?: ImportCorrections;
  /** Told after each piece. */
  readonly onProgress: (progress: ImportProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * Takes the contacts of a CSV or vCard file into the book: all that is good in it, or nothing when
 * it is cancelled. Between pieces the event loop runs, so that calls are not kept waiting.
 */
export async function importContacts(path: string, job: ImportJob): Promise<Result<ImportReport>> {
  const { book, read, onProgress, signal } = job;
  const file = await openContacts(path, job.corrections);
  if (!file.ok) return file;
  if (file.value.problem !== '') return fail('bad-input', file.value.problem);
  const report = { file: basename(path), added: 0, renamed: 0, unchanged: 0, bad: 0 };
  const badLines: BadLine[] = [];
  const isBad = (bad: BadLine): void => {
    report.bad += 1;
    if (badLines.length < MAX_BAD_LINES) badLines.push(bad);
  };
  return book.takeIn(async (put) => {
    for (const { found, part } of file.value.batches()) {
      for (const one of found) {
        const { person, bad } = personOf(one, read);
        bad.forEach(isBad);
        for (const entry of person ? entriesOf(person) : []) {
          const done = put(entry);
          if (done === 'full') isBad({ line: one.line, reason: full() });
          else report[done] += 1;
        }
      }
      const { added, renamed, unchanged, bad } = report;
      onProgress({ part, contacts: added + renamed + unchanged, bad });
      await setImmediate();
      if (signal.aborted)
        return fail('cancelled', 'The import was cancelled: nothing was changed.');
    }
    return ok({ ...report, badLines, unusedColumns: file.value.unused?.headings() ?? [] });
  });
}
