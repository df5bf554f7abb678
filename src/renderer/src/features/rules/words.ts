import { assertNever } from '@shared/domain/result.ts';
import type { Plan, Rule, RuleStep } from '@shared/rules/rule.ts';

export const STEP_WORDS: Readonly<Record<RuleStep, string>> = {
  ringing: 'It rings',
  answered: 'It is answered',
  ended: 'It is hung up',
  missed: 'It is missed',
};
export const WAY_WORDS = { any: 'In and out', in: 'Incoming', out: 'Outgoing' } as const;
export const ACTION_WORDS = {
  url: 'Open an address',
  program: 'Run a program',
  webhook: 'Post to a webhook',
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
  const when = rule.steps.map((step) => STEP_WORDS[step].replace('It ', '')).join(' or ');
  const which = [
    rule.way === 'any' ? '' : WAY_WORDS[rule.way].toLowerCase(),
    rule.number === '' ? '' : `number ${rule.number}`,
    rule.dialled === '' ? '' : `called ${rule.dialled}`,
  ].filter(Boolean);
  const how = [when === '' ? '' : `when it ${when}`, rule.button ? 'by a button' : ''];
  const { action } = rule;
  const what = action.kind === 'program' ? [action.path, ...action.args].join(' ') : action.url;
  return `${how.filter(Boolean).join(' or ')}${which.length > 0 ? `, ${which.join(', ')}` : ''}: ${what}`;
}

/** What a plan does, to the letter. */
export function planText(plan: Plan): { what: string; exactly: string } {
  switch (plan.kind) {
    case 'url':
      return { what: 'opens', exactly: plan.url };
    case 'program':
      return { what: `runs ${plan.path} with`, exactly: JSON.stringify(plan.args, null, 1) };
    case 'webhook':
      return { what: `posts to ${plan.url}`, exactly: plan.body };
    default:
      return assertNever(plan);
  }
}
