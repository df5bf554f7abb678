import { splitAddress } from '@shared/domain/channel.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { isChannelId, parseContext, parseExtension, parseNumber } from '@shared/domain/validate.ts';

/**
 * The only place where a command line for FreeSWITCH is put together. Every value passes an
 * allow-list that has no white space and none of `$ { } [ ] < > ( ) | , ; & ' " \ ^ %`, so none can
 * end a command, open another argument or expand a variable.
 */
export interface CommandLine {
  /** What `esl-allowed-api` must name for the login to give it. */
  readonly api: string;
  readonly line: string;
}

/** Which phone rings and how a call is placed; settings, not arguments of one call. */
export interface DialPlan {
  readonly context: string;
  /** s a phone may ring before an originate is given up. */
  readonly ringSeconds: number;
  /** What a caller on hold hears where his channel names nothing; '' for the PBX's own. */
  readonly holdMusic?: string;
  /** Calls are placed as webitel/core places them (src/gateway), which shows in the rows of their legs. */
  readonly asWebitelCore?: boolean;
}

const noUuid = (): Result<never> =>
  fail('bad-input', 'This channel’s id has characters that Ringside does not pass on.');

function onChannel(api: string, uuid: string, line: string): Result<CommandLine> {
  return isChannelId(uuid) ? ok({ api, line }) : noUuid();
}

export const holdLine = (uuid: string): Result<CommandLine> =>
  onChannel('uuid_hold', uuid, `api uuid_hold ${uuid}`);
export const resumeLine = (uuid: string): Result<CommandLine> =>
  onChannel('uuid_hold', uuid, `api uuid_hold off ${uuid}`);
/**
 * Music for a leg's own party until it is broken off; the two of a call do not hear each other meanwhile.
 * @param music passes `isMusic` (hold.ts)
 */
export const musicLine = (uuid: string, music: string): Result<CommandLine> =>
  onChannel(
    'uuid_broadcast',
    uuid,
    `api uuid_broadcast ${uuid} ${music}${music.includes(';loops=') ? '' : ';loops=-1'} aleg`,
  );
export const breakLine = (uuid: string): Result<CommandLine> =>
  onChannel('uuid_break', uuid, `api uuid_break ${uuid} all`);
export const hangupLine = (uuid: string): Result<CommandLine> =>
  onChannel('uuid_kill', uuid, `api uuid_kill ${uuid}`);
/** The caller hears busy, as after a rejection at the phone (docs/protocol, inbound-rejected-by-agent). */
export const rejectLine = (uuid: string): Result<CommandLine> =>
  onChannel('uuid_kill', uuid, `api uuid_kill ${uuid} USER_BUSY`);
export const answerLine = (uuid: string): Result<CommandLine> =>
  onChannel('uuid_phone_event', uuid, `api uuid_phone_event ${uuid} talk`);
/** `read` is what comes from the phone: its microphone (mod_commands, uuid_audio). */
export const muteLine = (uuid: string): Result<CommandLine> =>
  onChannel('uuid_audio', uuid, `api uuid_audio ${uuid} start read mute 1`);
export const unmuteLine = (uuid: string): Result<CommandLine> =>
  onChannel('uuid_audio', uuid, `api uuid_audio ${uuid} stop`);

/** A key of the leg's own party, as if its phone had sent it. */
export const keyLine = (uuid: string, key: '0' | '1' | '2' | '3'): Result<CommandLine> =>
  onChannel('uuid_recv_dtmf', uuid, `api uuid_recv_dtmf ${uuid} ${key}`);

/** `user/201@domain`, or `user/201` in FreeSWITCH's default domain. */
function phoneOf(extension: string): Result<string> {
  const parsed = parseExtension(extension);
  if (!parsed.ok) return parsed;
  const { user, domain } = parsed.value;
  return ok(domain === '' ? `user/${user}` : `user/${user}@${domain}`);
}

/** The user of a phone, whose name passed `parseExtension`. */
const userOf = (extension: string): string => splitAddress(extension.trim()).user;

/** Channel variables of a leg we place; values are our own or validated by the caller. */
function variables(values: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  return `{${pairs.join(',')}}`;
}

/**
 * My phone rings (showing `number`), and when it is answered the dialplan calls `number`.
 * @param leg the uuid that my phone's leg will have.
 */
export function originateLine(
  leg: string,
  extension: string,
  number: string,
  autoAnswer: boolean,
  plan: DialPlan,
): Result<CommandLine> {
  const phone = phoneOf(extension);
  if (!phone.ok) return phone;
  const dialled = parseNumber(number);
  if (!dialled.ok) return dialled;
  const context = parseContext(plan.context);
  if (!context.ok) return context;
  if (!isChannelId(leg)) return noUuid();
  if (plan.asWebitelCore) return coreOriginateLine(leg, extension, dialled.value, autoAnswer, plan);
  const vars = variables({
    origination_uuid: leg,
    origination_caller_id_name: dialled.value,
    origination_caller_id_number: dialled.value,
    // What the far end is shown where the directory names no caller id for this phone: else it is the
    // phone's contact, `203-0x5651449b1be0`.
    origination_callee_id_name: userOf(extension),
    origination_callee_id_number: userOf(extension),
    originate_timeout: Math.round(plan.ringSeconds),
    ...(autoAnswer ? { sip_auto_answer: 'true' } : {}),
  });
  return ok({
    api: 'originate',
    line: `bgapi originate ${vars}${phone.value} ${dialled.value} XML ${context.value}`,
  });
}

/**
 * The same in webitel/core's words: the phone that rings shows its own number, and without a domain it dials
 * nobody. Values have passed the checks of `originateLine`.
 */
function coreOriginateLine(
  leg: string,
  extension: string,
  number: string,
  autoAnswer: boolean,
  plan: DialPlan,
): Result<CommandLine> {
  const { user, domain } = splitAddress(extension.trim());
  if (domain === '')
    return fail('refused-by-pbx', `${user} is not registered`, 'SUBSCRIBER_ABSENT');
  const vars = variables({
    origination_uuid: leg,
    presence_data: `@${domain}`,
    origination_caller_id_name: user,
    origination_caller_id_number: user,
    originate_timeout: Math.round(plan.ringSeconds),
    ...(autoAnswer ? { sip_auto_answer: 'true' } : {}),
  });
  const phone = `user/${user}@${domain}`;
  const target = `${number} xml ${plan.context} ${number} ${number}`;
  return ok({ api: 'originate', line: `bgapi originate ${vars}${phone} ${target}` });
}

/**
 * `extension`'s phone rings, and hears the leg `target` once answered. Keys 0 to 3 of the listener's
 * phone let it speak (docs/protocol): they are off unless that is wanted and can be followed, so that listening
 * stays listening.
 */
export function eavesdropLine(
  leg: string,
  extension: string,
  target: string,
  plan: DialPlan,
  keys: boolean,
): Result<CommandLine> {
  const phone = phoneOf(extension);
  if (!phone.ok) return phone;
  if (!isChannelId(leg) || !isChannelId(target)) return noUuid();
  // webitel/core shows what a client's `display` leaves out.
  const caller = plan.asWebitelCore
    ? {
        presence_data: `@${splitAddress(extension.trim()).domain}`,
        name: 'undefined',
        number: 'undefined',
      }
    : { name: 'Eavesdrop', number: 'eavesdrop' };
  const vars = variables({
    origination_uuid: leg,
    ...('presence_data' in caller ? { presence_data: caller.presence_data } : {}),
    origination_caller_id_name: caller.name,
    origination_caller_id_number: caller.number,
    originate_timeout: Math.round(plan.ringSeconds),
    eavesdrop_enable_dtmf: String(keys),
  });
  return ok({
    api: 'originate',
    line: `bgapi originate ${vars}${phone.value} &eavesdrop(${target})`,
  });
}

/**
 * `extension`'s phone rings, and takes the call of the leg `target` once answered, wherever that rings or is
 * talked on.
 * @param unanswered whether the call is only to be taken while nobody answered it
 */
export function takeLine(
  leg: string,
  extension: string,
  target: string,
  unanswered: boolean,
  plan: DialPlan,
): Result<CommandLine> {
  const phone = phoneOf(extension);
  if (!phone.ok) return phone;
  if (!isChannelId(leg) || !isChannelId(target)) return noUuid();
  const vars = variables({
    origination_uuid: leg,
    origination_caller_id_name: 'Pick-up',
    origination_caller_id_number: userOf(extension),
    originate_timeout: Math.round(plan.ringSeconds),
    ...(unanswered ? { intercept_unanswered_only: 'true' } : {}),
  });
  return ok({
    api: 'originate',
    line: `bgapi originate ${vars}${phone.value} &intercept(${target})`,
  });
}

/** A leg goes to what the dialplan makes of a number. */
export function transferLine(uuid: string, number: string, context: string): Result<CommandLine> {
  const dialled = parseNumber(number);
  if (!dialled.ok) return dialled;
  const where = parseContext(context);
  if (!where.ok) return where;
  return onChannel(
    'uuid_transfer',
    uuid,
    `api uuid_transfer ${uuid} ${dialled.value} XML ${where.value}`,
  );
}

/** A leg goes to the mailbox of a user. */
export function voicemailLine(uuid: string, user: string, domain: string): Result<CommandLine> {
  const box = parseExtension(`${user}@${domain}`);
  if (!box.ok) return box;
  const application = `'voicemail:default ${box.value.domain} ${box.value.user}' inline`;
  return onChannel('uuid_transfer', uuid, `api uuid_transfer ${uuid} ${application}`);
}

/** Causes by which a phone that is called does not take a call, as FreeSWITCH names them. */
const NOT_TAKEN = [
  'USER_BUSY',
  'NO_ANSWER',
  'NO_USER_RESPONSE',
  'ALLOTTED_TIMEOUT',
  'CALL_REJECTED',
  'SUBSCRIBER_ABSENT',
  'USER_NOT_REGISTERED',
  'UNALLOCATED_NUMBER',
  'DESTINATION_OUT_OF_ORDER',
  'NORMAL_TEMPORARY_FAILURE',
  'RECOVERY_ON_TIMER_EXPIRE',
  'INCOMPATIBLE_DESTINATION',
].join(',');

/**
 * What a leg does when whoever it is sent to does not take it: it goes to the phone it came from. An
 * unanswered call counts as failed only where `continue_on_fail` says something (switch_channel_handle_cause).
 */
export function bringBackLines(
  uuid: string,
  home: string,
  context: string,
): Result<readonly CommandLine[]> {
  const user = parseNumber(home);
  if (!user.ok) return user;
  return setLines(uuid, {
    continue_on_fail: ' false',
    transfer_on_fail: ` ${NOT_TAKEN} ${user.value} XML ${context}`,
  });
}

/** Takes `bringBackLines` back: a later call of the leg may fail for other reasons. */
export const forgetLines = (uuid: string): Result<readonly CommandLine[]> =>
  setLines(uuid, { continue_on_fail: '', transfer_on_fail: '' });

/** Variables of a leg; values are our own or validated by the caller, after a space, or '' to unset. */
function setLines(
  uuid: string,
  values: Readonly<Record<string, string>>,
): Result<readonly CommandLine[]> {
  if (!isChannelId(uuid)) return noUuid();
  return ok(
    Object.entries(values).map(([name, value]) => ({
      api: 'uuid_setvar',
      line: `api uuid_setvar ${uuid} ${name}${value}`,
    })),
  );
}
