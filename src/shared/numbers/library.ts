import {
  getCountries,
  isSupportedCountry,
  Metadata,
  parsePhoneNumberFromString,
  type CountryCode,
  type MetadataJson,
} from 'libphonenumber-js/core';
import numbering from 'libphonenumber-js/metadata.max';

/** Numbering plans of all countries; the full ones, for the small say “valid” to too much. */
const PLANS = numbering as unknown as MetadataJson & {
  readonly country_calling_codes: Readonly<Record<string, readonly string[]>>;
};

/** A number as a country's plan has it. */
export interface Phone {
  /** E.164, `+` and digits. */
  readonly international: string;
  /** The part behind the country's calling code. */
  readonly national: string;
  readonly isValid: boolean;
  /** As people in its country write it, and people elsewhere. */
  readonly forPeople: { readonly national: string; readonly international: string };
  /** ISO 3166 code, '' where several share the calling code and none is told. */
  readonly country: string;
}

/** Codes (ISO 3166) of the countries whose plan is known. */
export const countries = (): readonly string[] => getCountries(PLANS);

export const isCountry = (code: string): boolean => isSupportedCountry(code as CountryCode, PLANS);

/**
 * A number of digits, with `+` or as it is dialled within `country`; undefined where no plan has
 * numbers of its length.
 */
export function phoneOf(digits: string, country = ''): Phone | undefined {
  const options = { extract: false, ...(isCountry(country) && { defaultCountry: country }) };
  const found = parsePhoneNumberFromString(digits, options as never, PLANS);
  if (!found) return undefined;
  return {
    international: found.number,
    national: found.nationalNumber,
    isValid: found.isValid(),
    country: found.country ?? '',
    get forPeople() {
      return { national: found.formatNational(), international: found.formatInternational() };
    },
  };
}

/**
 * What is dialled within a country in front of a number, `0` mostly, '' where nothing is; undefined
 * where the calling code is nobody's.
 */
export function trunkPrefix(callingCode: string): string | undefined {
  const plan = planOf(countryOfCode(callingCode));
  return plan && (plan.nationalPrefix() || '');
}

/** The calling code of a country, without `+`; '' for an unknown one. */
export const callingCodeOf = (country: string): string => planOf(country)?.callingCode() ?? '';

/** The country a calling code is of, the main one where several share it; '' for none. */
export const countryOfCode = (callingCode: string): string =>
  Object.hasOwn(PLANS.country_calling_codes, callingCode)
    ? (PLANS.country_calling_codes[callingCode]?.[0] ?? '')
    : '';

/** What the library's types leave out of its plans. */
interface Plan {
  callingCode(): string;
  nationalPrefix(): string | undefined;
}

function planOf(country: string): Plan | undefined {
  if (!isCountry(country)) return undefined;
  const plans = new Metadata(PLANS);
  plans.selectNumberingPlan(country as CountryCode);
  return plans.numberingPlan as unknown as Plan;
}
