import { expect, it } from 'vitest';
import { plainNumber } from '../../src/shared/calls/parties.ts';

it.each([
  ['%2B49305550001', '+49305550001'],
  ['sip:%2B49305550001@gw.example.test', '+49305550001'],
  ['*31%23+4930', '*31#+4930'],
  ['100%', '100%'],
  ['%zz', '%zz'],
  ['201-0x563515353be0', '201'],
])('%s, as mod_sofia writes it, is %s', (written, number) => {
  expect(plainNumber(written)).toBe(number);
});
