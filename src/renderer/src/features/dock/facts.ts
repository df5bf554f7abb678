import type { Row } from '@shared/calls/rows.ts';

/**
 * When somebody who called came to the PBX (ms, by its clock); 0 where that is not known, or nobody called.
 * Until a phone rang or was answered, that was time spent waiting.
 */
export const arrivedMs = ({ lead, uuid }: Row): number =>
  lead.uuid !== uuid && lead.direction === 'inbound' ? lead.createdMs : 0;

/** How long (ms) somebody waited until I answered; 0 where that is not known. */
export function waitedMs(row: Row): number {
  const own = row.legs.find((leg) => leg.uuid === row.uuid);
  const arrived = arrivedMs(row);
  return arrived > 0 && own && own.answeredMs > arrived ? own.answeredMs - arrived : 0;
}
