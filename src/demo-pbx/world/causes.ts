/** Hang-up causes and their ITU-T Q.850 numbers (FreeSWITCH's switch_call_cause_t). */
const CAUSES: Readonly<Record<string, number>> = {
  NONE: 0,
  UNALLOCATED_NUMBER: 1,
  NO_ROUTE_DESTINATION: 3,
  CHANNEL_UNACCEPTABLE: 6,
  NORMAL_CLEARING: 16,
  USER_BUSY: 17,
  NO_USER_RESPONSE: 18,
  NO_ANSWER: 19,
  SUBSCRIBER_ABSENT: 20,
  CALL_REJECTED: 21,
  NUMBER_CHANGED: 22,
  DESTINATION_OUT_OF_ORDER: 27,
  INVALID_NUMBER_FORMAT: 28,
  NORMAL_UNSPECIFIED: 31,
  NORMAL_CIRCUIT_CONGESTION: 34,
  NETWORK_OUT_OF_ORDER: 38,
  NORMAL_TEMPORARY_FAILURE: 41,
  SWITCH_CONGESTION: 42,
  REQUESTED_CHAN_UNAVAIL: 44,
  OUTGOING_CALL_BARRED: 52,
  INCOMING_CALL_BARRED: 54,
  SERVICE_UNAVAILABLE: 63,
  CHAN_NOT_IMPLEMENTED: 66,
  SERVICE_NOT_IMPLEMENTED: 79,
  INCOMPATIBLE_DESTINATION: 88,
  RECOVERY_ON_TIMER_EXPIRE: 102,
  INTERWORKING: 127,
  ORIGINATOR_CANCEL: 487,
  CRASH: 500,
  SYSTEM_SHUTDOWN: 501,
  LOSE_RACE: 502,
  MANAGER_REQUEST: 503,
  BLIND_TRANSFER: 600,
  ATTENDED_TRANSFER: 601,
  ALLOTTED_TIMEOUT: 602,
  MEDIA_TIMEOUT: 604,
  PICKED_OFF: 605,
  USER_NOT_REGISTERED: 606,
  PROGRESS_TIMEOUT: 607,
  INVALID_GATEWAY: 608,
  GATEWAY_DOWN: 609,
  INVALID_URL: 610,
  INVALID_PROFILE: 611,
  NO_PICKUP: 612,
};

/** What `hangup_cause_q850` says: FreeSWITCH's own causes count as normal clearing (docs/protocol). */
export function q850(cause: string): number {
  const number = CAUSES[cause] ?? 16;
  return number > 127 ? 16 : number;
}

/**
 * The cause a word or number names, as switch_channel_str2cause reads it: an unknown word is
 * NORMAL_CLEARING in `uuid_kill` and in `error/…`.
 */
export function causeOf(word: string): string {
  const upper = word.toUpperCase();
  if (Object.hasOwn(CAUSES, upper)) return upper;
  const number = /^\d+$/.test(word) ? Number(word) : NaN;
  return Object.entries(CAUSES).find(([, value]) => value === number)?.[0] ?? 'NORMAL_CLEARING';
}

/** The SIP answer a phone or gateway gives for a cause, and its Q.850 number (`sip_term_cause`). */
export function sipFailure(
  cause: string,
): readonly [status: string, phrase: string, number: string] {
  switch (cause) {
    case 'USER_BUSY':
      return ['486', 'Rejected', '17'];
    case 'NORMAL_TEMPORARY_FAILURE':
      return ['503', 'Service Unavailable', '41'];
    default:
      return ['603', 'Decline', '21'];
  }
}
