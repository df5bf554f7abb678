import { setImmediate as turn } from 'node:timers/promises';
import { MAX_CHANNELS } from '@shared/calls/table.ts';
import { channelFromRow, type Channel } from '@shared/domain/channel.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';

/** Largest answer parsed (bytes): 50,000 rows of `show channels as json` are about 55 MB. */
const MAX_LIST_BYTES = 96 * 1024 * 1024;
/**
 * Opening brackets in an answer, those in texts included. A list has one for each row; a body of
 * nothing but `{},` or `[[[` would take many times its size in memory once parsed.
 */
const MAX_BRACKETS = 200_000;

/** Whether JSON of a stranger cannot grow out of bounds once parsed. */
export function isBounded(body: Buffer): Result<null> {
  if (body.length > MAX_LIST_BYTES)
    return fail('refused-by-pbx', `it has ${body.length.toLocaleString()} bytes`);
  if (hasMoreThan(MAX_BRACKETS, body, '{') || hasMoreThan(MAX_BRACKETS, body, '['))
    return fail('refused-by-pbx', `it has more than ${MAX_BRACKETS.toLocaleString()} parts`);
  return ok(null);
}

/** JSON of a stranger, parsed only when it cannot grow out of bounds. The message says why it was not. */
export function parseBounded(body: Buffer): Result<unknown> {
  const bounded = isBounded(body);
  if (!bounded.ok) return bounded;
  try {
    return ok(JSON.parse(body.toString('utf8')));
  } catch {
    return fail('refused-by-pbx', 'it is no JSON');
  }
}

function hasMoreThan(most: number, body: Buffer, char: string): boolean {
  const code = char.charCodeAt(0);
  let found = 0;
  for (let at = body.indexOf(code); at >= 0; at = body.indexOf(code, at + 1)) {
    found += 1;
    if (found > most) return true;
  }
  return false;
}

/** Rows that are made channels between two looks at what else came in: less than 1 ms. */
const SLICE_ROWS = 100;

/** The channels of a list's rows, as both kinds of PBX have them. @param who begins the messages. */
export async function rowsOf(rows: unknown, who: string): Promise<Result<Channel[]>> {
  if (!Array.isArray(rows))
    return fail('refused-by-pbx', `${who} sent a list that cannot be read: its rows are none.`);
  if (rows.length > MAX_CHANNELS) {
    return fail(
      'refused-by-pbx',
      `${who} lists ${rows.length.toLocaleString()} channels; ${MAX_CHANNELS.toLocaleString()} are the most Ringside takes.`,
    );
  }
  const channels: Channel[] = [];
  for (const [at, row] of rows.entries()) {
    if (at % SLICE_ROWS === SLICE_ROWS - 1) await turn();
    const channel = channelFromRow(row);
    if (channel) channels.push(channel);
  }
  return ok(channels);
}
