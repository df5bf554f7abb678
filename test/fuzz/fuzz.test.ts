import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DESK } from './desk.ts';
import { WIRE } from './wire.ts';

/** A few thousand inputs each time; `npm run fuzz -- --runs 1000000` for the long run. */
const RUNS = 4_000;

describe('whatever comes', () => {
  it.each([...WIRE, ...DESK])(
    '$name',
    async ({ property, share }) => {
      const result = await fc.check(property as fc.IProperty<unknown[]>, {
        numRuns: Math.ceil((RUNS * share) / 100),
      });
      expect(result.failed, fc.defaultReportMessage(result)).toBe(false);
    },
    60_000,
  );
});
