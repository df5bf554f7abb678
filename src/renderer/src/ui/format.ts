import type { Party } from '@shared/calls/parties.ts';
import type { Row, RowStatus } from '@shared/calls/rows.ts';
import type { Column } from '@shared/settings/settings.ts';

/** `0:07`, `12:30`, `1:02:03` from ms; never negative, for clocks differ. */
export function duration(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const [h, m] = [Math.floor(s / 3600), Math.floor((s % 3600) / 60)];
  return h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A moment in the user's locale: the time alone when it was today. @param ms since the epoch */
export function moment(ms: number): string {
  const at = new Date(ms);
  return (at.toDateString() === new Date().toDateString() ? time : dateAndTime).format(at);
}

export const STATUS_WORDS: Readonly<Record<RowStatus, string>> = {
  'setting-up': 'Setting up',
  ringing: 'Ringing',
  calling: 'Calling',
  waiting: 'Waiting',
  talking: 'Talking',
  held: 'On hold',
  listening: 'Listening in',
  parked: 'Parked',
  ending: 'Ending',
};

const SENSE_WORDS = { inbound: 'In', outbound: 'Out', internal: 'Internal' } as const;

/** Headings of the columns people read; the others go by FreeSWITCH's names. */
const HEADINGS: Partial<Record<Column, string>> = {
  status: 'State',
  sense: 'Direction',
  caller: 'Caller',
  callee: 'Callee',
  presence: 'Presence',
  duration: 'Duration',
  app: 'Application',
  codec: 'Codec',
  host: 'Host',
};
export const heading = (column: Column): string => HEADINGS[column] ?? column;

/** A person in one line: the name, else the number. */
export const label = (party: Party): string => party.name || party.number || '–';

/** The text of a cell that is just text. */
export function cellText(row: Row, column: Column): string {
  const phone = row.legs.find((leg) => leg.presence_id !== '') ?? row.lead;
  switch (column) {
    case 'status':
      return STATUS_WORDS[row.status];
    case 'sense':
      return SENSE_WORDS[row.sense];
    case 'caller':
    case 'callee':
      return label(row[column]);
    case 'presence':
      return phone.presence_id;
    case 'app':
      return row.lead.application;
    case 'codec':
      return phone.read_codec || row.lead.read_codec;
    case 'host':
      return row.lead.hostname;
    case 'duration':
      return '';
    case 'created_epoch':
      return new Date(row.lead.createdMs).toLocaleTimeString();
    default:
      return row.lead[column];
  }
}
