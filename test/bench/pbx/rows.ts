import { randomUUID } from 'node:crypto';
import { readCapture } from '../../support/captures.ts';

export type Row = Record<string, string>;

/** A row as a real `show channels as json` has it, with every column. */
function rowOfCapture(): Row {
  const bytes = readCapture('snapshot-1840-channels').filter(({ dir }) => dir === '<');
  const text = Buffer.concat(bytes.map((chunk) => chunk.bytes)).toString();
  const { rows } = JSON.parse(text.slice(text.indexOf('{"row_count"'))) as { rows: Row[] };
  return rows[0] ?? {};
}

/** Names of different lengths and scripts, so that sorting and drawing have their work. */
const NAMES = ['Anna Lindqvist', 'Jürgen Groß', '李小龍', 'Siobhán O’Neil', 'Зоя Петрова', 'Kim'];

/**
 * Answered calls of two legs each, a caller from outside and an agent's phone, the oldest first.
 * @param sinceMs when the youngest began, ms since the epoch; each of the others 1 s before it
 */
export function answeredCalls(calls: number, sinceMs: number): [caller: Row, agent: Row][] {
  const base = rowOfCapture();
  return Array.from({ length: calls }, (_, i) => {
    const [a, b] = [randomUUID(), randomUUID()];
    const [number, agent] = [`+4930${100_000 + i}`, String(300 + (i % 600))];
    const name = `${NAMES[i % NAMES.length]} ${i}`;
    const epoch = String(Math.floor(sinceMs / 1000) - calls + i);
    const both = { created_epoch: epoch, cid_name: name, cid_num: number, call_uuid: a };
    const names = { initial_cid_name: name, initial_cid_num: number };
    const contact = `${agent}-0x5635000${agent}`;
    return [
      {
        ...base,
        ...both,
        ...names,
        uuid: a,
        direction: 'inbound',
        dest: '+4930555100',
        application: 'bridge',
        application_data: `user/${agent}@pbx.example.test`,
        callee_name: 'Outbound Call',
        callee_num: contact,
        name: `sofia/external/${number}@192.0.2.1`,
        initial_dest: '+4930555100',
      },
      {
        ...base,
        ...both,
        ...names,
        uuid: b,
        direction: 'outbound',
        dest: contact,
        application: '',
        callee_name: `Agent ${agent}`,
        callee_num: agent,
        presence_id: `${agent}@pbx.example.test`,
        name: `sofia/internal/${agent}@192.0.2.2`,
        initial_dest: contact,
      },
    ];
  });
}

/** As FreeSWITCH prints a list: nothing is called, on no channels, `{"row_count": 0}`. */
export const listed = (rows: readonly Row[]): string =>
  rows.length === 0 ? '{"row_count": 0}' : JSON.stringify({ row_count: rows.length, rows });
