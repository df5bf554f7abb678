import { getTextDirection, overwriteGetLocale } from './compiled/runtime.js';
import { LOCALES, WHOLE, type Language, type LanguageChoice, type Locale } from './locales.ts';

const languageOf = (tag: string): string => tag.split(/[-_.@]/)[0]?.toLowerCase() ?? '';

/** A pseudo-locale is nobody's: it is taken where its whole tag is asked for. */
const fit = (tag: string, whole: readonly Locale[]): Locale | undefined =>
  LOCALES.find((locale) => locale.includes('-') && locale.toLowerCase() === tag.toLowerCase()) ??
  whole.find((locale) => locale === languageOf(tag));

/** Whether `Intl` takes it: a system may call its language `c`. */
function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/**
 * The language to show texts in.
 * @param choice what the person chose
 * @param system the system's languages, BCP 47, the preferred first
 * @param whole those that the system's are followed into
 */
export function chooseLanguage(
  choice: LanguageChoice,
  system: readonly string[],
  whole: readonly Locale[] = WHOLE,
): Language {
  const followed = system.map((tag) => fit(tag, whole)).find((locale) => locale !== undefined);
  const locale = choice === 'system' ? (followed ?? 'en') : choice;
  const region = system.find((tag) => isTag(tag) && languageOf(tag) === languageOf(locale));
  return { locale, region: region ?? locale };
}

export const directionOf = (locale: Locale): 'ltr' | 'rtl' => getTextDirection(locale);

let current: () => Language = () => ({ locale: 'en', region: 'en-US' });

/** From now on texts are in the language that `read` gives, asked anew for each. */
export function speak(read: () => Language): void {
  current = read;
  overwriteGetLocale(() => read().locale);
}
speak(current);

export const language = (): Language => current();
