import { phoneOf, trunkPrefix } from './library.ts';

/** `+49 (0)30`, `0049 (0)30`, `(+49) (0)30`, `+49/(0)30`, `49 (0)30`; separators are gone. */
const BRACKETED =
  /^\(?(?<way>\+|00|011|0011|810|)(?<code>[1-9]\d{0,2})\)?[([](?<trunk>\d{1,2})[)\]](?<rest>\d+)$/;

/**
 * A number without the trunk prefix that people put in brackets behind the country's code: it is
 * dialled from within the country alone. It stays where it is part of the number (Italy).
 * @param text digits, `+` and brackets
 */
export function withoutTrunk(text: string): string {
  const found = BRACKETED.exec(text)?.groups;
  if (!found) return text;
  const { way = '', code = '', trunk = '', rest = '' } = found;
  const usual = trunkPrefix(code);
  if (trunk !== '0' && trunk !== usual) return text;
  const whole = `+${code}${trunk}${rest}`;
  const short = `+${code}${rest}`;
  const isPart = usual === '' && (isValid(whole) || !isValid(short));
  if (way === '' && !isValid(isPart ? whole : short)) return text;
  return isPart ? whole : short;
}

/** An international number with a trunk prefix left in it, `+49 030 …`, as its plan has it. */
export function asPlanned(number: string): string {
  if (!number.startsWith('+')) return number;
  const phone = phoneOf(number);
  return phone?.isValid ? phone.international : number;
}

const isValid = (number: string): boolean => phoneOf(number)?.isValid ?? false;
