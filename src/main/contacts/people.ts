import { MAX_NAME, type BadLine } from '@shared/contacts/contact.ts';
import { normalForm } from '@shared/contacts/number.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { Reading } from '@shared/numbers/reading.ts';
import type { Found } from './found.ts';

/** What is good to keep of what a person or a file says, and under which normal form. */
export interface Entry {
  readonly name: string;
  /** As it was written, where that can be read. */
  readonly number: string;
  readonly normal: string;
}

/** Reads a number as the dial dialog does (shared/numbers/read.ts). */
export type ReadNumber = (text: string) => Reading;

/** A number of a person: what is dialled, the extension to ask for, and how it was written. */
interface PersonNumber {
  readonly dials: string;
  readonly extension: string;
  readonly written: string;
}

/** A person of a file. */
export interface Person {
  readonly name: string;
  readonly numbers: readonly PersonNumber[];
}

/** Digits as people write them: kept as they are. */
const READABLE = /^[+(]?[\d\s()/.-]+$/;
const MAX_WRITTEN = 64;

/** A name fit to keep, control characters made spaces; fails with the reason. */
function nameOf(text: string): Result<string> {
  const name = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  if (name === '') return fail('bad-input', 'A name is needed.');
  return name.length > MAX_NAME
    ? fail('bad-input', `The name is longer than ${MAX_NAME} characters.`)
    : ok(name);
}

/** The entry of a name and one number that a person typed; fails with the reason. */
export function entryOf(name: string, number: string, read: ReadNumber): Result<Entry> {
  const shown = nameOf(name);
  if (!shown.ok) return shown;
  if (number.trim() === '') return fail('bad-input', 'A number is needed.');
  const reading = read(number);
  if (reading.dials === '') return fail('bad-input', reading.refused);
  return ok(keep(shown.value, numberOf(reading, number)));
}

export const entriesOf = ({ name, numbers }: Person): Entry[] =>
  numbers.map((number) => keep(name, number));

const keep = (name: string, { dials, written }: PersonNumber): Entry => ({
  name,
  number: written,
  normal: normalForm(dials),
});

/** What a line of a file says of a person, and what of it is bad; one number that is bad costs that number alone. */
export function personOf(
  found: Found,
  read: ReadNumber,
): { readonly person?: Person; readonly bad: readonly BadLine[] } {
  const { line } = found;
  if ('reason' in found) return { bad: [found] };
  const name = nameOf(found.name);
  if (!name.ok) return { bad: [{ line, reason: name.error.message }] };
  const bad: BadLine[] = [];
  const numbers: PersonNumber[] = [];
  for (const text of found.numbers) {
    const reading = read(text);
    const readings = reading.choices.length > 0 ? reading.choices.map(read) : [reading];
    for (const one of readings)
      if (one.dials === '') bad.push({ line, reason: one.refused });
      else if (!numbers.some(({ dials }) => dials === one.dials))
        numbers.push(numberOf(one, readings.length > 1 ? one.dials : text));
  }
  if (numbers.length === 0) return { bad };
  if (name.value.includes('\ufffd'))
    bad.push({ line, reason: `A letter of “${name.value}” is damaged in the file.` });
  return { person: { name: name.value, numbers }, bad };
}

function numberOf({ dials, extension }: Reading, text: string): PersonNumber {
  const written = text.trim().replace(/[\p{Cc}\p{Cf}]+/gu, '');
  const isReadable =
    READABLE.test(written) && written.length <= MAX_WRITTEN && !/[.,]0{1,2}$/.test(written);
  return {
    dials,
    extension,
    written: isReadable ? written : extension === '' ? dials : `${dials} x${extension}`,
  };
}
