import { describe, expect, it } from 'vitest';
import { isDialable } from '../../src/shared/domain/validate.ts';
import { readText } from '../../src/shared/numbers/link.ts';
import type { Reading } from '../../src/shared/numbers/reading.ts';
import CASES from '../fixtures/numbers/cases.json' with { type: 'json' };

/** What a case says of a reading; `refused` and `said` are parts of the sentence. */
type Expected = Partial<
  Pick<Reading, 'kind' | 'dials' | 'extension' | 'pause' | 'refused' | 'said'>
> & {
  choices?: string[];
};
type Case = [text: string, country: string, expected: Expected];

describe.each(CASES)('$what', ({ cases }) => {
  it.each(cases as Case[])('%j, dialled from %j', (text, country, expected) => {
    const reading = readText(text, country);
    const { refused = '', said = '', ...exactly } = expected;
    expect(reading).toMatchObject({
      extension: '',
      pause: '',
      ...(refused === '' ? {} : { dials: '' }),
      ...exactly,
    });
    if (expected.choices === undefined && refused === '') expect(reading.refused).toBe('');
    expect(reading.refused).toContain(refused);
    expect(reading.said).toContain(said);
    for (const dials of [reading.dials, ...reading.choices].filter(Boolean)) {
      expect(isDialable(dials)).toBe(true);
      expect(readText(dials, country).dials).toBe(dials);
    }
  });
});
