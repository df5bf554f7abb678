import type { Party } from '@shared/calls/parties.ts';
import type { RowStatus } from '@shared/calls/rows.ts';

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

export const SENSE_WORDS = { inbound: 'In', outbound: 'Out', internal: 'Internal' } as const;

/** A person in one line: the name, else the number. */
export const label = (party: Party): string => party.name || party.number || '–';
