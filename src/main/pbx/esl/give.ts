import { refusal } from '@shared/domain/causes.ts';
import type { Channel } from '@shared/domain/channel.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { Accepted } from '../port.ts';
import type { CommandLine, DialPlan } from './commands.ts';
import type { Reply } from './link.ts';

/** What giving a command needs of the connection (session.ts). */
export interface GivingSession {
  mayUse(api: string): boolean;
  hears(event: string): boolean;
  command(line: string): Promise<Result<Reply>>;
}

/** What a command that takes more than one line is given with. */
export interface Giving {
  readonly session: GivingSession;
  readonly plan: DialPlan;
  /** What the table has of a leg. */
  find(uuid: string): Channel | undefined;
}

/** Why a login may not use an API command. */
export const notGranted = (api: string): string =>
  `This login may not use “${api}”: ask the administrator to add it to esl-allowed-api.`;

/** Gives one line, if the login may. `+OK` is all that counts as taken. */
export async function given(
  session: GivingSession,
  { api, line }: CommandLine,
): Promise<Result<Accepted>> {
  if (!session.mayUse(api)) return fail('not-allowed', notGranted(api));
  const sent = await session.command(line);
  if (!sent.ok) return sent;
  const reply = sent.value.text.trim();
  return reply.startsWith('+OK') ? ok({}) : { ok: false, error: refusal(reply, 'the phone') };
}
