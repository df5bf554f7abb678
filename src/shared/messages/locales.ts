import type { Locale } from './compiled/runtime.js';

export type { Locale };

/** Languages that texts are in. `en-XA` and `ar-XB` are made of English, for tests (scripts/lib/messages/pseudo.mjs). */
export const LOCALES = ['en', 'de', 'en-XA', 'ar-XB'] as const satisfies readonly Locale[];

/**
 * Those that a system's language is followed into. German comes here when no component is left on the list of
 * scripts/lib/messages/unconverted.json: until then it is shown to who asks for it.
 */
export const WHOLE: readonly Locale[] = ['en'];

/** What can be chosen: the system's language, or one of ours. */
export const LANGUAGE_CHOICES = ['system', ...LOCALES] as const;
export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];

/** A language that texts are shown in. */
export interface Language {
  readonly locale: Locale;
  /** BCP 47 tag by which numbers and times are written: the region is the system's. */
  readonly region: string;
}
