import { callingCodeOf } from './library.ts';

const EMERGENCY = new Set('000 110 112 113 115 117 118 119 911 988 999'.split(' '));

/** Emergency and service numbers, which are dialled as they are: 112, 911, 116 117, 118 xx, 411. */
export const isService = (number: string, country: string): boolean =>
  EMERGENCY.has(number) ||
  /^11(?:6\d{3}|8\d{2,3})$/.test(number) ||
  (/^[2-9]11$/.test(number) && callingCodeOf(country) === '1');
