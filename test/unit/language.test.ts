import { afterEach, describe, expect, it } from 'vitest';
import { languageArgument, languageOfArguments } from '@shared/ipc/language.ts';
import { chooseLanguage, directionOf, speak } from '@shared/messages/language.ts';
import { say, text, verbatim } from '@shared/messages/text.ts';

afterEach(() => speak(() => ({ locale: 'en', region: 'en-US' })));

describe('the language', () => {
  it.each([
    ['de', ['de-AT', 'en-US'], 'de', 'de-AT'],
    ['the first of the system that there is', ['fr-FR', 'de-DE', 'en-GB'], 'de', 'de-DE'],
    ['English where there is none', ['fr-FR', 'uk'], 'en', 'en'],
    ['a system without a language', ['c', ''], 'en', 'en'],
    ['no pseudo-locale for people who speak its language', ['ar-EG', 'en-GB'], 'en', 'en-GB'],
    ['a pseudo-locale that is asked for by its tag', ['ar-XB', 'en-GB'], 'ar-XB', 'ar-XB'],
  ] as const)('follows the system: %s', (_name, system, locale, region) =>
    expect(chooseLanguage('system', system, ['en', 'de'])).toEqual({ locale, region }),
  );

  it('does not follow the system into one that is not whole', () =>
    expect(chooseLanguage('system', ['de-DE', 'en-GB'], ['en']).locale).toBe('en'));

  it('is the one that was chosen, written as the system writes it', () => {
    expect(chooseLanguage('en', ['de-DE', 'en-IE'])).toEqual({ locale: 'en', region: 'en-IE' });
    expect(chooseLanguage('de', ['en-US'])).toEqual({ locale: 'de', region: 'de' });
  });

  it('reaches a page by an argument, and nothing else does', () => {
    const german = { locale: 'de', region: 'de-AT' } as const;
    expect(languageOfArguments(['electron', languageArgument(german)])).toEqual(german);
    expect(languageOfArguments(['electron', '--ringside-language=xx,xx'])).toBeUndefined();
    expect(languageOfArguments([])).toBeUndefined();
  });

  it('goes from right to left where its letters do', () =>
    expect((['en', 'de', 'en-XA', 'ar-XB'] as const).map(directionOf)).toEqual([
      'ltr',
      'ltr',
      'ltr',
      'rtl',
    ]));

  it('is that of the moment in which a text is said', () => {
    const fact = text('app_verbatim', { text: verbatim('-ERR NO_ANSWER {x}') });
    expect(say(fact)).toBe('-ERR NO_ANSWER {x}');
    speak(() => ({ locale: 'en-XA', region: 'en-XA' }));
    expect(say(fact)).toMatch(/^\[.*-ERR NO_ANSWER \{x\}.*\]$/);
  });

  it('says the key of a text that another version had', () =>
    expect(say({ key: 'app_of_another_version' as 'app_verbatim' })).toBe(
      'app_of_another_version',
    ));
});
