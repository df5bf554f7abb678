import type { AppError } from './result.ts';

/**
 * Hangup causes of FreeSWITCH (switch_types.h, ITU-T Q.850) in words a person understands. `who` is
 * the phone or number it was about.
 */
const WORDS: Readonly<Record<string, (who: string) => string>> = {
  SUBSCRIBER_ABSENT: (who) => `${who} is not registered`,
  USER_NOT_REGISTERED: (who) => `${who} is not registered`,
  USER_BUSY: (who) => `${who} is busy or rejected the call`,
  NO_ANSWER: (who) => `${who} did not answer`,
  NO_USER_RESPONSE: (who) => `${who} did not respond`,
  ALLOTTED_TIMEOUT: (who) => `${who} did not answer in time`,
  CALL_REJECTED: (who) => `${who} rejected the call`,
  ORIGINATOR_CANCEL: () => 'the call was given up',
  UNALLOCATED_NUMBER: (who) => `${who} does not exist`,
  NO_ROUTE_DESTINATION: (who) => `there is no route to ${who}`,
  INVALID_NUMBER_FORMAT: (who) => `${who} is not a number the PBX takes`,
  DESTINATION_OUT_OF_ORDER: (who) => `${who} is out of order`,
  NORMAL_TEMPORARY_FAILURE: (who) => `${who} cannot be reached for the moment`,
  NETWORK_OUT_OF_ORDER: () => 'the line is out of order',
  NORMAL_CIRCUIT_CONGESTION: () => 'all lines are busy',
  GATEWAY_DOWN: () => 'the gateway is down',
  INVALID_GATEWAY: () => 'the PBX has no such gateway',
  INVALID_PROFILE: () => 'the PBX has no such SIP profile',
  CHAN_NOT_IMPLEMENTED: () => 'the PBX cannot dial that way',
  INCOMPATIBLE_DESTINATION: (who) => `${who} has no codec in common`,
  RECOVERY_ON_TIMER_EXPIRE: (who) => `${who} did not respond`,
  MEDIA_TIMEOUT: () => 'no sound came through',
  OUTGOING_CALL_BARRED: () => 'that call is barred',
  NORMAL_CLEARING: () => 'the call was ended',
  MANAGER_REQUEST: () => 'the PBX ended the call',
  LOSE_RACE: () => 'someone else answered',
  PICKED_OFF: () => 'someone else picked it up',
};

/** Text of a PBX's refusal that is kept (characters). */
const MAX_REPLY = 500;

/** "201 is not registered"; an unknown cause stands for itself. */
export function causeInWords(cause: string, who: string): string {
  return WORDS[cause]?.(who) ?? `the call failed: ${cause}`;
}

/**
 * Why FreeSWITCH said no, from its `-ERR …` or `-USAGE …` text: a call that is gone, or a cause in
 * words. Both ways to a PBX hand such texts on unchanged.
 */
export function refusal(text: string, who: string): AppError {
  const reply = text.slice(0, MAX_REPLY).trim();
  if (/no such channel|invalid uuid|cannot locate session/i.test(reply)) {
    return { kind: 'no-such-channel', message: 'That call is gone.', detail: reply };
  }
  const cause = reply.replace(/^-(?:ERR|USAGE:?)\s*/, '').slice(0, 200);
  return /^[A-Z][A-Z0-9_]+$/.test(cause)
    ? { kind: 'refused-by-pbx', message: causeInWords(cause, who), detail: cause }
    : {
        kind: 'refused-by-pbx',
        message: `The PBX refused: ${cause || 'without a reason'}`,
        detail: reply,
      };
}
