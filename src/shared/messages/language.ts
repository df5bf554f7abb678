import { getTextDirection, overwriteGetLocale } from './compiled/runtime.js';
import { LOCALES, type Language, type LanguageChoice, type Locale } from './locales.ts';

const languageOf = (tag: string): string => tag.split(/[-_.@]/)[0]?.toLowerCase() ?? '';

/** Nobody's system speaks these: they are taken where their whole tag is asked for. */
const isPseudo = (locale: Locale): boolean => locale === 'en-XA' || locale === 'ar-XB';

function fit(tag: string): Locale | undefined {
  const exact = LOCALES.find((locale) => locale.toLowerCase() === tag.toLowerCase());
  return exact ?? LOCALES.find((locale) => !isPseudo(locale) && locale === languageOf(tag));
}

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
 */
export function chooseLanguage(choice: LanguageChoice, system: readonly string[]): Language {
  const locale = choice === 'system' ? (system.map(fit).find((found) => found) ?? 'en') : choice;
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
