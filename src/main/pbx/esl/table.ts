import type { CommandKind, CommandOf } from '@shared/commands/command.ts';
import type { Result } from '@shared/domain/result.ts';
import * as line from './commands.ts';

/** What a line is made of beside its command. */
interface Making {
  /** The uuid that the leg of my phone will have, where the command makes one. */
  readonly leg: string;
  readonly plan: line.DialPlan;
}

/** How a command is given on the Event Socket. */
interface EslCommand<K extends CommandKind> {
  /** The API command that `esl-allowed-api` must name. */
  readonly grant: string;
  line(command: CommandOf<K>, making: Making): Result<line.CommandLine>;
}

/** Each command's grant and line. Hold and resume look at the call first (hold.ts): here is what holds without music. */
export const ESL: { readonly [K in CommandKind]: EslCommand<K> } = {
  hold: { grant: 'uuid_hold', line: ({ uuid }) => line.holdLine(uuid) },
  resume: { grant: 'uuid_hold', line: ({ uuid }) => line.resumeLine(uuid) },
  hangup: { grant: 'uuid_kill', line: ({ uuid }) => line.hangupLine(uuid) },
  reject: { grant: 'uuid_kill', line: ({ uuid }) => line.rejectLine(uuid) },
  answer: { grant: 'uuid_phone_event', line: ({ uuid }) => line.answerLine(uuid) },
  mute: { grant: 'uuid_audio', line: ({ uuid }) => line.muteLine(uuid) },
  unmute: { grant: 'uuid_audio', line: ({ uuid }) => line.unmuteLine(uuid) },
  originate: {
    grant: 'originate',
    line: ({ extension, number, autoAnswer }, { leg, plan }) =>
      line.originateLine(leg, extension, number, autoAnswer, plan),
  },
  eavesdrop: {
    grant: 'originate',
    line: ({ uuid, extension }, { leg, plan }) => line.eavesdropLine(leg, extension, uuid, plan),
  },
};

/** The same of a command whose kind is not known here. */
export const eslOf = (kind: CommandKind): EslCommand<CommandKind> =>
  ESL[kind] as EslCommand<CommandKind>;

/** All API commands the app gives. */
export const APIS: readonly string[] = [
  ...new Set([
    'show',
    ...Object.values(ESL).map(({ grant }) => grant),
    'uuid_broadcast',
    'uuid_break',
  ]),
];
