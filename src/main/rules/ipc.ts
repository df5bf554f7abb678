import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { CallRecord } from '@shared/history/record.ts';
import { problemsOf } from '@shared/rules/plan.ts';
import type { Rule } from '@shared/rules/rule.ts';
import type { Handlers } from '../ipc/server.ts';
import type { RuleRunner } from './runner.ts';

/** Calls that a dry run goes through. */
const DRY_RUN_CALLS = 20;

type RuleRequests = 'rules.save' | 'rules.dryRun' | 'rules.results';

/**
 * What a window may ask of the rules.
 * @param latest the last calls, newest first
 * @param agree asks the person about what nobody has agreed to yet
 * @param keep writes them to the settings
 */
export function ruleHandlers(
  runner: RuleRunner,
  latest: (count: number) => Promise<CallRecord[]>,
  agree: (rules: readonly Rule[]) => Promise<Result<null>>,
  keep: (rules: Rule[]) => void,
): Pick<Handlers, RuleRequests> {
  return {
    'rules.save': async (rules) => {
      if (new Set(rules.map(({ id }) => id)).size < rules.length)
        return fail('bad-input', 'Two rules have the same id.');
      for (const rule of rules) {
        const [problem] = Object.values(problemsOf(rule));
        if (problem !== undefined) return fail('bad-input', `${rule.name}: ${problem}`);
      }
      const agreed = await agree(rules);
      if (!agreed.ok) return agreed;
      keep(rules);
      return ok(null);
    },
    'rules.dryRun': async (rules) => runner.dryRun(rules, await latest(DRY_RUN_CALLS)),
    'rules.results': () => runner.results,
  };
}
