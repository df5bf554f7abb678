import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { PolicyRights, type RightsSettings } from '@shared/rights/rights.ts';

/** Bytes of a policy that are read. */
const MAX_BYTES = 256 * 1024;

const Policy = v.object({ rights: PolicyRights });

/** Where a machine's policy is: only its administrator can write there (docs/supervisor.md, Who may). */
export function policyPath(platform: NodeJS.Platform, programData: string | undefined): string {
  switch (platform) {
    case 'win32':
      return join(programData ?? 'C:\\ProgramData', 'Ringside', 'policy.json');
    case 'darwin':
      return '/Library/Application Support/Ringside/policy.json';
    default:
      return '/etc/ringside/policy.json';
  }
}

/** A policy as it is read. One that cannot be read allows nothing beyond one's own calls. */
export type PolicyRead =
  | { readonly is: 'absent' }
  | { readonly is: 'read'; readonly rights: RightsSettings }
  | { readonly is: 'broken'; readonly why: string };

export function readPolicy(path: string): PolicyRead {
  let text: string;
  try {
    if (statSync(path).size > MAX_BYTES) return { is: 'broken', why: 'it is too large' };
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? { is: 'absent' }
      : { is: 'broken', why: `it cannot be read (${code ?? 'unknown'})` };
  }
  try {
    const read = v.safeParse(Policy, JSON.parse(text));
    if (read.success) return { is: 'read', rights: read.output.rights };
    const [issue] = read.issues;
    return { is: 'broken', why: `${v.getDotPath(issue) ?? 'the file'}: ${issue.message}` };
  } catch {
    return { is: 'broken', why: 'it is no JSON' };
  }
}
