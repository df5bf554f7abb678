import { setImmediate as turn } from 'node:timers/promises';
import type { Channel } from '@shared/domain/channel.ts';
import { fail, type Result } from '@shared/domain/result.ts';
import { isBounded, parseBounded, rowsOf } from '../list.ts';

/**
 * Bytes of a list that are read between two looks at what else came in: some 1 ms. Read in one piece,
 * 2,000 channels would hold up events and hotkeys for 0.1 s.
 */
const SLICE_BYTES = 100_000;

/**
 * How FreeSWITCH prints a list and what stands between two of its rows. No value can look like that:
 * a quote in one has a backslash before it, and one that ends a value has no letter behind it.
 */
const BEGINNING = /^\{"row_count":\d+,"rows":\[(?=\{)/;
const BETWEEN = '"},{"uuid":"';
const ENDING = ']}';

/** Reads the answer to `show channels as json`. With no channels it has no `rows` at all. */
export async function readList(body: Buffer, words: string): Promise<Result<Channel[]>> {
  if (/^-(ERR|USAGE)/.test(words)) {
    return words.startsWith('-ERR permission denied')
      ? fail('not-allowed', 'This login may not list the channels (esl-allowed-api: show).')
      : fail('refused-by-pbx', 'The PBX cannot list its channels.', words.trim().slice(0, 200));
  }
  const sliced = isBounded(body).ok ? await readSlices(body) : undefined;
  if (sliced) return rowsOf(sliced, 'The PBX');
  const parsed = parseBounded(body);
  const list = parsed.ok ? parsed.value : undefined;
  if (typeof list !== 'object' || list === null) {
    const why = parsed.ok ? 'it is no list' : parsed.error.message;
    return fail('refused-by-pbx', `The PBX sent a list that cannot be read: ${why}.`);
  }
  return rowsOf('rows' in list ? list.rows : [], 'The PBX');
}

/** The rows of a list, slice by slice; undefined for one that is not printed as FreeSWITCH does. */
async function readSlices(body: Buffer): Promise<unknown[] | undefined> {
  const beginning = BEGINNING.exec(body.toString('latin1', 0, 64))?.[0];
  const end = body.length - ENDING.length;
  if (!beginning || body.toString('latin1', end) !== ENDING) return undefined;
  const rows: unknown[] = [];
  for (let at = beginning.length; at < end;) {
    const between = body.indexOf(BETWEEN, at + SLICE_BYTES);
    const to = between < 0 ? end : between + '"}'.length;
    try {
      rows.push(...(JSON.parse(`[${body.toString('utf8', at, to)}]`) as unknown[]));
    } catch {
      return undefined;
    }
    at = to + ','.length;
    await turn();
  }
  return rows;
}
