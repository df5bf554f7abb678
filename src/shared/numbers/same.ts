import { maySame, normalForm } from '../contacts/number.ts';
import { callingCodeOf, phoneOf, type Phone } from './library.ts';
import { readNumber } from './read.ts';

/** A number as it is compared: by its digits, or by a name in lower case. */
const dialled = (text: string, country: string): string =>
  readNumber(text, country).dials || text.trim();

/**
 * Whether a caller and a contact are one number, however each is written: the same where a numbering
 * plan makes one of both, nationally written with and without trunk prefix, from the country people
 * dial from or, where one is international, from that one's own.
 * @param country ISO 3166 code of the country people dial from, or ''
 */
export function sameNumber(a: string, b: string, country = ''): boolean {
  const [one, other] = [normalForm(dialled(a, country)), normalForm(dialled(b, country))];
  if (one === other) return one !== '';
  const [phone, second] = [phoneOf(one, country), phoneOf(other, country)];
  const [whole, wholeOther] = [international(one, phone), international(other, second)];
  if (whole !== undefined && wholeOther !== undefined) return whole === wholeOther;
  return within(one, other, phone) || within(other, one, second) || maySame(one, other);
}

const isAbroad = (number: string): boolean => number.startsWith('+');

/** A number as it is dialled from anywhere, as far as that is known. */
const international = (number: string, phone: Phone | undefined): string | undefined =>
  phone?.isValid ? phone.international : isAbroad(number) ? number : undefined;

/** Whether a number as it is written within the country of an international one is that one. */
function within(abroad: string, national: string, phone: Phone | undefined): boolean {
  if (!isAbroad(abroad) || !phone?.isValid || !/^\d+$/.test(national)) return false;
  const home = phoneOf(national, phone.country);
  return home?.isValid === true && home.international === phone.international;
}

/**
 * The normal forms that a number may be kept under: as it is written, and as it is written within
 * the country people dial from or from abroad.
 */
export function normalForms(number: string, country = ''): readonly string[] {
  const written = normalForm(dialled(number, country));
  const phone = phoneOf(written, country);
  if (!phone?.isValid) return [written];
  const code = callingCodeOf(country);
  const isHome = code !== '' && phone.international.startsWith(`+${code}`);
  const home = isHome ? [phone.national, phone.forPeople.national.replace(/\D/g, '')] : [];
  return [...new Set([written, phone.international, ...home])];
}

/** A number as people write it, nationally where it is of the country they dial from. */
export function forPeople(number: string, country = ''): string {
  const phone = phoneOf(number, country);
  if (!phone?.isValid) return number;
  return phone.country === country ? phone.forPeople.national : phone.forPeople.international;
}
