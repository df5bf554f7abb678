import { parseExtension } from '@shared/domain/validate.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { EslSession } from '../session.ts';

/** What mod_callcenter knows as a status; none has a quote in it. */
const STATUSES: readonly string[] = [
  'Available',
  'Available (On Demand)',
  'On Break',
  'Logged Out',
];

/**
 * Sets an agent's status, and asks for it: `+OK` alone proves nothing. A status with a space stands
 * between single quotes; double ones are refused (docs/protocol, callcenter-lists-and-errors).
 */
export async function setStatus(
  session: EslSession,
  agent: string,
  status: string,
): Promise<Result<null>> {
  const parsed = parseExtension(agent);
  if (!parsed.ok) return parsed;
  const { user, domain } = parsed.value;
  if (!STATUSES.includes(status)) return fail('bad-input', 'There is no such status.');
  const name = domain === '' ? user : `${user}@${domain}`;
  const set = await session.command(`api callcenter_config agent set status ${name} '${status}'`);
  if (!set.ok) return set;
  const text = set.value.text.trim();
  if (text.startsWith('-ERR Agent not found'))
    return fail('bad-input', `${name} is no agent of any queue on this PBX.`);
  if (text.includes('Command not found'))
    return fail('refused-by-pbx', 'mod_callcenter is not loaded on this PBX.');
  const got = await session.command(`api callcenter_config agent get status ${name}`);
  if (!got.ok) return got;
  return got.value.text.trim() === status
    ? ok(null)
    : fail('refused-by-pbx', 'The PBX did not take the status.', text.slice(0, 200));
}
