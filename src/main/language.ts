import { app, webContents } from 'electron';
import { chooseLanguage, language, speak } from '@shared/messages/language.ts';
import type { LanguageChoice } from '@shared/messages/locales.ts';
import { push } from './ipc/server.ts';
import { isPageUrl } from './pages.ts';

/** From now on texts are in the language that was chosen, here and in every window. */
export function speakChosen(choice: LanguageChoice): void {
  const chosen = chooseLanguage(choice, app.getPreferredSystemLanguages());
  if (chosen.locale === language().locale && chosen.region === language().region) return;
  speak(() => chosen);
  for (const page of webContents.getAllWebContents())
    if (isPageUrl(page.getURL())) push(page, 'language', chosen);
}
