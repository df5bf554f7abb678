import { parseNumber } from '@shared/domain/validate.ts';

/** Which columns of a CSV file have what; empty lists where there is none. */
export interface Columns {
  /** Columns that have the whole name. */
  readonly name: readonly number[];
  /** First name, last name: put together in this order. */
  readonly parts: readonly number[];
  /** The name of a firm, for a line without a person. */
  readonly firm: readonly number[];
  readonly number: readonly number[];
}

/** Headings that address books and phones write, in their commonest languages, letters only. */
const NAMES = words(
  'name fullname displayname contact contactname caller kontakt anzeigename vollername namn',
  'nom nomcomplet nombre nombrecompleto nome nazwa naam имя фио имяифамилия імя піб назва',
);
const FIRST = words('firstname givenname forename vorname förnamn prénom prenom имя імя');
const LAST = words(
  'lastname surname familyname nachname familienname efternamn nomdefamille apellido apellidos',
  'cognome nazwisko achternaam фамилия прізвище',
);
const FIRMS = words(
  'company companyname organization organisation organizationname organization1name',
  'organizationname1 firma unternehmen företag société empresa azienda bedrijf компания компанія',
);
/** A heading of a number holds one of these. */
const NUMBERS =
  /phone|^tel|number|mobile|^cell|telefon|rufnummer|nummer|handy|mobil|téléphone|portable|teléfono|móvil|telefono|cellulare|numer|телефон|номер|мобільний|мобильный/;
/** And none of these: `Number of calls`, `Phone type`, `Fax`. */
const NOT_NUMBERS = /type|label|typ$|fax|customer|kunden|count|calls|postal|account|house|haus/;

function words(...lists: string[]): Set<string> {
  return new Set(lists.join(' ').split(' '));
}

const letters = (heading: string): string =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const looksLikeNumber = (cell: string): boolean =>
  /\d{3}/.test(cell) && /^[\d\s()+./-]+$/.test(cell) && parseNumber(cell).ok;

/**
 * Finds the columns by the first line's headings; a file without headings by which of its first
 * cells is a number. undefined when neither tells.
 */
export function columnsOf(first: readonly string[]): (Columns & { headed: boolean }) | undefined {
  const at = (is: (heading: string) => boolean): number[] =>
    first.flatMap((cell, i) => (is(letters(cell)) ? [i] : []));
  const number = at((heading) => NUMBERS.test(heading) && !NOT_NUMBERS.test(heading));
  const last = at((heading) => LAST.has(heading));
  const given = at((heading) => FIRST.has(heading));
  const firm = at((heading) => FIRMS.has(heading));
  const name = at((heading) => NAMES.has(heading)).filter(
    (i) => last.length === 0 || !given.includes(i), // «имя» is a first name beside a last one
  );
  const parts = [...given, ...last];
  if (number.length > 0 && name.length + parts.length + firm.length > 0)
    return { name, parts, firm, number, headed: true };
  const numbers = first.flatMap((cell, i) => (looksLikeNumber(cell.replace(/^'/, '')) ? [i] : []));
  const text = first.findIndex((cell, i) => cell.trim() !== '' && !numbers.includes(i));
  if (numbers.length === 0 || text < 0) return undefined;
  return { name: [text], parts: [], firm: [], number: numbers, headed: false };
}
