import { describe, expect, it } from 'vitest';
import { countryOf } from '../../src/shared/numbers/country.ts';
import { forPeople, normalForms, sameNumber } from '../../src/shared/numbers/same.ts';

describe('a contact and a caller', () => {
  it.each([
    ['8 (495) 123-45-67', '+74951234567', 'RU'],
    ['8 (495) 123-45-67', '+74951234567', ''],
    ['030 1234567', '+49301234567', 'DE'],
    ['(02) 9876 5432', '+61298765432', 'AU'],
    ['06 1234 5678', '+390612345678', 'IT'],
    ['06 1 123 4567', '+3611234567', 'HU'],
    ['011 15-2345-6789', '+5491123456789', 'AR'],
    ['011 15-2345-6789', '+5491123456789', ''],
    ['(555) 010-0199', '+15550100199', 'US'],
    ['+1 (555) 010-0199 x123', '+15550100199', 'US'],
    ['1-800-FLOWERS', '+18003569377', 'US'],
    ['011 49 30 1234567', '+49301234567', 'US'],
    ['٠٣٠ ١٢٣٤٥٦٧', '0301234567', ''],
    ['+49 (0)30 1234567', '0301234567', ''],
    ['4930123456.0', '+4930123456', 'DE'],
    ['32 12 34', '+299321234', 'GL'],
    ['201', '201', 'DE'],
    ['Bo.Agent', 'bo.agent', ''],
  ])('%s and %s are one, seen from %j', (contact, caller, country) => {
    expect(sameNumber(contact, caller, country)).toBe(true);
    expect(sameNumber(caller, contact, country)).toBe(true);
  });

  it.each([
    ['030 1234567', '+43301234567', 'DE'],
    ['+49301234567', '+48301234567', ''],
    ['8 (495) 123-45-67', '+79951234567', 'RU'],
    ['06 1234 5678', '+39612345678', 'IT'],
    ['201', '0201', 'DE'],
    ['', '', 'DE'],
  ])('%s and %s are two, seen from %j', (contact, caller, country) => {
    expect(sameNumber(contact, caller, country)).toBe(false);
    expect(sameNumber(caller, contact, country)).toBe(false);
  });
});

it('a number of six digits is looked for as it is written at home and abroad', () => {
  expect(normalForms('+299321234', 'GL')).toContain('321234');
  expect(normalForms('321234', 'GL')).toContain('+299321234');
  expect(normalForms('+49301234567', 'DE')).toContain('0301234567');
  expect(normalForms('+49301234567', 'US')).toEqual(['+49301234567']);
});

it('a number is written for people as their country does', () => {
  expect(forPeople('+49301234567', 'DE')).toBe('030 1234567');
  expect(forPeople('+49301234567', 'US')).toBe('+49 30 1234567');
  expect(forPeople('201', 'DE')).toBe('201');
});

describe('the country', () => {
  it.each([
    ['de', 'en-US', 'America/New_York', 'DE'],
    ['', 'de_AT.UTF-8', 'Europe/Vienna', 'AT'],
    ['', 'en-US', 'Europe/Berlin', 'DE'],
    ['', 'en_US.UTF-8', 'UTC', 'US'],
    ['', 'C', 'UTC', ''],
    ['', 'POSIX', 'Europe/Rome', 'IT'],
    ['zz', 'fr_CH@euro', 'Europe/Zurich', 'CH'],
  ])('set to %j with %s in %s is %j', (set, locale, timeZone, country) =>
    expect(countryOf(set, { locale, timeZone })).toBe(country),
  );
});
