import { rowFrom, type AnyRow, type Part } from '@shared/board/rows.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { parseBounded } from '../../list.ts';
import type { EslSession } from '../session.ts';

/** In which column of a list a `|` may stand, for mod_callcenter escapes none. */
const FREE: Readonly<Record<string, string>> = {
  agents: 'contact',
  queues: 'moh_sound',
  members: 'cid_name',
};

/**
 * The rows of a list that `callcenter_config` prints: the first line names the columns, the last is
 * `+OK`, and without rows there is nothing else. What is too much of a row belongs to the one column
 * that people (or callers) write.
 */
export function readTable(part: Part, text: string): AnyRow[] {
  const lines = text.split('\n');
  const columns = lines[0]?.split('|') ?? [];
  const free = Math.max(0, columns.indexOf(FREE[part] ?? ''));
  const rows: AnyRow[] = [];
  let pending = '';
  for (const line of lines.slice(1)) {
    if (line.startsWith('+OK') && pending === '') break;
    pending = pending === '' ? line : `${pending}\n${line}`;
    const cells = pending.split('|');
    // A caller's name may hold a line's end.
    if (cells.length < columns.length) continue;
    pending = '';
    const extra = cells.length - columns.length;
    cells.splice(free, extra + 1, cells.slice(free, free + extra + 1).join('|'));
    const row = rowFrom(part, Object.fromEntries(columns.map((name, i) => [name, cells[i]])));
    if (row) rows.push(row);
  }
  return rows;
}

/** Rows of a JSON answer: `rows` of `show … as json`, `response` of `json {…}`. */
function readJson(part: Part, body: Buffer): Result<AnyRow[]> {
  const parsed = parseBounded(body);
  const value = parsed.ok ? parsed.value : undefined;
  if (typeof value !== 'object' || value === null)
    return fail('refused-by-pbx', 'The PBX sent a list that cannot be read.');
  const { rows, response = rows } = value as { rows?: unknown; response?: unknown };
  // With nobody there, `show` has no rows at all.
  const list: unknown[] = Array.isArray(response) ? response : [];
  return ok(
    list.flatMap((one) => {
      const row =
        typeof one === 'object' && one !== null
          ? rowFrom(part, one as Record<string, unknown>)
          : undefined;
      return row ? [row] : [];
    }),
  );
}

/** The API command that a part needs. */
const apiOf = (part: Part): string => (part === 'registrations' ? 'show' : 'callcenter_config');

const PLAIN: Readonly<Record<Exclude<Part, 'registrations' | 'members'>, string>> = {
  agents: 'callcenter_config agent list',
  queues: 'callcenter_config queue list',
  tiers: 'callcenter_config tier list',
};

/**
 * Asks for a part's whole list.
 * @param queues names of the queues, whose members are asked for one by one where JSON may not be used
 */
export async function askFor(
  session: EslSession,
  part: Part,
  queues: readonly string[],
): Promise<Result<AnyRow[]>> {
  const api = apiOf(part);
  if (!session.mayUse(api))
    return fail(
      'not-allowed',
      `This login may not use “${api}”: ask the administrator to add it to esl-allowed-api.`,
    );
  if (part === 'registrations') return ask(session, part, 'show registrations as json');
  if (part !== 'members') return ask(session, part, PLAIN[part]);
  if (session.mayUse('json')) {
    const request = { command: 'callcenter_config', data: { arguments: 'member list' } };
    return ask(session, part, `json ${JSON.stringify(request)}`);
  }
  const members: AnyRow[] = [];
  for (const queue of queues.filter((name) => /^[\w.@+-]+$/.test(name))) {
    const listed = await ask(session, part, `callcenter_config queue list members ${queue}`);
    if (!listed.ok) return listed;
    members.push(...listed.value);
  }
  return ok(members);
}

async function ask(session: EslSession, part: Part, line: string): Promise<Result<AnyRow[]>> {
  const sent = await session.whole(line);
  if (!sent.ok) return sent;
  const { text, body } = sent.value;
  if (text.startsWith('-ERR permission denied'))
    return fail('not-allowed', `This login may not use “${apiOf(part)}”.`);
  if (/^-ERR .*Command not found/.test(text))
    return fail('refused-by-pbx', 'mod_callcenter is not loaded on this PBX.');
  if (text.startsWith('-'))
    return fail('refused-by-pbx', 'The PBX refused the list.', text.trim().slice(0, 200));
  return text.startsWith('{') ? readJson(part, body) : ok(readTable(part, body.toString()));
}
