import { setImmediate } from 'node:timers/promises';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { readBounded } from '../files/bounded-read.ts';
import type { ImportCorrections } from '@shared/contacts/contact.ts';
import type { Columns, Use } from './columns/columns.ts';
import { areEnough } from './columns/columns.ts';
import { Unused } from './columns/unused.ts';
import { CsvFile } from './csv.ts';
import { ENCODINGS, encodingOf, type Encoding } from './encoding.ts';
import type { Batch } from './found.ts';
import { isVcard, vcardContacts, vcardNames } from './vcard.ts';

/** Nothing put right: as it was found. */
export const AS_FOUND: ImportCorrections = { encoding: '', uses: [] };

/** A file of contacts, ready to be looked at and taken in. */
export interface ContactFile {
  readonly encoding: Encoding;
  /** Of a table; undefined for vCards. */
  readonly columns: Columns | undefined;
  /** The first lines of a table. */
  readonly sample: readonly (readonly string[])[];
  /** Why nothing can be taken in as it stands, or ''. */
  readonly problem: string;
  readonly unused: Unused | undefined;
  batches(): Iterable<Batch>;
}

/** Largest file that is read (bytes): 100,000 contacts of an address book with all its fields. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
/** Characters decoded at once: some 10 ms. */
const SLICE = 2 * 1024 * 1024;

/** Opens a file of contacts (CSV or vCard). It is read once; nothing of it is kept elsewhere. */
export async function openContacts(
  path: string,
  corrections: ImportCorrections = AS_FOUND,
): Promise<Result<ContactFile>> {
  const read = await readBounded(path, { name: 'The file', maxBytes: MAX_FILE_BYTES });
  return read.ok ? contactsOf(read.value, corrections) : read;
}

/** @param bytes of a file */
export async function contactsOf(
  bytes: Buffer,
  { encoding: chosen, uses }: ImportCorrections = AS_FOUND,
): Promise<Result<ContactFile>> {
  const isCards = isVcard(bytes.toString('latin1', 0, 200));
  const told = await encodingOf(isCards ? vcardNames(bytes) : bytes);
  const encoding: Encoding = ENCODINGS.includes(chosen)
    ? {
        name: chosen,
        sure: true,
        others: [told.name, ...told.others].filter((name) => name !== chosen),
      }
    : told;
  if (isCards) return ok(ofCards(bytes, encoding));
  const text = await decodeInSlices(bytes, encoding.name);
  if (text.includes('\0')) return fail('bad-input', 'That is not a text file.');
  // Cards in UTF-16: what is below reads bytes of UTF-8.
  if (isVcard(text.slice(0, 200)))
    return ok(ofCards(Buffer.from(text), { ...encoding, name: 'utf-8' }));
  return ok(ofTable(text, encoding, uses));
}

const ofCards = (bytes: Buffer, encoding: Encoding): ContactFile => ({
  encoding,
  columns: undefined,
  sample: [],
  problem: '',
  unused: undefined,
  batches: () => vcardContacts(bytes, encoding.name),
});

function ofTable(text: string, encoding: Encoding, corrected: readonly Use[]): ContactFile {
  const table = new CsvFile(text);
  const uses = table.columns.uses.map((found, i) => corrected[i] ?? found);
  const columns = { ...table.columns, uses };
  const unused = new Unused(columns, uses);
  return {
    encoding,
    columns,
    sample: table.sample,
    problem: areEnough(uses)
      ? ''
      : 'No name and number were found. The first line should name the columns, as in: Name;Number',
    unused,
    batches: () => table.batches(uses, unused),
  };
}

/** Decodes without holding up what else runs here, and makes all line breaks `\n`. */
async function decodeInSlices(bytes: Buffer, encoding: string): Promise<string> {
  const decoder = new TextDecoder(encoding);
  const parts: string[] = [];
  let endsInReturn = false;
  for (let at = 0; at < bytes.length; at += SLICE) {
    const isLast = at + SLICE >= bytes.length;
    let text = decoder.decode(bytes.subarray(at, at + SLICE), { stream: !isLast });
    if (endsInReturn && text.startsWith('\n')) text = text.slice(1);
    if (text !== '') endsInReturn = text.endsWith('\r');
    parts.push(text.replace(/\r\n?/g, '\n'));
    if (!isLast) await setImmediate();
  }
  return parts.join('');
}
