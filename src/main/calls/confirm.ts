import type { OnLeg } from '@shared/commands/command.ts';
import type { Proof } from '@shared/commands/entry.ts';
import { fail, ok, type AppError, type ErrorKind, type Result } from '@shared/domain/result.ts';
import type { Accepted, PbxPort } from '../pbx/port.ts';
import type { Monitor } from './monitor.ts';
import { watchLeg, type Watch } from './watch.ts';

type ByLeg = Extract<Proof, { by: 'leg' }>;

/** ms an event may take to confirm what the PBX said yes to, before a fresh list is asked for. */
export const CONFIRM_MS = 2_500;
/** ms between fresh lists that do not show it yet: a list lags, too. */
export const SETTLE_MS = 1_750;
/** Fresh lists that must not show it before it is said to have failed. */
export const LISTS = 2;

/** Failures that leave open whether the PBX carried the command out. */
export const UNKNOWN: readonly ErrorKind[] = ['timeout', 'dropped', 'unreachable'];

export const gone = (): Result<never> => fail('no-such-channel', 'That call is gone.');

/** The PBX said yes, and its list says no. */
export const NOT_CONFIRMED: AppError = {
  kind: 'not-confirmed',
  message: 'The PBX said yes, but the call did not change.',
};

const ZOMBIE: AppError = {
  kind: 'not-confirmed',
  message:
    'The call could not be hung up: the PBX does not know it, but goes on listing it. Ask the administrator to look.',
};

const UNSEEN: AppError = {
  kind: 'not-confirmed',
  message: 'The connection was lost before the PBX showed what became of it.',
};

/**
 * Gives a command on a leg and finds out what became of it. The PBX's word proves nothing, be it yes or
 * no: events do, or lists that were asked for after its answer. A slow PBX costs patience, never a
 * wrong verdict.
 */
export async function confirmed(
  monitor: Monitor,
  port: PbxPort,
  command: OnLeg,
  signal: AbortSignal,
  proof: ByLeg,
): Promise<Result<null>> {
  const { shows } = proof;
  const watch = watchLeg(monitor, command.uuid, shows);
  try {
    const answer = await port.execute(command, signal).answer;
    const verdict = verdictOn(proof, answer);
    if (!verdict.open) return { ok: false, error: verdict.error };
    if (answer.ok && (await watch.within(CONFIRM_MS))) return seen(monitor, command, shows);
    const shown = await shownByList(port, watch);
    if (shown === 'yes') return seen(monitor, command, shows);
    return { ok: false, error: shown === 'unseen' && answer.ok ? UNSEEN : verdict.error };
  } finally {
    watch.stop();
  }
}

/** What is left to find out after the PBX's answer, and what is said when the lists do not show it. */
function verdictOn(
  { ends, unproved = NOT_CONFIRMED }: ByLeg,
  answer: Result<Accepted>,
): { readonly open: boolean; readonly error: AppError } {
  if (answer.ok) return { open: true, error: unproved };
  const { kind } = answer.error;
  if (kind === 'no-such-channel') return { open: true, error: ends ? ZOMBIE : answer.error };
  return { open: UNKNOWN.includes(kind), error: answer.error };
}

/** Asks for lists until one shows it, or enough have not. */
async function shownByList(port: PbxPort, watch: Watch): Promise<'yes' | 'no' | 'unseen'> {
  for (let asked = 0; asked < LISTS; asked += 1) {
    // A list under way may be what shows it first.
    const fresh = port.refresh();
    if (await Promise.race([watch.met, fresh.then(() => false)])) return 'yes';
    const listed = await fresh;
    if (await watch.within(listed ? SETTLE_MS : 0)) return 'yes';
    if (!listed) return 'unseen';
  }
  return 'no';
}

/** The leg did what was wanted, or was gone before it could. */
const seen = (monitor: Monitor, { uuid }: OnLeg, shows: ByLeg['shows']): Result<null> =>
  shows(monitor.table.get(uuid)) ? ok(null) : gone();
