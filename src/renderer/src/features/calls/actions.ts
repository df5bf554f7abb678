import type { Row } from '@shared/calls/rows.ts';
import { entryOf, type CommandKind, type CommandRequest } from '@shared/commands/command.ts';
import type { Entry } from '@shared/commands/entry.ts';
import { offersAt } from '@shared/commands/offers.ts';
import type { SiteId } from '@shared/domain/site.ts';
import { label as partyLabel } from '../../lib/format.ts';

/** Something a person can do with a line of the table. */
export interface Action {
  readonly kind: CommandKind;
  readonly label: string;
  readonly site: SiteId;
  readonly command: CommandRequest;
  /** Asked first, when the call is not one's own; '' for no question. */
  readonly confirm: string;
  readonly tone: 'plain' | 'primary' | 'danger';
  /** What a person is asked for first; '' for nothing. */
  readonly asks: NonNullable<Entry['asks']> | '';
  /** The call in words, for what asks. */
  readonly about: string;
}

/** A line in words, so that a question names the call it is about. */
const describe = (row: Row): string => `${partyLabel(row.caller)} → ${partyLabel(row.callee)}`;

/**
 * What can be done with a line, most useful first. A person's own calls are acted on at once;
 * somebody else's are asked about.
 */
export const actionsFor = (row: Row, extension: string): Action[] =>
  offersAt(row)
    .filter(({ kind }) => extension !== '' || !entryOf(kind).fromMyPhone)
    .map(({ kind, uuid, label }) => ({
      kind,
      label,
      site: row.site,
      command: { kind, uuid } as CommandRequest,
      confirm: row.mine ? '' : `${label}: ${describe(row)}?`,
      tone: entryOf(kind).tone ?? 'plain',
      asks: entryOf(kind).asks ?? '',
      about: describe(row),
    }));

/** The number that "Call" of a line would dial: the party that is not mine. */
export function numberToCall(row: Row): string {
  if (!row.mine) return row.caller.number;
  const called = row.legs.some(
    (leg) => leg.uuid === row.uuid && leg.direction === 'outbound' && row.sense !== 'outbound',
  );
  return called ? row.caller.number : row.callee.number;
}
