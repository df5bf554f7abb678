import type { Row } from '@shared/calls/rows.ts';
import type { Command } from '@shared/domain/pbx.ts';
import type { SiteId } from '@shared/domain/site.ts';
import { label } from '../../lib/format.ts';

/** Something a person can do with a line of the table. */
export interface Action {
  readonly kind: Command['kind'];
  readonly label: string;
  readonly site: SiteId;
  readonly command: Command;
  /** Asked first, when the call is not one's own; '' for no question. */
  readonly confirm: string;
  readonly danger: boolean;
}

/** A line in words, so that a question names the call it is about. */
const describe = (row: Row): string => `${label(row.caller)} → ${label(row.callee)}`;

/**
 * What can be done with a line, most useful first. A person's own calls are acted on at once;
 * somebody else's are asked about.
 */
export function actionsFor(row: Row, extension: string): Action[] {
  const { uuid } = row;
  const own = row.mine;
  const make = (
    kind: 'hold' | 'resume' | 'hangup' | 'answer' | 'reject' | 'mute' | 'unmute',
    text: string,
    danger = false,
  ): Action => ({
    kind,
    label: text,
    site: row.site,
    command: { kind, uuid: kind === 'hold' || kind === 'resume' ? row.holdUuid : uuid },
    confirm: own ? '' : `${text}: ${describe(row)}?`,
    danger,
  });
  const actions: Action[] = [];
  if (row.status === 'ending') return actions;
  if (row.ringsForMe) return [make('answer', 'Answer'), make('reject', 'Reject', true)];
  if (row.status === 'held') actions.push(make('resume', 'Resume'));
  else if (row.status === 'talking') actions.push(make('hold', 'Hold'));
  if (own && row.status === 'talking') {
    const muted = row.legs.find((leg) => leg.uuid === uuid)?.muted ?? false;
    actions.push(muted ? make('unmute', 'Unmute') : make('mute', 'Mute'));
  }
  actions.push(make('hangup', row.status === 'listening' ? 'Stop listening' : 'Hang up', true));
  if (!own && extension !== '' && (row.status === 'talking' || row.status === 'held')) {
    actions.push({
      kind: 'eavesdrop',
      label: 'Listen in',
      site: row.site,
      command: { kind: 'eavesdrop', uuid: row.hearUuid, extension },
      confirm: `Listen in: ${describe(row)}?`,
      danger: false,
    });
  }
  return actions;
}

/** The number that "Call" of a line would dial: the party that is not mine. */
export function numberToCall(row: Row): string {
  if (!row.mine) return row.caller.number;
  const called = row.legs.some(
    (leg) => leg.uuid === row.uuid && leg.direction === 'outbound' && row.sense !== 'outbound',
  );
  return called ? row.caller.number : row.callee.number;
}
