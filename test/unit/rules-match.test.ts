import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyPattern, firesAt, stepsOf, takes, wildcard } from '../../src/shared/rules/match.ts';
import { callRecord, rule } from '../support/calls.ts';

describe('a pattern', () => {
  it.each([
    ['+49*', '+4930123456', true],
    ['+49*', '0049 30 123456', true],
    ['0049*', '+49 (30) 123456', true],
    ['+49 30 *', '+4930123456', true],
    ['+49*', '+4830123456', false],
    ['+49*', '030+49', false],
    ['20?', '201', true],
    ['20?', '2011', false],
    ['20?', '20', false],
    ['*456', '+4930123456', true],
    ['support*, sales', 'Support-EN', true],
    ['support*, sales', 'sales', true],
    ['support*, sales', 'sales2', false],
    ['', 'anything', true],
    [' , ', 'anything', true],
    ['?*', '', false],
    ['[0-9]*', '4', false],
    ['.*', '4', false],
  ])('%s and %s: %s', (patterns, number, expected) => {
    expect(anyPattern(patterns, number)).toBe(expected);
  });

  it('agrees with the same pattern as a regular expression', () => {
    const piece = fc.constantFrom('a', 'b', '1', '*', '?');
    const text = fc.constantFrom('a', 'b', '1', '2');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }),
        fc.array(text, { maxLength: 10 }),
        (pattern, given) => {
          const expression = pattern
            .map((char) => (char === '*' ? '.*' : char === '?' ? '.' : char))
            .join('');
          expect(wildcard(pattern.join(''), given.join(''))).toBe(
            new RegExp(`^${expression}$`).test(given.join('')),
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('takes a hostile pair in bounded steps', () => {
    // As a regular expression this would try some 4000^10 ways.
    expect(wildcard('*a'.repeat(10) + 'b', 'a'.repeat(4000))).toBe(false);
  });
});

describe('a rule', () => {
  it('takes a call by direction, number and what was dialled, all of them', () => {
    const record = callRecord();
    expect(takes(rule({ way: 'in', number: '+49*', dialled: '80?' }), record)).toBe(true);
    expect(takes(rule({ way: 'out', number: '+49*', dialled: '80?' }), record)).toBe(false);
    expect(takes(rule({ way: 'in', number: '+48*', dialled: '80?' }), record)).toBe(false);
    expect(takes(rule({ way: 'in', number: '+49*', dialled: '90?' }), record)).toBe(false);
  });

  it('fires at its steps only, and not when it is off', () => {
    const record = callRecord();
    expect(firesAt(rule({ steps: ['ended', 'missed'] }), 'missed', record)).toBe(true);
    expect(firesAt(rule({ steps: ['ended', 'missed'] }), 'ringing', record)).toBe(false);
    expect(firesAt(rule({ on: false }), 'ringing', record)).toBe(false);
    expect(firesAt(rule({ steps: [], button: true }), 'ringing', record)).toBe(false);
  });
});

describe('the steps of a past call', () => {
  const names = (changes: Parameters<typeof callRecord>[0]) =>
    stepsOf(callRecord(changes)).map(({ step }) => step);

  it('are those that the recorder told', () => {
    expect(names({})).toEqual(['ringing', 'answered', 'ended']);
    expect(names({ way: 'out' })).toEqual(['answered', 'ended']);
    expect(names({ outcome: 'missed', answeredMs: 0 })).toEqual(['ringing', 'missed']);
    expect(names({ outcome: 'busy', answeredMs: 0 })).toEqual(['ended']);
    expect(names({ outcome: 'ongoing', answeredMs: 0, endedMs: 0 })).toEqual(['ringing']);
  });

  it('know no more than was known then', () => {
    const [ringing, answered, ended] = stepsOf(callRecord());
    expect(ringing?.record).toMatchObject({ answeredMs: 0, endedMs: 0, outcome: 'ongoing' });
    expect(answered?.record).toMatchObject({ endedMs: 0, outcome: 'ongoing', cause: '' });
    expect(answered?.record.answeredMs).toBeGreaterThan(0);
    expect(ended?.record).toEqual(callRecord());
  });
});
