const KEYS = 'abc2 def3 ghi4 jkl5 mno6 pqrs7 tuv8 wxyz9'.split(' ');

/** What programs write where there is no number. */
const NO_NUMBER = new Set(
  (
    'null nil none n/a na n.a. #n/a #ref! #value! #name? nan undefined unknown unbekannt inconnu ' +
    'desconocido anonymous anonym private restricted withheld unavailable blocked tba tbd true false'
  ).split(' '),
);

export const isNoNumber = (text: string): boolean => NO_NUMBER.has(text.toLowerCase());

/** What numbers in words begin with, so that no user's name is taken for one: 1-800, 0800, 1300. */
const FREE = /^(?:\+?1?8(?:00|33|44|55|66|77|88)|\+?\d{0,3}0?[89]00|1[38]00)/;

/**
 * The digits of a number that is written in words, `1-800-FLOWERS`; undefined for what is none: a SIP
 * user such as `agent007`, `203-alice` or the MAC address of a phone.
 */
export function keypadDigits(text: string): string | undefined {
  if (!/^\+?[\d(][\dA-Za-z().\-/ ]*$/.test(text)) return undefined;
  const bare = text.replace(/[^+\dA-Za-z]/g, '');
  const letters = bare.replace(/[^A-Za-z]/g, '');
  if (letters.length < 3 || bare.length < 7 || bare.length > 20 || !/^\+?\d{3}/.test(bare))
    return undefined;
  const shouted = letters === letters.toUpperCase() && /[\s.()-]/.test(text);
  if (!shouted && !text.startsWith('+') && !FREE.test(bare)) return undefined;
  return bare.replace(/[A-Za-z]/g, (letter) => keyOf(letter.toLowerCase()));
}

const keyOf = (letter: string): string => KEYS.find((key) => key.includes(letter))?.at(-1) ?? '';
