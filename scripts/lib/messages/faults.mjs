import { placeholdersOf, patternsOf } from './catalogue.mjs';

const unique = (names) => [...new Set(names)].sort();
const same = (a, b) => a.join() === b.join();

/** Names that must be given for a text. */
const inputsOf = (message) =>
  typeof message === 'string'
    ? unique(placeholdersOf(message))
    : unique(
        message[0].declarations
          .filter((declaration) => declaration.startsWith('input '))
          .map((declaration) => declaration.slice('input '.length)),
      );

/** Names that a pattern may use: what is given, and what is made of it. */
const known = (message) =>
  typeof message === 'string'
    ? inputsOf(message)
    : message[0].declarations.map((declaration) => declaration.split(/[\s=]+/)[1]);

/**
 * What is wrong with an area of the catalogue.
 * @param {string} area its name, which its keys begin with
 * @param {Map<string, Record<string, import('./catalogue.mjs').Message>>} byLocale the written languages, the base first
 * @returns {string[]} sentences
 */
export function faultsOf(area, byLocale) {
  const [[, base], ...others] = byLocale;
  return [
    ...Object.keys(base)
      .filter((key) => !new RegExp(`^${area}_[a-z0-9_]+$`).test(key))
      .map((key) => `${key}: a key of ${area}.json begins with ${area}_ and is written a_b_c`),
    ...[...byLocale].flatMap(([locale, texts]) => faultsWithin(locale, texts)),
    ...others.flatMap(([locale, texts]) => differences(base, locale, texts)),
  ];
}

function faultsWithin(locale, texts) {
  return Object.entries(texts).flatMap(([key, message]) => {
    const at = `${key} (${locale})`;
    const faults = [];
    if (patternsOf(message).some((pattern) => pattern.trim() === ''))
      faults.push(`${at}: is empty`);
    for (const name of patternsOf(message).flatMap(placeholdersOf))
      if (!known(message).includes(name)) faults.push(`${at}: {${name}} is declared nowhere`);
    if (typeof message !== 'string' && !('match' in message[0] && hasOther(message[0])))
      faults.push(`${at}: has no text for the plural form “other”`);
    return faults;
  });
}

/** Every language has the plural form `other`, and what is counted may need it. */
const hasOther = ({ selectors, match }) =>
  Object.keys(match).some((key) =>
    selectors.every((name) => /=(?:other|\*)$/.test(partFor(key, name))),
  );
const partFor = (key, name) => key.split(/,\s*/).find((part) => part.startsWith(`${name}=`)) ?? '';

function differences(base, locale, texts) {
  const missing = Object.keys(base).filter((key) => !(key in texts));
  const spare = Object.keys(texts).filter((key) => !(key in base));
  const other = Object.keys(base).filter(
    (key) => key in texts && !same(inputsOf(base[key]), inputsOf(texts[key])),
  );
  return [
    ...missing.map((key) => `${key}: is missing in ${locale}`),
    ...spare.map((key) => `${key}: is in ${locale} only`),
    ...other.map(
      (key) =>
        `${key}: has {${inputsOf(base[key]).join(', ')}}, in ${locale} {${inputsOf(texts[key]).join(', ')}}`,
    ),
  ];
}
