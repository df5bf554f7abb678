import { getExampleNumber, type CountryCode, type MetadataJson } from 'libphonenumber-js/core';
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import plans from 'libphonenumber-js/metadata.max.json' with { type: 'json' };
import { expect, it } from 'vitest';
import {
  countries,
  callingCodeOf,
  phoneOf,
  trunkPrefix,
} from '../../src/shared/numbers/library.ts';
import { readText } from '../../src/shared/numbers/link.ts';
import { sameNumber } from '../../src/shared/numbers/same.ts';
import { randomOf } from '../support/random.ts';

const COUNTRIES = 60;
const NUMBERS = 10_000;
/** Of each country; a few have fewer. */
const EACH = 180;
const PLANS = plans as unknown as MetadataJson;

/** 60 countries that have an example, spread over the alphabet, among them those with a rule of their own. */
function chosen(): string[] {
  const special = [
    'AR',
    'BR',
    'CI',
    'DE',
    'FR',
    'GB',
    'HU',
    'IT',
    'JP',
    'LT',
    'MX',
    'RU',
    'SM',
    'US',
  ];
  const others = countries().filter((code) => code in examples && !special.includes(code));
  const step = others.length / (COUNTRIES - special.length);
  return [
    ...special,
    ...Array.from({ length: COUNTRIES - special.length }, (_, i) => others[Math.floor(i * step)]!),
  ];
}

/** Valid numbers of a country: the library's example, with other last digits or all others. */
function numbersOf(country: string, count: number, random: () => number): string[] {
  const example = getExampleNumber(country as CountryCode, examples, PLANS);
  const found = new Set<string>(example ? [example.number] : []);
  for (let tried = 0; found.size < count && tried < count * 50; tried += 1) {
    const others = tried % 2 === 0 ? 4 : (example?.nationalNumber.length ?? 0);
    const end = Array.from({ length: others }, () => Math.floor(random() * 10)).join('');
    const number = `${example?.number.slice(0, -others)}${end}`;
    const phone = phoneOf(number);
    if (phone?.isValid && phone.country === country && phone.international === number)
      found.add(number);
  }
  return [...found];
}

/** The ways in which people and programs write a number, and what each dials. */
function writings(e164: string, country: string): [text: string, dials: string[]][] {
  const phone = phoneOf(e164)!;
  const { national, international } = phone.forPeople;
  const code = callingCodeOf(country);
  const digits = national.replace(/\D/g, '');
  const behind = international.slice(code.length + 2);
  const trunk = trunkPrefix(code) === '0' ? '(0)' : '';
  return [
    [national, [digits]],
    [international, [e164]],
    [`(+${code}) ${trunk}${behind}`, [e164]],
    [`+${code} ${trunk} ${behind}`, [e164]],
    [`00${code}${trunk && ` ${trunk} `}${behind}`, [e164, `00${e164.slice(1)}`]],
    [`tel:${e164}`, [e164]],
    [`tel:${international.replaceAll(' ', '-')}`, [e164]],
    [`callto:tel:${e164}`, [e164]],
    [`sip:${e164}@gw.example.test;user=phone`, [e164]],
    [`tel:${digits};phone-context=+${code}`, [digits, e164]],
  ];
}

it('10,000 numbers of 60 countries are dialled and matched right, however they are written', () => {
  const random = randomOf(13);
  const wrong: string[] = [];
  const alone: string[] = [];
  let numbers = 0;
  let forms = 0;
  const all = chosen();
  expect(new Set(all).size).toBe(COUNTRIES);
  for (const country of all) {
    for (const e164 of numbersOf(country, EACH, random)) {
      if (numbers === NUMBERS) break;
      numbers += 1;
      const national = phoneOf(e164)?.forPeople.national ?? '';
      if (!sameNumber(national, e164)) alone.push(`${country} ${national}`);
      for (const [text, dials] of writings(e164, country)) {
        forms += 1;
        const reading = readText(text, country);
        if (!dials.includes(reading.dials))
          wrong.push(`${country} ${text} dials ${reading.dials || reading.refused}`);
        else if (!sameNumber(reading.dials, e164, country))
          wrong.push(`${country} ${text}, dialled as ${reading.dials}, is not ${e164}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  // An international number tells which plan the national one is to be read by.
  expect(alone).toEqual([]);
  expect([numbers, forms]).toEqual([NUMBERS, 10 * NUMBERS]);
}, 120_000);
