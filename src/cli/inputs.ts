import { Numbers } from '../main/numbers/numbers.ts';
import type { Reading } from '../shared/numbers/reading.ts';
import type { InputAnswer, InputRequest } from './request.ts';

/** Commands that say what Ringside makes of an input, and ask nothing of a running app. */
export const INPUT_COMMANDS: ReadonlySet<string> = new Set(['number', 'link', 'contacts']);

/** The fields that scripts read; '' where there is none. Fields are only ever added. */
const forScripts = ({ dials, extension, pause, kind, refused }: Reading): string =>
  JSON.stringify({ dials, extension, pause, kind, refused });

function forPeople({ dials, kind, said, refused }: Reading): string {
  if (refused !== '') return refused;
  return [`Dials ${dials} (${kind}).`, said].filter(Boolean).join(' ');
}

/** Reads a number or a link as the dial dialog, a click and the hotkey do. Nothing is dialled. */
export async function readInput(request: InputRequest): Promise<InputAnswer> {
  const { command, text, country, json } = request;
  if (command === 'contacts') {
    const { readContacts } = await import('./contacts.ts');
    return readContacts(request);
  }
  const isLink = /^\s*(?:tel|callto|sips?):/i.test(text);
  if (command === 'link' && !isLink) {
    const refused = 'That is no link to dial: it begins with tel:, callto:, sip: or sips:.';
    const none: Reading = {
      dials: '',
      extension: '',
      pause: '',
      kind: '',
      refused,
      choices: [],
      said: '',
    };
    return { text: json ? forScripts(none) : refused, understood: false };
  }
  const reading = await new Numbers(() => country).read(text);
  return {
    text: json ? forScripts(reading) : forPeople(reading),
    understood: reading.dials !== '',
  };
}
