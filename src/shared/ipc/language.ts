import { LOCALES, type Language } from '../messages/locales.ts';

const SWITCH = '--ringside-language=';

/** How a page gets its language before it can ask for it: by an argument of its process. */
export const languageArgument = ({ locale, region }: Language): string =>
  `${SWITCH}${locale},${region}`;

/** What `languageArgument` said; undefined where it is not there. */
export function languageOfArguments(args: readonly string[]): Language | undefined {
  const [locale, region] =
    args
      .find((arg) => arg.startsWith(SWITCH))
      ?.slice(SWITCH.length)
      .split(',') ?? [];
  const known = LOCALES.find((one) => one === locale);
  return known && region ? { locale: known, region } : undefined;
}
