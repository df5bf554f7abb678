import { assertNever } from '@shared/domain/result.ts';
import { formatChoice } from '@shared/messages/format.ts';
import { m } from '@shared/messages/m.ts';
import type { Plan, Rule, RuleStep } from '@shared/rules/rule.ts';

export const STEP_WORDS: Readonly<Record<RuleStep, () => string>> = {
  ringing: m.rules_step_rings,
  answered: m.rules_step_answered,
  ended: m.rules_step_ended,
  missed: m.rules_step_missed,
};
const WHEN: Readonly<Record<RuleStep, () => string>> = {
  ringing: m.rules_when_rings,
  answered: m.rules_when_answered,
  ended: m.rules_when_ended,
  missed: m.rules_when_missed,
};
export const WAY_WORDS = {
  any: m.rules_any,
  in: m.history_incoming,
  out: m.history_outgoing,
} as const;
export const ACTION_WORDS = {
  url: m.rules_do_url,
  program: m.rules_do_program,
  webhook: m.rules_do_webhook,
} as const;

/** A new rule: opens an address when a call comes in. */
export const newRule = (): Rule => ({
  id: crypto.randomUUID(),
  name: '',
  on: true,
  steps: ['ringing'],
  button: false,
  way: 'in',
  number: '',
  dialled: '',
  action: { kind: 'url', url: '', allowHttp: false },
});

/** A rule in one line: when, for which calls, what. */
export function summaryOf(rule: Rule): string {
  const how = [
    ...rule.steps.map((step) => WHEN[step]()),
    ...(rule.button ? [m.rules_by_button()] : []),
  ];
  const which = [
    rule.way === 'in' ? m.rules_only_in() : '',
    rule.way === 'out' ? m.rules_only_out() : '',
    rule.number === '' ? '' : m.rules_only_number({ pattern: rule.number }),
    rule.dialled === '' ? '' : m.rules_only_dialled({ pattern: rule.dialled }),
  ].filter(Boolean);
  const { action } = rule;
  const what = action.kind === 'program' ? [action.path, ...action.args].join(' ') : action.url;
  return `${[formatChoice(how), ...which].join(', ')}: ${what}`;
}

/** What a plan does, to the letter. */
export function planText(plan: Plan): { what: string; exactly: string } {
  switch (plan.kind) {
    case 'url':
      return { what: m.rules_opens(), exactly: plan.url };
    case 'program':
      return {
        what: m.rules_runs({ path: plan.path }),
        exactly: JSON.stringify(plan.args, null, 1),
      };
    case 'webhook':
      return { what: m.rules_posts({ url: plan.url }), exactly: plan.body };
    default:
      return assertNever(plan);
  }
}
