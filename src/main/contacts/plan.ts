import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ImportCorrections, ImportPlan } from '@shared/contacts/contact.ts';
import { ok, type Result } from '@shared/domain/result.ts';
import { ENCODINGS } from './encoding.ts';
import { openContacts } from './file.ts';
import { personOf, type ReadNumber } from './people.ts';

/** Contacts, and cells of each column, that are shown. */
const SHOWN = 6;
const CELLS = 3;
/** Characters of a cell that are shown. */
const CELL = 60;

/** What would be made of a file, with what a person put right: read whole, nothing taken in. */
export async function planImport(
  path: string,
  read: ReadNumber,
  corrections: ImportCorrections,
): Promise<Result<ImportPlan>> {
  const opened = await openContacts(path, corrections);
  if (!opened.ok) return opened;
  const { encoding, columns, sample, problem, unused, batches } = opened.value;
  const contacts: ImportPlan['contacts'] = [];
  let lines = 0;
  for (const { found } of batches()) {
    lines += found.length;
    for (const one of found.slice(0, contacts.length < SHOWN ? undefined : 0)) {
      const { person } = personOf(one, read);
      if (person && contacts.length < SHOWN)
        contacts.push({ name: person.name, numbers: person.numbers.map(({ written }) => written) });
    }
    await setImmediate();
  }
  const others = [...new Set([...encoding.others, ...ENCODINGS])];
  return ok({
    file: basename(path),
    encoding: { ...encoding, others: others.filter((name) => name !== encoding.name) },
    columns: (columns?.headings ?? []).map((heading, i) => ({
      heading: heading.slice(0, CELL),
      use: columns?.uses[i] ?? '',
      cells: sample
        .flatMap((row) => ((row[i] ?? '').trim() === '' ? [] : [(row[i] ?? '').slice(0, CELL)]))
        .slice(0, CELLS),
    })),
    contacts,
    lines,
    unusedColumns: unused?.headings() ?? [],
    problem,
  });
}
