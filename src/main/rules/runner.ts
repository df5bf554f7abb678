import { fail, type Result } from '@shared/domain/result.ts';
import type { CallRecord } from '@shared/history/record.ts';
import { firesAt, takes } from '@shared/rules/match.ts';
import { dryRun, planFor, valuesOf, type KnownHere } from '@shared/rules/plan.ts';
import type { DryRun, Rule, RuleAction, RuleResult, RuleStep } from '@shared/rules/rule.ts';
import type { CarryOut } from './actions.ts';
import { programProblem } from './program.ts';

/** Actions under way at once; more is a flood, or programs that hang. */
const MAX_UNDER_WAY = 8;

export interface RunnerParts {
  /** The rules as they are now. */
  readonly rules: () => readonly Rule[];
  readonly carryOut: CarryOut;
  /** Whether the person agreed to what a rule does. */
  readonly agreed: (action: RuleAction) => boolean;
  /** Whether a rule may fire for a call: true once, also over restarts. */
  readonly claim: (ruleId: string, record: CallRecord, nowMs: number) => Promise<boolean>;
  /** What is known here of a call: the name in my contacts, and the site's. */
  readonly known: (record: CallRecord) => KnownHere;
  /** Tells the person that a rule has begun to fail. */
  readonly warn: (text: string) => void;
  /** How the rules went has changed. */
  readonly changed: (results: RuleResult[]) => void;
}

/** Fires the rules as my calls go through their steps. */
export class RuleRunner {
  readonly #parts: RunnerParts;
  readonly #results = new Map<string, RuleResult>();
  readonly #stopped = new AbortController();
  #underWay = 0;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** A call of mine went a step further. */
  onStep({ step, record }: { step: RuleStep; record: CallRecord }): void {
    if (this.#stopped.signal.aborted) return;
    for (const rule of this.#parts.rules())
      if (firesAt(rule, step, record)) void this.#fireOnce(rule, step, record);
  }

  async #fireOnce(rule: Rule, step: RuleStep, record: CallRecord): Promise<void> {
    const isFirst = await this.#parts.claim(rule.id, record, Date.now());
    if (isFirst && !this.#stopped.signal.aborted) await this.#run(rule, step, record);
  }

  /** The rules that a pop-up of this call has a button for. */
  buttonsFor(record: CallRecord): { id: string; name: string }[] {
    return this.#parts
      .rules()
      .filter((rule) => rule.on && rule.button && takes(rule, record))
      .map(({ id, name }) => ({ id, name }));
  }

  /** A person pressed a rule's button: it fires whether or not it has fired by itself. */
  async fire(ruleId: string, record: CallRecord): Promise<Result<null>> {
    const rule = this.#parts.rules().find(({ id }) => id === ruleId);
    if (!rule?.on || !rule.button) return fail('bad-input', 'That rule is gone.');
    return this.#run(rule, 'button', record);
  }

  /** What rules would have done for calls of the past. Nothing is done. */
  async dryRun(rules: readonly Rule[], records: readonly CallRecord[]): Promise<DryRun[]> {
    const runs = dryRun(rules, records, this.#parts.known);
    const problems = new Map<string, string>();
    for (const { action } of rules)
      if (action.kind === 'program') problems.set(action.path, await programProblem(action.path));
    return runs.map(({ record, would }) => ({
      record,
      would: would.map((one) =>
        one.plan?.kind === 'program' ? { ...one, problem: problems.get(one.plan.path) ?? '' } : one,
      ),
    }));
  }

  /** How each rule went the last time. */
  get results(): RuleResult[] {
    return [...this.#results.values()];
  }

  /** Ends what is under way. */
  stop(): void {
    this.#stopped.abort();
  }

  async #run(rule: Rule, step: RuleStep | 'button', record: CallRecord): Promise<Result<null>> {
    const result = await this.#act(rule, step, record);
    if (this.#stopped.signal.aborted) return result;
    const problem = result.ok ? '' : result.error.message;
    const failedBefore = (this.#results.get(rule.id)?.problem ?? '') !== '';
    this.#results.set(rule.id, { ruleId: rule.id, atMs: Date.now(), problem });
    // Told when it begins to fail, not for every call until somebody mends it.
    if (problem !== '' && !failedBefore)
      this.#parts.warn(`The rule “${rule.name}” failed: ${problem}`);
    this.#parts.changed(this.results);
    return result;
  }

  async #act(rule: Rule, step: RuleStep | 'button', record: CallRecord): Promise<Result<null>> {
    if (this.#underWay >= MAX_UNDER_WAY)
      return fail('refused', 'Too many rules are at work at once.');
    if (!this.#parts.agreed(rule.action))
      return fail('not-allowed', 'Nobody has allowed that yet: open the rule and save it.');
    const values = valuesOf(step, record, this.#parts.known(record));
    const plan = planFor(rule.action, values);
    if (!plan.ok) return plan;
    this.#underWay += 1;
    try {
      return await this.#parts.carryOut(plan.value, this.#stopped.signal);
    } finally {
      this.#underWay -= 1;
    }
  }
}
