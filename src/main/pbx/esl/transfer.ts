import { splitAddress } from '@shared/domain/channel.ts';
import type { CommandOf } from '@shared/commands/command.ts';
import { fail, type Result } from '@shared/domain/result.ts';
import { isDomain, parseNumber } from '@shared/domain/validate.ts';
import type { Accepted, Execution } from '../port.ts';
import {
  bringBackLines,
  forgetLines,
  transferLine,
  voicemailLine,
  type CommandLine,
} from './commands.ts';
import { given, type Giving } from './give.ts';

type Transfer = CommandOf<'transfer'>;

/** What a transfer uses beside its grant, where the login has it: whether the other phone is there, and the way back. */
export const TRANSFER_EXTRAS = ['user_exists', 'sofia_contact', 'uuid_setvar'] as const;

/**
 * Sends a leg elsewhere. FreeSWITCH says `+OK` to every destination and hangs up a caller whom nobody takes
 * (docs/transfer.md): so a phone that is not registered is found out first, and the leg is told to come back
 * to the phone that it leaves.
 */
export function giveTransfer(giving: Giving, command: Transfer): Execution {
  const { session, plan } = giving;
  const home = splitAddress(giving.find(giving.find(command.uuid)?.peer ?? '')?.presence_id ?? '');
  const line = lineOf(command, home.domain, plan.context);
  if (!line.ok) return { answer: Promise.resolve(line) };
  const back = command.voicemail
    ? undefined
    : bringBackLines(command.uuid, home.user, plan.context);
  const prepared = back?.ok === true && session.mayUse('uuid_setvar');
  return {
    answer: send(giving, command, home.domain, line.value, prepared ? back.value : []),
    settle: () => {
      const forget = forgetLines(command.uuid);
      // The leg may be gone, and its variables with it.
      if (prepared && forget.ok) for (const one of forget.value) void given(session, one);
    },
  };
}

function lineOf(
  { uuid, number, voicemail }: Transfer,
  domain: string,
  context: string,
): Result<CommandLine> {
  if (!voicemail) return transferLine(uuid, number, context);
  return domain === ''
    ? fail('bad-input', 'The domain of the mailbox is not known: transfer to a number.')
    : voicemailLine(uuid, number, domain);
}

async function send(
  giving: Giving,
  { number, voicemail }: Transfer,
  domain: string,
  line: CommandLine,
  before: readonly CommandLine[],
): Promise<Result<Accepted>> {
  const absent = voicemail ? false : await isAbsent(giving, number, domain);
  if (absent)
    return fail(
      'refused-by-pbx',
      `${number} is not registered: the call stays where it is.`,
      'USER_NOT_REGISTERED',
    );
  for (const one of before) await given(giving.session, one);
  return given(giving.session, line);
}

/** Whether a number is a user of the PBX whose phone is nowhere; false where that cannot be asked. */
async function isAbsent({ session }: Giving, text: string, domain: string): Promise<boolean> {
  const number = parseNumber(text);
  const canAsk = session.mayUse('user_exists') && session.mayUse('sofia_contact');
  if (!number.ok || !isDomain(domain) || !canAsk) return false;
  const exists = await session.command(`api user_exists id ${number.value} ${domain}`);
  if (!exists.ok || exists.value.text.trim() !== 'true') return false;
  const contact = await session.command(`api sofia_contact ${number.value}@${domain}`);
  return contact.ok && contact.value.text.trim() === 'error/user_not_registered';
}
