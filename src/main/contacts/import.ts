import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  MAX_BAD_LINES,
  type BadLine,
  type ImportProgress,
  type ImportReport,
} from '@shared/contacts/contact.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { entryOf, full, type ContactBook } from './book.ts';
import { csvContacts } from './csv.ts';
import type { Found } from './found.ts';
import { readTextFile } from './text-file.ts';
import { isVcard, vcardContacts } from './vcard.ts';

/**
 * Takes the contacts of a CSV or vCard file into the book: all that is good in it, or nothing when
 * it is cancelled. Between pieces the event loop runs, so that calls are not kept waiting.
 * @param onProgress told after each piece
 */
export async function importContacts(
  book: ContactBook,
  path: string,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<Result<ImportReport>> {
  const text = await readTextFile(path);
  if (!text.ok) return text;
  const batches = isVcard(text.value) ? ok(vcardContacts(text.value)) : csvContacts(text.value);
  if (!batches.ok) return batches;
  const report = { file: basename(path), added: 0, renamed: 0, unchanged: 0, bad: 0 };
  const badLines: BadLine[] = [];
  const isBad = (line: number, reason: string): void => {
    report.bad += 1;
    if (badLines.length < MAX_BAD_LINES) badLines.push({ line, reason });
  };
  return book.takeIn(async (put) => {
    const take = (one: Found): void => {
      if ('reason' in one) return isBad(one.line, one.reason);
      const entry = entryOf(one.name, one.number);
      if (!entry.ok) return isBad(one.line, entry.error.message);
      const done = put(entry.value);
      if (done === 'full') isBad(one.line, full());
      else report[done] += 1;
    };
    for (const { found, part } of batches.value) {
      found.forEach(take);
      onProgress({
        part,
        contacts: report.added + report.renamed + report.unchanged,
        bad: report.bad,
      });
      await setImmediate();
      if (signal.aborted)
        return fail('cancelled', 'The import was cancelled: nothing was changed.');
    }
    return ok({ ...report, badLines });
  });
}
