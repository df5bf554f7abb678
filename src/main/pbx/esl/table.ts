import type { CommandKind, CommandOf } from '@shared/commands/command.ts';
import type { Channel } from '@shared/domain/channel.ts';
import type { Result } from '@shared/domain/result.ts';
import type { Execution } from '../port.ts';
import * as line from './commands.ts';
import type { Giving } from './give.ts';
import { giveHold } from './hold.ts';
import { giveTransfer, TRANSFER_EXTRAS } from './transfer.ts';

/** What a line is made of beside its command. */
interface Making {
  /** The uuid that the leg of my phone will have, where the command makes one. */
  readonly leg: string;
  readonly plan: line.DialPlan;
  /** What the table has of a leg. */
  find(uuid: string): Channel | undefined;
  /** Whether the keys of a phone that listens let it speak. */
  readonly keys: boolean;
}

/** How a command is given on the Event Socket: by a line, or by several (hold.ts, transfer.ts). */
type EslCommand<K extends CommandKind> = {
  /** The API command that `esl-allowed-api` must name. */
  readonly grant: string;
} & (
  | { line(command: CommandOf<K>, making: Making): Result<line.CommandLine> }
  | { give(giving: Giving, command: CommandOf<K>): Execution }
);

/** A key on behalf of the listener's phone: `uuid_send_dtmf` would only play it to that phone (docs/protocol). */
const speak = (key: '0' | '1' | '2' | '3') => ({
  grant: 'uuid_recv_dtmf',
  line: ({ uuid }: { readonly uuid: string }) => line.keyLine(uuid, key),
});

/** Each command's grant, and line or lines. */
export const ESL: { readonly [K in CommandKind]: EslCommand<K> } = {
  hold: { grant: 'uuid_hold', give: giveHold },
  resume: { grant: 'uuid_hold', give: giveHold },
  transfer: { grant: 'uuid_transfer', give: giveTransfer },
  hangup: { grant: 'uuid_kill', line: ({ uuid }) => line.hangupLine(uuid) },
  reject: { grant: 'uuid_kill', line: ({ uuid }) => line.rejectLine(uuid) },
  answer: { grant: 'uuid_phone_event', line: ({ uuid }) => line.answerLine(uuid) },
  mute: { grant: 'uuid_audio', line: ({ uuid }) => line.muteLine(uuid) },
  unmute: { grant: 'uuid_audio', line: ({ uuid }) => line.unmuteLine(uuid) },
  take: {
    grant: 'originate',
    // What rings and was not answered is left to whoever answers it first.
    line: ({ uuid, extension }, { leg, plan, find }) =>
      line.takeLine(leg, extension, uuid, find(uuid)?.answeredMs === 0, plan),
  },
  'speak-none': speak('0'),
  'speak-own': speak('2'),
  'speak-partner': speak('1'),
  'speak-both': speak('3'),
  originate: {
    grant: 'originate',
    line: ({ extension, number, autoAnswer }, { leg, plan }) =>
      line.originateLine(leg, extension, number, autoAnswer, plan),
  },
  eavesdrop: {
    grant: 'originate',
    line: ({ uuid, extension }, { leg, plan, keys }) =>
      line.eavesdropLine(leg, extension, uuid, plan, keys),
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
    ...TRANSFER_EXTRAS,
  ]),
];
