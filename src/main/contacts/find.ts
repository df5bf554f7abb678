import { MAX_NAME } from '@shared/contacts/contact.ts';
import { MAX_FOUND, type Found } from '@shared/contacts/found.ts';
import { cleanLine } from '@shared/domain/clean-line.ts';
import type { ContactBook } from './book.ts';
import type { Contacts } from './contacts.ts';

/** A number, or the beginning of one, as people write it. */
const DIGITS = /^[+(]?[\d\s()/.-]*\d[\d\s()/.-]*$/;

/** The digits by which a number is looked for that is written in another way: without country or trunk prefix. */
const digitsOf = (text: string): string =>
  DIGITS.test(text.trim()) ? text.replace(/\D/g, '').replace(/^0+/, '') : '';

/** Contacts and colleagues who have every word of a text in their name or number, a few of each. */
export function findPeople(
  {
    book,
    colleagues,
  }: { readonly book: ContactBook; readonly colleagues: Pick<Contacts['colleagues'], 'find'> },
  text: string,
): Found[] {
  const contacts = [text, digitsOf(text)]
    .filter((words, at) => at === 0 || (words.length >= 3 && words !== text.trim()))
    .flatMap((words) => book.query({ text: words, offset: 0, limit: MAX_FOUND }).contacts);
  const byId = new Map(contacts.map((one) => [one.id, one]));
  return [
    // What a leg or a directory called somebody is a stranger's text.
    ...colleagues.find(text, MAX_FOUND).map((one) => ({
      ...one,
      name: cleanLine(one.name, MAX_NAME),
      number: one.number.slice(0, 256),
    })),
    ...[...byId.values()]
      .slice(0, MAX_FOUND)
      .map(({ name, number }) => ({ kind: 'contact' as const, name, number })),
  ];
}
