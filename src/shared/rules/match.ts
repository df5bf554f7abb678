import type { CallRecord } from '../history/record.ts';
import { RULE_STEPS, type Rule, type RuleStep } from './rule.ts';

/**
 * Whether a pattern with `*` (any run) and `?` (one character) takes a whole text, in any case.
 * One pass that goes back to the last star only: a long hostile text costs no more than
 * pattern × text.
 */
export function wildcard(pattern: string, text: string): boolean {
  const wanted = [...pattern.toLowerCase()];
  const given = [...text.toLowerCase()];
  let [p, t, star, from] = [0, 0, -1, 0];
  while (t < given.length) {
    if (wanted[p] === '*') {
      star = p++;
      from = t;
    } else if (wanted[p] === '?' || (p < wanted.length && wanted[p] === given[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      t = from += 1;
    } else return false;
  }
  while (wanted[p] === '*') p += 1;
  return p === wanted.length;
}

/** Numbers are written with spaces, brackets and dashes, and `00` for `+`: both forms are tried. */
function spellings(text: string): string[] {
  const plain = text.trim();
  const bare = plain.replace(/[\s()/-]/g, '');
  return [...new Set([plain, bare, bare.replace(/^00/, '+')])];
}

/** Whether one of the patterns (parted by commas) takes a number; no pattern takes every one. */
export function anyPattern(patterns: string, number: string): boolean {
  const wanted = patterns.split(',').filter((pattern) => pattern.trim() !== '');
  if (wanted.length === 0) return true;
  const given = spellings(number);
  return wanted.some((pattern) =>
    spellings(pattern).some((one) => given.some((other) => wildcard(one, other))),
  );
}

/** Whether a call is one that a rule is for, whatever its step. */
export const takes = (rule: Rule, record: CallRecord): boolean =>
  (rule.way === 'any' || rule.way === record.way) &&
  anyPattern(rule.number, record.number) &&
  anyPattern(rule.dialled, record.dialled);

/** Whether a rule fires at this step of this call (but for having fired before). */
export const firesAt = (rule: Rule, step: RuleStep, record: CallRecord): boolean =>
  rule.on && rule.steps.includes(step) && takes(rule, record);

/** The steps a call went through, each with the record as it was then. */
export function stepsOf(record: CallRecord): { step: RuleStep; record: CallRecord }[] {
  const { way, outcome, answeredMs } = record;
  const over = outcome !== 'ongoing';
  const went: Readonly<Record<RuleStep, boolean>> = {
    // A phone that was busy or set not to ring never rang.
    ringing: way === 'in' && outcome !== 'busy',
    answered: answeredMs > 0,
    ended: over && outcome !== 'missed',
    missed: outcome === 'missed',
  };
  const then = { ...record, endedMs: 0, outcome: 'ongoing', cause: '' } as const;
  return RULE_STEPS.filter((step) => went[step]).map((step) => {
    if (step === 'ringing') return { step, record: { ...then, answeredMs: 0 } };
    return { step, record: step === 'answered' ? then : record };
  });
}
