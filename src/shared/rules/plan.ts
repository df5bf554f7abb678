import { fail, ok, type Result } from '../domain/result.ts';
import type { CallRecord } from '../history/record.ts';
import { firesAt, stepsOf } from './match.ts';
import { MAX_ARGUMENT, MAX_ARGUMENTS } from './rule.ts';
import type { DryRun, Plan, Rule, RuleAction, RuleStep } from './rule.ts';
import { fill, fillUrl, unknownPlaceholder, urlTemplateProblem, type Values } from './template.ts';

/** What a template may hold, and what each is (docs/rules.md). */
export const PLACEHOLDERS = [
  'step',
  'site',
  'call_id',
  'way',
  'name',
  'contact',
  'number',
  'dialled',
  'started',
  'answered',
  'ended',
  'talked_s',
  'outcome',
] as const;
type Placeholder = (typeof PLACEHOLDERS)[number];

const time = (ms: number): string => (ms > 0 ? new Date(ms).toISOString() : '');

/** What is known here beside the record. */
export interface KnownHere {
  /** The name in my contacts, or ''. */
  readonly contact: string;
  /** What the site is called. */
  readonly site: string;
}

/** What fills the placeholders for a call at a step. */
export function valuesOf(
  step: RuleStep | 'button',
  record: CallRecord,
  { contact, site }: KnownHere,
): Readonly<Record<Placeholder, string>> {
  const { answeredMs, endedMs } = record;
  return {
    step,
    site,
    call_id: record.callId,
    way: record.way,
    name: record.name,
    contact,
    number: record.number,
    dialled: record.dialled,
    started: time(record.startedMs),
    answered: time(answeredMs),
    ended: time(endedMs),
    talked_s: String(
      answeredMs > 0 && endedMs > 0 ? Math.max(0, Math.round((endedMs - answeredMs) / 1000)) : 0,
    ),
    outcome: record.outcome,
  };
}

/** The body of a webhook that has none of its own: all there is. */
const WHOLE_BODY = JSON.stringify(
  Object.fromEntries(PLACEHOLDERS.map((name) => [name, `{${name}}`])),
);

/** A program cannot be given NUL: its arguments end there. */
const argument = (value: string): string => value.replaceAll('\0', '\ufffd');

/** Fills the texts in a JSON value; they stay texts, and keys stay as they are written. */
function fillJson(json: unknown, values: Values): unknown {
  if (typeof json === 'string') return fill(json, values);
  if (Array.isArray(json)) return json.map((part) => fillJson(part, values));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, part]) => [key, fillJson(part, values)]),
  );
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Which field of a rule is wrong, and why; empty when it can be saved. */
export type RuleProblems = Partial<
  Record<'name' | 'steps' | 'url' | 'path' | 'args' | 'body', string>
>;

export function problemsOf(rule: Rule): RuleProblems {
  const found: RuleProblems = actionProblems(rule.action);
  if (rule.name.trim() === '') found.name = 'A name is needed.';
  if (rule.steps.length === 0 && !rule.button)
    found.steps = 'Choose when it happens, or make it a button.';
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== ''));
}

function actionProblems(action: RuleAction): RuleProblems {
  if (action.kind === 'program') {
    const args = action.args.map(argumentProblem).find((problem) => problem !== '') ?? '';
    const tooMany = `A program can have ${MAX_ARGUMENTS} arguments.`;
    return {
      path: pathProblem(action.path),
      args: action.args.length > MAX_ARGUMENTS ? tooMany : args,
    };
  }
  const url = urlTemplateProblem(action.url, action.allowHttp, PLACEHOLDERS);
  if (action.kind === 'url') return { url };
  if (action.body.trim() === '') return { url };
  return {
    url,
    body: parseJson(action.body)
      ? unknownPlaceholder(action.body, PLACEHOLDERS)
      : 'That is not JSON. Texts in it may hold placeholders: {"caller": "{name}"}.',
  };
}

const argumentProblem = (arg: string): string =>
  arg.length > MAX_ARGUMENT
    ? `An argument can have ${MAX_ARGUMENT} characters.`
    : unknownPlaceholder(arg, PLACEHOLDERS);

/** A path of POSIX or of Windows, written out in full; whether it is there is for main to see. */
function pathProblem(path: string): string {
  if (!/^(?:\/|[A-Za-z]:[\\/])/.test(path) || path.includes('\0'))
    return 'The program’s full path is needed, such as /usr/bin/notify-send.';
  // Windows runs these through a shell, which reads a caller's name as commands.
  if (/\.(?:bat|cmd)[. ]*$/i.test(path))
    return 'A .bat or .cmd file cannot be run: its arguments would pass through a shell.';
  return '';
}

/** What a rule does for a call, to the letter; fails with the reason when it cannot be done. */
export function planFor(action: RuleAction, values: Values): Result<Plan> {
  const problem = Object.values(actionProblems(action)).find((text) => text !== '');
  if (problem !== undefined) return fail('bad-input', problem);
  if (action.kind === 'program') {
    const args = action.args.map((arg) => fill(arg, values, argument));
    return ok({ kind: 'program', path: action.path, args });
  }
  const url = fillUrl(action.url, values);
  if (!url.ok) return url;
  if (action.kind === 'url') return ok({ kind: 'url', url: url.value });
  const json = parseJson(action.body.trim() || WHOLE_BODY)?.value;
  return ok({ kind: 'webhook', url: url.value, body: JSON.stringify(fillJson(json, values)) });
}

/**
 * What rules would have done for calls of the past, by the same code that does it.
 * @param known what is known here of a call
 */
export function dryRun(
  rules: readonly Rule[],
  records: readonly CallRecord[],
  known: (record: CallRecord) => KnownHere,
): DryRun[] {
  return records.map((record) => ({
    record,
    would: rules.flatMap((rule) => {
      const first = stepsOf(record).find((then) => firesAt(rule, then.step, then.record));
      if (!first) return [];
      const planned = planFor(rule.action, valuesOf(first.step, first.record, known(record)));
      return [
        {
          ruleId: rule.id,
          step: first.step,
          plan: planned.ok ? planned.value : null,
          problem: planned.ok ? '' : planned.error.message,
        },
      ];
    }),
  }));
}
