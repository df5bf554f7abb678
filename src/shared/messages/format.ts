import { language } from './language.ts';

/** Making one of `Intl`'s takes 0.1 ms and more, using it a thousandth. */
const made = new Map<string, unknown>();
function once<T>(what: string, make: (region: string) => T): T {
  const { region } = language();
  const id = `${region} ${what}`;
  if (!made.has(id)) made.set(id, make(region));
  return made.get(id) as T;
}

/** A number in the language's digits and groups. */
export const formatNumber = (value: number): string =>
  once('number', (region) => new Intl.NumberFormat(region)).format(value);

/** “a, b, or c” */
export const formatChoice = (choices: readonly string[]): string =>
  once('choice', (region) => new Intl.ListFormat(region, { type: 'disjunction' })).format(choices);
