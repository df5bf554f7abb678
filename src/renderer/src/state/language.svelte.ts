import { directionOf, speak } from '@shared/messages/language.ts';
import type { Language } from '@shared/messages/locales.ts';
import { hear } from '../ipc/client.ts';

let spoken = $state.raw<Language>(window.ringside.language ?? { locale: 'en', region: 'en-US' });

function take(language: Language): void {
  spoken = language;
  const { documentElement: html } = document;
  html.lang = language.locale;
  html.dir = directionOf(language.locale);
}

/**
 * Begins to speak, before anything is shown. What a component says by a function of the catalogue is said anew
 * when another language is chosen.
 */
export function startSpeaking(): void {
  take(spoken);
  speak(() => spoken);
  hear('language', take);
}
