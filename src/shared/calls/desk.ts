import { splitAddress, type Channel } from '../domain/channel.ts';
import type { ConnectionStatus } from '../domain/pbx.ts';
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

/** A call of mine, as tray, hotkeys and command line name it. */
export interface MyCall {
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
 */
export function deskOf(
  legs: readonly Channel[],
  extension: string,
  find: Lookup,
  channels: number,
  known: KnownNames = () => undefined,
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
      uuid: leg.uuid,
      party: { name, number },
      state,
      muted: leg.muted,
      current: leg.uuid === current,
    };
  });
  return { ringing: [...ringing.values()], mine, channels };
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

/** Which picture the tray shows: what needs the person first. */
export function trayIcon(
  status: ConnectionStatus | null,
  desk: DeskState,
  marks: TrayMarks,
): TrayIcon {
  if (status?.phase !== 'online') return 'offline';
  if (desk.ringing.length > 0) return 'ringing';
  if (desk.mine.some((call) => call.state === 'talking')) return 'talking';
  if (desk.mine.some((call) => call.state === 'held')) return 'held';
  if (marks.unseen > 0) return 'missed';
  return marks.quiet ? 'quiet' : 'idle';
}
