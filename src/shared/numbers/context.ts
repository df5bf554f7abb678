import { countryOfCode, phoneOf } from './library.ts';
import { digitsIn } from './plain.ts';
import type { Reading } from './reading.ts';

/** Digits up to which a local number is an extension or a service, wherever it is written. */
const SHORT = 6;

/**
 * A local number in its `phone-context` (RFC 3966, 5.1.5): where the number is valid, not what to put
 * in front of it. A context that is a country, or a country and an area, makes it international when
 * the country's plan has that number; emergency and service numbers, codes, extensions and what no
 * plan has are dialled as they are.
 */
export function inContext(reading: Reading, context: string): Reading {
  const { dials, kind } = reading;
  const digits = context.replace(/\D/g, '');
  if (kind !== 'number' || dials.startsWith('+') || !/^\+[\d().\s-]+$/.test(context))
    return reading;
  const code = [1, 2, 3].map((n) => digits.slice(0, n)).find((part) => countryOfCode(part) !== '');
  if (code === undefined) return reading;
  const inArea = digits === code ? undefined : phoneOf(`+${digits}${dials}`);
  const inCountry = digitsIn(dials) > SHORT ? phoneOf(dials, countryOfCode(code)) : undefined;
  const found = [inArea, inCountry].find((phone) => phone?.isValid);
  return found ? { ...reading, dials: found.international } : reading;
}
