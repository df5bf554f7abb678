import type { Rule, RuleAction } from '@shared/rules/rule.ts';

/** A rule while it is edited: what one kind of action was filled in with survives a look at another. */
export interface RuleDraft extends Omit<Rule, 'action'> {
  kind: RuleAction['kind'];
  url: string;
  allowHttp: boolean;
  body: string;
  path: string;
  /** One argument a line. */
  args: string;
}

export function draftOf({ action, ...rule }: Rule): RuleDraft {
  const blank = { url: '', allowHttp: false, body: '', path: '', args: '' };
  const { kind } = action;
  if (action.kind !== 'program') return { ...rule, ...blank, ...action, kind };
  return { ...rule, ...blank, kind, path: action.path, args: action.args.join('\n') };
}

export function ruleOf(draft: RuleDraft): Rule {
  const { kind, url, allowHttp, body, path, args, ...rule } = draft;
  return { ...rule, name: rule.name.trim(), action: actionOf() };

  function actionOf(): RuleAction {
    switch (kind) {
      case 'url':
        return { kind, url: url.trim(), allowHttp };
      case 'webhook':
        return { kind, url: url.trim(), allowHttp, body };
      case 'program': {
        const lines = args === '' ? [] : args.replace(/\n$/, '').split('\n');
        return { kind, path: path.trim(), args: lines };
      }
    }
  }
}
