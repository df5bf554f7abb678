import * as v from 'valibot';
import { CallRecord } from '../history/record.ts';

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));

/** What a call of mine goes through, in this order. A call that was missed is not also hung up. */
export const RULE_STEPS = ['ringing', 'answered', 'ended', 'missed'] as const;
export type RuleStep = (typeof RULE_STEPS)[number];

export const MAX_RULES = 50;
export const MAX_ARGUMENTS = 30;
/** Longest template of an argument (characters). */
export const MAX_ARGUMENT = 1_000;

/**
 * What a rule does. Templates are checked where they are saved and again where they are filled. No
 * defaults: the settings file's schema cannot have them inside of a choice.
 */
export const RuleAction = v.variant('kind', [
  v.object({
    kind: v.literal('url'),
    url: text(2000),
    /** The person said that this address may go unencrypted. */
    allowHttp: v.boolean(),
  }),
  v.object({
    kind: v.literal('program'),
    /** Absolute; no template, for no caller chooses a program. */
    path: text(1000),
    /** One template an argument. */
    args: v.pipe(v.array(text(MAX_ARGUMENT)), v.maxLength(MAX_ARGUMENTS)),
  }),
  v.object({
    kind: v.literal('webhook'),
    url: text(2000),
    allowHttp: v.boolean(),
    /** JSON whose texts are templates; '' posts everything that is known of the call. */
    body: text(4000),
  }),
]);
export type RuleAction = v.InferOutput<typeof RuleAction>;

export const Rule = v.object({
  id: v.pipe(text(64), v.regex(/^[A-Za-z0-9-]+$/)),
  name: v.pipe(text(80), v.minLength(1)),
  on: v.optional(v.boolean(), true),
  /** It fires once for a call, at the first of these; none for a rule that is only a button. */
  steps: v.optional(v.pipe(v.array(v.picklist(RULE_STEPS)), v.maxLength(RULE_STEPS.length)), []),
  /** Whether the pop-up has a button that fires it. */
  button: v.optional(v.boolean(), false),
  way: v.optional(v.picklist(['any', 'in', 'out']), 'any'),
  /** Patterns with `*` and `?`, parted by commas; '' takes every call. */
  number: v.optional(text(400), ''),
  /** The same for the queue or number that the caller dialled. */
  dialled: v.optional(text(400), ''),
  action: RuleAction,
});
export type Rule = v.InferOutput<typeof Rule>;
export const Rules = v.pipe(v.array(Rule), v.maxLength(MAX_RULES));

/** What a rule does for one call, to the letter: what is carried out, and what a dry run shows. */
export const Plan = v.variant('kind', [
  v.object({ kind: v.literal('url'), url: v.string() }),
  v.object({ kind: v.literal('program'), path: v.string(), args: v.array(v.string()) }),
  v.object({ kind: v.literal('webhook'), url: v.string(), body: v.string() }),
]);
export type Plan = v.InferOutput<typeof Plan>;

/** What the rules would have done for a call of the past. */
export const DryRun = v.object({
  record: CallRecord,
  would: v.array(
    v.object({
      ruleId: v.string(),
      step: v.picklist(RULE_STEPS),
      plan: v.nullable(Plan),
      /** Why it would not work, '' where it would. */
      problem: v.string(),
    }),
  ),
});
export type DryRun = v.InferOutput<typeof DryRun>;

/** How a rule went the last time. */
export const RuleResult = v.object({
  ruleId: v.string(),
  /** ms since the epoch by this computer's clock. */
  atMs: v.number(),
  /** '' when it worked. */
  problem: v.string(),
});
export type RuleResult = v.InferOutput<typeof RuleResult>;
