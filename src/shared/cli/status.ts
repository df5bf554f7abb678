import type { MyCall } from '../calls/desk.ts';
import { partiesOf, type Lookup, type Party } from '../calls/parties.ts';
import { shownParty, type KnownNames } from '../calls/shown.ts';
import type { Channel } from '../domain/channel.ts';
import type { ConnectionStatus } from '../pbx/status.ts';
import type { SiteId } from '../domain/site.ts';
import type { CliStatus } from './protocol.ts';

/** A site as the command line tells it. */
export interface SiteState {
  readonly id: SiteId;
  readonly name: string;
  readonly extension: string;
  readonly status: ConnectionStatus | null;
  readonly channels: Iterable<Channel>;
  readonly find: Lookup;
}

/** The app's state as `status --json` prints it. @param mine my calls on all sites */
export function cliStatus(
  sites: readonly SiteState[],
  mine: readonly MyCall[],
  known: KnownNames = () => undefined,
): CliStatus {
  const [first] = sites;
  return {
    connection: connectionOf(first?.status ?? null),
    extension: first?.extension ?? '',
    sites: sites.map(({ id, name, extension, status }) => ({
      ...{ id, name, extension },
      connection: connectionOf(status),
    })),
    mine: mine.map(({ site, uuid, state, party, current, muted }) => ({
      ...{ site, uuid, state, party, current, muted },
    })),
    channels: sites.flatMap((site) => channelsOf(site, known)),
  };
}

function connectionOf(status: ConnectionStatus | null): CliStatus['connection'] {
  const { error } = status ?? {};
  return {
    phase: status?.phase ?? 'none',
    backend: status?.backend ?? '',
    where: status?.where ?? '',
    feed: status?.feed ?? '',
    stale: status?.phase !== 'online',
    error: error ? { kind: error.kind, message: error.message } : null,
  };
}

function channelsOf({ id, channels, find }: SiteState, known: KnownNames): CliStatus['channels'] {
  const shown = (party: Party): Party => {
    const { name, number } = shownParty(party, known(party.number));
    return { name, number };
  };
  return [...channels].map((leg) => {
    const { caller, callee } = partiesOf(leg, find);
    return {
      site: id,
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
  });
}
