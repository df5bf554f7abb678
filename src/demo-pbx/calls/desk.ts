import type { Leg } from '../world/leg.ts';
import type { Exchange } from './exchange.ts';
import { originate } from './originate.ts';
import type { Origination } from './origination.ts';

/* What people at their desks do with the help of a program: it rings their own phone first. */

/** @returns the leg of the phone, if it rings */
function byProgram(
  pbx: Exchange,
  extension: string,
  then: Origination['then'],
  cidName: string,
  cidNumber: string,
): Leg | undefined {
  const uuid = pbx.world.random.uuid();
  const wanted = {
    variables: {
      origination_uuid: uuid,
      origination_caller_id_name: cidName,
      origination_caller_id_number: cidNumber,
    },
    dial: `user/${extension}@${pbx.domain}`,
    then,
    cidName,
    cidNumber,
    timeoutSec: 30,
  };
  originate(pbx, wanted, () => undefined);
  return pbx.world.locate(uuid);
}

/** Click-to-call. */
export const placeCall = (pbx: Exchange, extension: string, number: string): Leg | undefined =>
  byProgram(
    pbx,
    extension,
    { number, dialplan: 'XML', context: 'default' },
    'Click to call',
    number,
  );

/** A supervisor listens to a leg. */
export const eavesdropOn = (pbx: Exchange, extension: string, uuid: string): Leg | undefined =>
  byProgram(pbx, extension, { application: 'eavesdrop', data: uuid }, 'Eavesdrop', uuid);
