import { takeApart, type Apart } from './apart.ts';
import { isNoNumber, keypadDigits } from './letters.ts';
import { isScientific, plain, unwrapped } from './plain.ts';
import { dial, refuse, severalOf, type Reading } from './reading.ts';
import { isService } from './service.ts';
import { partsOf } from './several.ts';
import { asPlanned, withoutTrunk } from './trunk.ts';

/** Longest text looked at (characters). */
const LONGEST = 500;
/** What people write in front of a number: `Tel.: `, `Mobile (private): `, `☎ `. */
const LABEL =
  /^(?:[\u260e\u2706\u{1f4de}\u{1f4f1}]\s*|\p{L}[\p{L}\s.()-]{0,30}:\s*|(?:tel|phone|fon|mobile?|mob|handy|cell|telefon|tél|тел)\.?\s+)(?=[+\d(*#])/iu;
/** And behind it: `030 123456 (home)`. */
const REMARK = /(?<=[\d#*])\s*\(\s*\p{L}[^()\d]*\)$/u;

/**
 * What a text that a person typed, pasted or imported dials: digits as they are written, for the PBX
 * decides what a national number is, and international ones as their numbering plan has them. Never
 * throws; what cannot be dialled is refused with the reason.
 * @param country ISO 3166 code of the country people dial from, or ''
 */
export function readNumber(text: string, country = ''): Reading {
  const typed = unwrapped(plain(text.slice(0, LONGEST + 1)));
  if (typed === '') return refuse('Type a number to call.');
  if (text.trim().length > LONGEST) return refuse('That is too long to be a number.');
  if (isScientific(typed))
    return refuse(
      `A spreadsheet made “${typed}” of the number, and its last digits are lost: make the column text there.`,
    );
  // As most are: nothing to take apart.
  if (/^\+?\d{1,15}$/.test(typed))
    return ofDigits({ main: typed, extension: '', pause: '' }, country);
  const line = typed.replace(LABEL, '').replace(REMARK, '');
  if (isNoNumber(line)) return refuse(`“${line}” is no number: nothing is dialled.`);
  const parts = partsOf(line, country);
  if (parts.length > 1) {
    const readings = parts.map((part) => readOne(part, country));
    const choices = [...new Set(readings.map(({ dials }) => dials))];
    if (!choices.includes(''))
      return choices.length > 1 ? severalOf(choices) : (readings[0] ?? refuse(''));
  }
  return /[\r\n\u2028\u2029]/.test(line)
    ? refuse('That is more than one line: a number stands on one.')
    : readOne(line, country);
}

function readOne(text: string, country: string): Reading {
  const apart = takeApart(text);
  if (/^[+\d*#()[\]./\s-]+$/.test(apart.main)) return ofDigits(apart, country);
  const keyed = keypadDigits(apart.main);
  if (keyed !== undefined)
    return dial('number', asPlanned(keyed), apart, `“${apart.main}” is ${keyed} on a keypad.`);
  if (/\s/.test(text) && /\p{L}/u.test(text))
    return refuse('A name to call has no spaces; a number has digits only.');
  return dial('user', text.replace(/\s/g, ''));
}

function ofDigits(apart: Apart, country: string): Reading {
  const digits = withoutTrunk(apart.main.replace(/[./\s-]/g, '')).replace(/[()[\]]/g, '');
  const number = asPlanned(digits);
  if (!/\d|[*#]/.test(number) || number.length > 64) return dial('', number);
  if (/[*#]/.test(number)) return dial('code', number, apart);
  if (isService(number, country)) return dial('service', number, apart);
  return dial(/^\d{1,6}$/.test(number) ? 'extension' : 'number', number, apart);
}
