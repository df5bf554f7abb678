import { splitAddress } from '../domain/channel.ts';
import { waitingIn } from './parties.ts';
import type { Row } from './rows.ts';

/** The queue in which a call waits, or that it came through; '' where it is none. */
export function queueOf({ legs }: Pick<Row, 'legs'>): string {
  for (const leg of legs) {
    const queue = leg.queue === '' ? waitingIn(leg) : splitAddress(leg.queue).user;
    if (queue !== '') return queue;
  }
  return '';
}
