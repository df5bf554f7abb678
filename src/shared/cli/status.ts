import type { MyCall } from '../calls/desk.ts';
import { partiesOf, type Party } from '../calls/parties.ts';
import { shownParty, type KnownNames } from '../calls/shown.ts';
import type { Channel } from '../domain/channel.ts';
import type { ConnectionStatus } from '../domain/pbx.ts';
import type { CliStatus } from './protocol.ts';

/** The app's state as `status --json` prints it. */
export function cliStatus(
  status: ConnectionStatus | null,
  extension: string,
  mine: readonly MyCall[],
  channels: Iterable<Channel>,
  find: (uuid: string) => Channel | undefined,
  known: KnownNames = () => undefined,
): CliStatus {
  const shown = (party: Party): Party => {
    const { name, number } = shownParty(party, known(party.number));
    return { name, number };
  };
  const { error } = status ?? {};
  return {
    connection: {
      phase: status?.phase ?? 'none',
      backend: status?.backend ?? '',
      where: status?.where ?? '',
      feed: status?.feed ?? '',
      stale: status?.phase !== 'online',
      error: error ? { kind: error.kind, message: error.message } : null,
    },
    extension,
    mine: mine.map(({ uuid, state, party, current, muted }) => ({
      uuid,
      state,
      party,
      current,
      muted,
    })),
    channels: [...channels].map((leg) => {
      const { caller, callee } = partiesOf(leg, find);
      return {
        uuid: leg.uuid,
        state: leg.callstate,
        direction: leg.direction,
        caller: shown(caller),
        callee: shown(callee),
        presence: leg.presence_id,
        callUuid: leg.call_uuid || leg.uuid,
        application: leg.application,
        createdMs: leg.createdMs,
        answeredMs: leg.answeredMs,
      };
    }),
  };
}
