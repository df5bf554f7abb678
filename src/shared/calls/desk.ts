import { splitAddress, type Channel } from '../domain/channel.ts';
import { FIRST_SITE, siteKey, type SiteId } from '../domain/site.ts';
import { currentCall, isHeld, isTalking, ringsForMe } from './mine.ts';
import {
  callIdOf,
  dialledNumber,
  eavesdropTarget,
  originatorOf,
  otherParty,
  type Lookup,
  type Party,
} from './parties.ts';
import { shownParty, type KnownNames } from './shown.ts';

/** A call that rings at my phone. */
export interface RingingCall {
  readonly site: SiteId;
  /** My leg. */
  readonly uuid: string;
  /** Legs of one call share it: two phones of mine that ring are one call. */
  readonly callId: string;
  /** As the PBX sends it. */
  readonly party: Party;
  /** The queue or number the caller dialled, or ''. */
  readonly dialled: string;
  /** The queue that rings it, or ''. */
  readonly queue: string;
  /** When the caller came to the PBX (ms by its clock); 0 where that is not known. */
  readonly arrivedMs: number;
  readonly sinceMs: number;
}

/** What a ringing call is known by wherever there are several sites. */
export const keyOfCall = ({ site, callId }: Pick<RingingCall, 'site' | 'callId'>): string =>
  siteKey(site, callId);

/** A call of mine, as tray, hotkeys and command line name it. */
export interface MyCall {
  readonly site: SiteId;
  readonly uuid: string;
  /** By the name that the person knows. */
  readonly party: Party;
  readonly state: 'ringing' | 'placing' | 'talking' | 'held' | 'listening';
  readonly muted: boolean;
  readonly current: boolean;
}

/** The desk at a glance. */
export interface DeskState {
  readonly ringing: readonly RingingCall[];
  readonly mine: readonly MyCall[];
  /** Channels on the PBX. */
  readonly channels: number;
}

/** "Åsa O'Neil (+46701234567)", or whichever of both there is. */
export function nameOf(party: Party): string {
  if (party.name !== '' && party.number !== '') return `${party.name} (${party.number})`;
  return party.name || party.number || 'unknown';
}

function stateOf(leg: Channel): MyCall['state'] {
  if (eavesdropTarget(leg) !== '') return 'listening';
  if (isHeld(leg)) return 'held';
  // CHANNEL_ANSWER comes a moment before the call state follows.
  const answering = leg.answeredMs > 0 && leg.callstate === 'RINGING' && originatorOf(leg) !== '';
  if (isTalking(leg) || answering) return 'talking';
  return 'placing';
}

/**
 * The desk of `extension`, from the legs of its phone.
 * @param channels how many the PBX has
 * @param known what numbers' owners are called here
 * @param site whose legs these are
 */
export function deskOf(
  legs: readonly Channel[],
  extension: string,
  find: Lookup,
  channels: number,
  known: KnownNames = () => undefined,
  site: SiteId = FIRST_SITE,
): DeskState {
  const current = currentCall(legs)?.channel.uuid;
  const ringing = new Map<string, RingingCall>();
  const mine = legs.map((leg): MyCall => {
    const party = otherParty(leg, find);
    const rings = ringsForMe(leg, extension, find);
    const callId = callIdOf(leg);
    if (rings && !ringing.has(callId)) {
      const sinceMs = leg.stateMs || leg.createdMs;
      const caller = find(originatorOf(leg));
      ringing.set(callId, {
        site,
        uuid: leg.uuid,
        callId,
        party,
        dialled: dialledNumber(leg, find),
        queue: splitAddress(leg.queue).user,
        arrivedMs: caller?.direction === 'inbound' ? caller.createdMs : 0,
        sinceMs,
      });
    }
    const state = rings ? 'ringing' : stateOf(leg);
    const { name, number } = shownParty(party, known(party.number));
    return {
      site,
      uuid: leg.uuid,
      party: { name, number },
      state,
      muted: leg.muted,
      current: leg.uuid === current,
    };
  });
  return { ringing: [...ringing.values()], mine, channels };
}

/** A site's part of my desk, with the legs it was made of. */
export interface DeskPart {
  readonly desk: DeskState;
  readonly legs: readonly Channel[];
}

/** My desk over all sites: one call is the current one, whichever PBX it is on. */
export function mergeDesks(parts: readonly DeskPart[]): DeskState {
  const [only] = parts;
  if (parts.length === 1 && only) return only.desk;
  const current = currentCall(parts.flatMap(({ legs }) => legs))?.channel;
  return {
    ringing: parts.flatMap(({ desk }) => desk.ringing),
    mine: parts.flatMap(({ desk, legs }) => {
      const here = current !== undefined && legs.includes(current);
      return desk.mine.map((call) => ({ ...call, current: here && call.current }));
    }),
    channels: parts.reduce((sum, { desk }) => sum + desk.channels, 0),
  };
}

export type TrayIcon = 'offline' | 'idle' | 'ringing' | 'talking' | 'held' | 'missed' | 'quiet';

/** What the tray tells beside connection and calls. */
export interface TrayMarks {
  /** Missed calls nobody has looked at. */
  readonly unseen: number;
  /** Do not disturb is in force, and whether it is by the schedule. */
  readonly quiet: boolean;
  readonly scheduled: boolean;
}

/** Which picture the tray shows: what needs the person first. @param isOnline whether any PBX is there */
export function trayIcon(isOnline: boolean, desk: DeskState, marks: TrayMarks): TrayIcon {
  if (!isOnline) return 'offline';
  if (desk.ringing.length > 0) return 'ringing';
  if (desk.mine.some((call) => call.state === 'talking')) return 'talking';
  if (desk.mine.some((call) => call.state === 'held')) return 'held';
  if (marks.unseen > 0) return 'missed';
  return marks.quiet ? 'quiet' : 'idle';
}
