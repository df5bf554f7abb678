import type { Party } from '@shared/calls/parties.ts';
import type { Row } from '@shared/calls/rows.ts';
import { CHANNEL_FIELDS, type Channel, type ChannelField } from '@shared/domain/channel.ts';
import { folded } from '@shared/domain/fold.ts';
import { queueOf } from '@shared/calls/queue.ts';
import { READ_COLUMNS, type Column } from '@shared/settings/table.ts';
import { label, moment, SENSE_WORDS, STATUS_WORDS } from '../lib/format.ts';

/** What a party is called here (shared/calls/shown.ts). */
export type ShownName = (party: Party) => string;

/** A column of the table, once: what is shown is what is sorted by and filtered. */
export interface ColumnEntry {
  readonly heading: string;
  /** px at the least, and the share of what is left. */
  readonly width: readonly [number, number];
  /** What a cell says; '' where it is no text that stands still (a duration). */
  text(row: Row, named: ShownName): string;
  /** What lines are sorted by where it is not the text. */
  sort?(row: Row): number;
  /** Text beyond what is shown that the filter finds a line by. */
  also?(row: Row): readonly string[];
}

const OTHER = [110, 1] as const;

/** The leg that tells of the phone of a call: what an agent's machine does. */
const phone = ({ legs, lead }: Row): Channel => legs.find((leg) => leg.presence_id !== '') ?? lead;

const person = (which: 'caller' | 'callee', heading: string, width: readonly [number, number]) => ({
  heading,
  width,
  text: (row: Row, named: ShownName) => label({ ...row[which], name: named(row[which]) }),
  also: (row: Row) => [row[which].name, row[which].number],
});

/** A field of the PBX's row, as it has it. */
const fieldOf = (field: ChannelField): ColumnEntry => ({
  heading: field,
  width: OTHER,
  text: (row) => row.lead[field],
});
const FIELDS = Object.fromEntries(
  CHANNEL_FIELDS.map((field) => [field, fieldOf(field)] as const),
) as Record<ChannelField, ColumnEntry>;

export const COLUMN: Readonly<Record<Column, ColumnEntry>> = {
  ...FIELDS,
  created_epoch: {
    heading: 'created_epoch',
    width: OTHER,
    text: (row) => moment(row.lead.createdMs),
    sort: (row) => row.lead.createdMs,
  },
  status: {
    heading: 'State',
    width: [130, 0.4],
    text: (row) => STATUS_WORDS[row.status],
  },
  sense: { heading: 'Direction', width: [86, 0.3], text: (row) => SENSE_WORDS[row.sense] },
  caller: person('caller', 'Caller', [170, 2.4]),
  callee: person('callee', 'Callee', [130, 2]),
  presence: { heading: 'Presence', width: [130, 1.6], text: (row) => phone(row).presence_id },
  site: { heading: 'Site', width: [100, 0.5], text: (row) => row.siteName },
  duration: {
    heading: 'In this state',
    width: [110, 0.3],
    text: () => '',
    sort: (row) => -row.sinceMs,
  },
  queue: { heading: 'Queue', width: [90, 0.8], text: queueOf },
  app: { heading: 'Application', width: [98, 0.7], text: (row) => row.lead.application },
  codec: {
    heading: 'Codec',
    width: [70, 0.3],
    text: (row) => phone(row).read_codec || row.lead.read_codec,
  },
  host: { heading: 'Host', width: [96, 1], text: (row) => row.lead.hostname },
};

/** Columns that people read: the raw ones would find `bo` in each `inbound`. */
const READ = READ_COLUMNS;

/** What the filter finds a line by, beside the names by which people know its parties. */
const searched = new WeakMap<Row, string>();

function searchedText(row: Row): string {
  const known = searched.get(row);
  if (known !== undefined) return known;
  const cells = READ.flatMap((name) => {
    const column = COLUMN[name];
    return [column.text(row, (party) => party.name), ...(column.also?.(row) ?? [])];
  });
  const legs = row.legs.flatMap((leg) => [
    leg.uuid,
    leg.presence_id,
    leg.application,
    leg.application_data,
    leg.dest,
  ]);
  const text = folded([...cells, row.dialled, ...legs].join('\n'));
  searched.set(row, text);
  return text;
}

/** Whether a line has every word of the filter somewhere. @param words folded */
export function matches(row: Row, words: readonly string[], named: ShownName): boolean {
  const text = searchedText(row);
  const missing = words.filter((word) => !text.includes(word));
  if (missing.length === 0) return true;
  const names = folded(`${named(row.caller)}\n${named(row.callee)}`);
  return missing.every((word) => names.includes(word));
}
