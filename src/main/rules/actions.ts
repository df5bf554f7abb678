import { assertNever, fail, ok, type Result } from '@shared/domain/result.ts';
import type { Plan } from '@shared/rules/rule.ts';
import { askBounded } from '../net/bounded.ts';
import { runProgram } from './program.ts';

/** ms a webhook has to answer. */
const WEBHOOK_MS = 5_000;
/** Largest answer of a webhook that is read (bytes); nothing is done with it. */
const MAX_ANSWER_BYTES = 256 * 1024;

export type OpenUrl = (url: string) => Promise<void>;
export type CarryOut = (plan: Plan, signal: AbortSignal) => Promise<Result<null>>;

/** Does what a rule planned. @param openUrl hands an address to the person's browser */
export function carryOut(openUrl: OpenUrl): CarryOut {
  return async (plan, signal) => {
    switch (plan.kind) {
      case 'url':
        return openUrl(plan.url).then(
          () => ok(null),
          (error: unknown) => fail('internal', `The address was not opened: ${String(error)}`),
        );
      case 'program':
        return runProgram(plan.path, plan.args, signal);
      case 'webhook':
        return post(plan.url, plan.body, signal);
      default:
        return assertNever(plan);
    }
  };
}

async function post(url: string, body: string, signal: AbortSignal): Promise<Result<null>> {
  const answer = await askBounded({
    method: 'POST',
    url,
    body,
    deadlineMs: WEBHOOK_MS,
    maxBytes: MAX_ANSWER_BYTES,
    signal,
  });
  if (!answer.ok) return answer;
  const { status } = answer.value;
  if (status >= 200 && status < 300) return ok(null);
  const { host } = new URL(url);
  return status < 400
    ? fail('refused', `${host} sends on to another address (${status}): write that one.`)
    : fail('refused', `${host} answered ${status}.`);
}
