import { setTimeout as sleep } from 'node:timers/promises';
import { refusal } from '@shared/domain/causes.ts';
import type { Channel } from '@shared/domain/channel.ts';
import type { CommandOf } from '@shared/commands/command.ts';
import { ok, type Result } from '@shared/domain/result.ts';
import type { Accepted, Execution } from '../port.ts';
import {
  breakLine,
  holdLine,
  musicLine,
  resumeLine,
  type CommandLine,
  type DialPlan,
} from './commands.ts';
import { given, type Giving, type GivingSession } from './give.ts';

export type Holding = CommandOf<'hold' | 'resume'>;
type Find = (uuid: string) => Channel | undefined;

/** Music of FreeSWITCH's own example configuration, where nothing is named. */
const DEFAULT_MUSIC = 'local_stream://moh';
/** Where no music can be played: a short tone each four seconds, which needs no file. */
const LAST_RESORT = 'tone_stream://%(300,3700,440)';
/** ms in which what can be played begins (160 in the captures), and ms between looks. */
const BEGINS_MS = 800;
const LOOK_MS = 20;

/** What holding by music needs of a login. */
const GRANTS = ['uuid_broadcast', 'uuid_break'] as const;
const EVENTS = ['PLAYBACK_START', 'PLAYBACK_STOP'] as const;

/** What a login lacks to hold by music, as `esl-allowed-…` would have to name it; '' for nothing. */
export function lacksForMusic(session: GivingSession): string {
  return [
    ...GRANTS.filter((api) => !session.mayUse(api)),
    ...EVENTS.filter((event) => !session.hears(event)),
  ].join(', ');
}

/** Holds a leg or takes it off, by music or by a line. */
export function giveHold({ session, plan, find }: Giving, command: Holding): Execution {
  const checked = holdLine(command.uuid);
  return { answer: checked.ok ? holding(session, plan, find, command) : Promise.resolve(checked) };
}

async function holding(
  session: GivingSession,
  { holdMusic = '' }: DialPlan,
  find: Find,
  command: Holding,
): Promise<Result<Accepted>> {
  const way = wayOf(session, command, find);
  if (!way.ok) return way;
  if (way.value.by === 'line') return given(session, way.value.line);
  const played = await playMusic(session, way.value.caller, find, holdMusic);
  if (!played.ok) return played;
  // Held all the same, with nothing to hear: that is what is left.
  return played.value ? ok({}) : given(session, way.value.otherwise);
}

/** How a leg is held or resumed: one line, or music for the leg it is bridged to. */
export type Way =
  | { readonly by: 'line'; readonly line: CommandLine }
  | { readonly by: 'music'; readonly caller: string; readonly otherwise: CommandLine };

/**
 * How to put a leg on hold, or take it off. `uuid_hold` of a leg that FreeSWITCH placed (an agent's of an
 * incoming call) plays silence to the caller on every version since 1.10.7 (docs/hold.md), so there the other
 * side gets music by `uuid_broadcast`, which also keeps the two from hearing each other. A leg that the phone
 * dialled from is held by `uuid_hold`, which plays music there.
 */
export function wayOf(session: GivingSession, command: Holding, find: Find): Result<Way> {
  const leg = find(command.uuid);
  const other = leg && find(leg.peer);
  const byLine = (line: Result<CommandLine>): Result<Way> =>
    line.ok ? ok({ by: 'line', line: line.value }) : line;
  if (command.kind === 'resume') {
    const byMusic = leg?.onMusic === true && leg.callstate !== 'HELD';
    return byLine(byMusic && other ? breakLine(other.uuid) : resumeLine(command.uuid));
  }
  const held = holdLine(command.uuid);
  const silent = leg?.direction === 'outbound' && other !== undefined;
  if (!held.ok || !silent || lacksForMusic(session) !== '') return byLine(held);
  return ok({ by: 'music', caller: other.uuid, otherwise: held.value });
}

/**
 * Plays music to a leg until it is broken off. FreeSWITCH says yes to what it cannot play, too (a stream that
 * is not there): so what does not begin is followed by the next, and by a tone that every FreeSWITCH has.
 * @param music the setting; '' for the PBX's own
 * @returns whether something is played; a refusal as it was given
 */
export async function playMusic(
  session: GivingSession,
  caller: string,
  find: Find,
  music: string,
): Promise<Result<boolean>> {
  const tried = new Set<string>();
  for (const next of sources(session, caller, music)) {
    const name = await next();
    if (name === '' || tried.has(name)) continue;
    tried.add(name);
    const line = musicLine(caller, name);
    if (!line.ok) return line;
    const sent = await session.command(line.value.line);
    if (!sent.ok) return sent;
    const reply = sent.value.text.trim();
    if (!reply.startsWith('+OK')) return { ok: false, error: refusal(reply, 'the phone') };
    if (await begins(caller, find)) return ok(true);
  }
  return ok(false);
}

/** The caller's own music, else the setting, else the PBX's, else a tone. */
const sources = (
  session: GivingSession,
  caller: string,
  music: string,
): readonly (() => Promise<string> | string)[] => [
  () => asked(session, 'uuid_getvar', `uuid_getvar ${caller} hold_music`),
  () => music,
  () => asked(session, 'global_getvar', 'global_getvar hold_music'),
  () => DEFAULT_MUSIC,
  () => LAST_RESORT,
];

/** Whether a leg is played something, soon. */
async function begins(uuid: string, find: Find): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < BEGINS_MS; waitedMs += LOOK_MS) {
    if (find(uuid)?.playing) return true;
    await sleep(LOOK_MS);
  }
  return find(uuid)?.playing === true;
}

/** The value of a variable that is fit to be played; '' where there is none or the login may not ask. */
async function asked(session: GivingSession, api: string, line: string): Promise<string> {
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
