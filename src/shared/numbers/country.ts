import { countries, isCountry } from './library.ts';

/** What the system tells of where it is. */
export interface Surroundings {
  /** The locale of telephone numbers, addresses and the like: `de-DE`, `de_DE.UTF-8`, `C`. */
  readonly locale: string;
  /** IANA name, `Europe/Berlin`. */
  readonly timeZone: string;
}

/**
 * The country (ISO 3166) that numbers are dialled from: the one that is set, else the system's. A clock
 * that is only ever set in one country says more than a language, for many a desk in Berlin speaks
 * American English. '' where neither tells.
 * @param set the setting, '' for the system's
 */
export function countryOf(set: string, { locale, timeZone }: Surroundings): string {
  if (isCountry(set.toUpperCase())) return set.toUpperCase();
  const spoken = regionOf(locale);
  const kept = spoken === '' ? [] : zonesOf(spoken);
  if (kept.includes(timeZone)) return spoken;
  const here = countries().filter((country) => zonesOf(country).includes(timeZone));
  if (here.length === 1) return here[0] ?? '';
  return isCountry(spoken) ? spoken : '';
}

function regionOf(locale: string): string {
  try {
    return new Intl.Locale(locale.replace(/[.@].*$/s, '').replaceAll('_', '-')).region ?? '';
  } catch {
    return '';
  }
}

/** Newer engines have a function where older ones have a property. */
function zonesOf(country: string): readonly string[] {
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & {
    getTimeZones?(): string[];
    timeZones?: string[];
  };
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}
