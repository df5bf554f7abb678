import { randomUUID } from 'node:crypto';
import type { EslSession } from './session.ts';

/** Names that are kept of a directory, so that one of a million users costs no more. */
const MAX_NAMES = 20_000;
/** ms that a large directory may take. */
const DIRECTORY_MS = 60_000;

/**
 * The domains in which a user is registered, by `show registrations as json`; undefined where the PBX
 * does not say. Its `realm` is the domain of the directory.
 */
export async function registeredIn(
  session: EslSession,
  user: string,
): Promise<readonly string[] | undefined> {
  if (!session.mayUse('show')) return undefined;
  const sent = await session.command('api show registrations as json');
  if (!sent.ok) return undefined;
  let list: unknown;
  try {
    list = JSON.parse(sent.value.body.toString());
  } catch {
    return undefined;
  }
  if (typeof list !== 'object' || list === null || !('row_count' in list)) return undefined;
  // With nobody registered it has no `rows` at all.
  const rows = 'rows' in list && Array.isArray(list.rows) ? (list.rows as unknown[]) : [];
  const domains = rows.flatMap((row) => {
    const { reg_user, realm } = row as { reg_user?: unknown; realm?: unknown };
    return reg_user === user && typeof realm === 'string' && realm !== '' ? [realm] : [];
  });
  return [...new Set(domains)];
}

/**
 * The names that the directory gives users, by `user@domain`, from `list_users`: a line a user, its
 * columns between `|`, the first line their names. Empty where the PBX does not say.
 */
export async function directoryNames(session: EslSession): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  if (!session.mayUse('list_users') || !session.hasJobs) return names;
  // In a job of its own: FreeSWITCH asks after the phone of each user, and commands must not wait.
  const sent = await session.job('bgapi list_users', randomUUID(), DIRECTORY_MS);
  if (!sent.ok) return names;
  const [head = '', ...lines] = sent.value.split(/\r?\n/);
  const columns = head.split('|');
  const [user, domain, name] = ['userid', 'domain', 'effective_caller_id_name'].map((column) =>
    columns.indexOf(column),
  ) as [number, number, number];
  if (user < 0 || domain < 0 || name < 0) return names;
  for (const line of lines) {
    const cells = line.split('|');
    // A name with a bar in it would shift what follows: nobody is better than somebody else.
    if (cells.length !== columns.length || names.size >= MAX_NAMES) continue;
    const called = cells[name]?.trim() ?? '';
    if (called !== '') names.set(`${cells[user]}@${cells[domain]}`.toLowerCase(), called);
  }
  return names;
}
