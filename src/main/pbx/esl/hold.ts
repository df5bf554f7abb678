import type { Channel } from '@shared/domain/channel.ts';
import type { Command } from '@shared/domain/pbx.ts';
import type { Result } from '@shared/domain/result.ts';
import { breakLine, holdLine, musicLine, resumeLine, type CommandLine } from './commands.ts';
import type { EslSession } from './session.ts';

type Holding = Extract<Command, { kind: 'hold' | 'resume' }>;
type Find = (uuid: string) => Channel | undefined;

/** What a caller hears where neither his channel nor the settings nor the PBX name anything. */
const FALLBACK_MUSIC = 'local_stream://moh';

/** What holding by music needs of a login. */
const GRANTS = ['uuid_broadcast', 'uuid_break'] as const;
const EVENTS = ['PLAYBACK_START', 'PLAYBACK_STOP'] as const;

/** What a login lacks to hold by music, as `esl-allowed-…` would have to name it; '' for nothing. */
export function lacksForMusic(session: EslSession): string {
  return [
    ...GRANTS.filter((api) => !session.mayUse(api)),
    ...EVENTS.filter((event) => !session.hears(event)),
  ].join(', ');
}

/**
 * The line that puts a leg on hold, or takes it off. `uuid_hold` of a leg that FreeSWITCH placed (an agent's
 * of an incoming call) plays silence to the caller on every version since 1.10.7 (docs/hold.md), so there the
 * other side gets music by `uuid_broadcast`, which also keeps the two from hearing each other. A leg that the
 * phone dialled from is held by `uuid_hold`, which plays music there.
 * @param music the setting; '' for the PBX's own
 */
export async function holdingLine(
  session: EslSession,
  command: Holding,
  find: Find,
  music: string,
): Promise<Result<CommandLine>> {
  const leg = find(command.uuid);
  const other = leg && find(leg.peer);
  if (command.kind === 'resume') {
    const byMusic = leg?.onMusic === true && leg.callstate !== 'HELD';
    return byMusic && other ? breakLine(other.uuid) : resumeLine(command.uuid);
  }
  const silent = leg?.direction === 'outbound' && other !== undefined;
  if (!silent || lacksForMusic(session) !== '') return holdLine(command.uuid);
  return musicLine(other.uuid, await musicFor(session, other.uuid, music));
}

/** The caller's own music, else the setting, else the PBX's. */
async function musicFor(session: EslSession, uuid: string, music: string): Promise<string> {
  const own = await asked(session, 'uuid_getvar', `uuid_getvar ${uuid} hold_music`);
  return (
    own ||
    music ||
    (await asked(session, 'global_getvar', 'global_getvar hold_music')) ||
    FALLBACK_MUSIC
  );
}

/** The value of a variable that is fit to be played; '' where there is none or the login may not ask. */
async function asked(session: EslSession, api: string, line: string): Promise<string> {
  if (!session.mayUse(api)) return '';
  const answer = await session.command(`api ${line}`);
  const value = answer.ok ? answer.value.text.trim() : '';
  return isMusic(value) ? value : '';
}

/**
 * Whether a text may be what a broadcast plays: one word, which is no application (`name::arguments`), no
 * switch, no error and expands nothing. It comes from the PBX or an administrator, and is bounded all the same.
 */
export const isMusic = (text: string): boolean =>
  /^[A-Za-z/][\x21-\x7e]{2,511}$/.test(text) &&
  !/::|\$\{|[`'"\\|]/.test(text) &&
  !/^(?:_undef_|silence$)/i.test(text);
