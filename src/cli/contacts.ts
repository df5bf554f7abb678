import { resolve } from 'node:path';
import type { BadLine } from '../shared/contacts/contact.ts';
import { countOf } from '../shared/domain/words.ts';
import { openContacts, type ContactFile } from '../main/contacts/file.ts';
import { personOf, type Person } from '../main/contacts/people.ts';
import { Numbers } from '../main/numbers/numbers.ts';
import type { InputAnswer, InputRequest } from './request.ts';

/** Lines that are printed for people; all of them are in the JSON. */
const SHOWN = 20;

/** Reads a file of contacts as Settings → Contacts does. Nothing is taken in. */
export async function readContacts(request: InputRequest): Promise<InputAnswer> {
  const { text: path, country, json, encoding } = request;
  const opened = await openContacts(resolve(path), { encoding, uses: [] });
  if (!opened.ok) {
    const { message } = opened.error;
    return { text: json ? forScripts([], [], [], message) : message, understood: false };
  }
  const { read } = await new Numbers(() => country).matcher();
  const people: Person[] = [];
  const badLines: BadLine[] = [];
  for (const { found } of opened.value.batches())
    for (const one of found) {
      const { person, bad } = personOf(one, read);
      if (person) people.push(person);
      badLines.push(...bad);
    }
  const unused = opened.value.unused?.headings() ?? [];
  const { problem } = opened.value;
  if (problem !== '')
    return {
      text: json ? forScripts([], unused, [], problem) : forPeople(opened.value, [], unused, []),
      understood: false,
    };
  return {
    text: json
      ? forScripts(people, unused, badLines, '', opened.value)
      : forPeople(opened.value, people, unused, badLines),
    understood: true,
  };
}

/** The fields that scripts read. Fields are only ever added; `refused` and `encoding` are there when there is something to say. */
function forScripts(
  people: readonly Person[],
  unusedColumns: readonly string[],
  badLines: readonly BadLine[],
  refused: string,
  file?: ContactFile,
): string {
  return JSON.stringify({
    contacts: people.map(({ name, numbers }) => ({
      name,
      numbers: numbers.map(({ dials, extension }) => ({ number: dials, extension })),
    })),
    unusedColumns,
    badLines,
    ...(refused !== '' && { refused }),
    ...(file && !file.encoding.sure && { encoding: file.encoding }),
  });
}

function forPeople(
  { encoding, columns, problem }: ContactFile,
  people: readonly Person[],
  unused: readonly string[],
  badLines: readonly BadLine[],
): string {
  const used = (columns?.headings ?? []).flatMap((heading, i) => {
    const use = columns?.uses[i] ?? '';
    return use === '' ? [] : [`${heading} (${use})`];
  });
  const numbers = people.reduce((sum, person) => sum + person.numbers.length, 0);
  const some = (lines: readonly string[]): string[] =>
    lines.length > SHOWN
      ? [...lines.slice(0, SHOWN), `  … and ${(lines.length - SHOWN).toLocaleString()} more`]
      : [...lines];
  return [
    problem ||
      `${countOf(people.length, 'contact')} with ${countOf(numbers, 'number')} would be taken in.`,
    `Read as ${encoding.name}${encoding.sure ? '.' : `, but it may be ${encoding.others.join(', ')}: say which with --encoding.`}`,
    ...(used.length > 0 ? [`Columns used: ${used.join(', ')}.`] : []),
    ...(unused.length > 0 ? [`Columns not used: ${unused.join(', ')}.`] : []),
    ...some(
      people.map(
        ({ name, numbers: all }) =>
          `  ${name}: ${all.map(({ dials, extension }) => (extension ? `${dials} ext. ${extension}` : dials)).join(', ')}`,
      ),
    ),
    ...(badLines.length > 0 ? [`${countOf(badLines.length, 'bad line')}:`] : []),
    ...some(badLines.map(({ line, reason }) => `  line ${line}: ${reason}`)),
  ].join('\n');
}
