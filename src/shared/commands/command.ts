import * as v from 'valibot';
import { COMMANDS } from './catalogue.ts';
import type { Entry } from './entry.ts';

type Catalogue = typeof COMMANDS;
export type CommandKind = keyof Catalogue;
export const COMMAND_KINDS = Object.keys(COMMANDS) as CommandKind[];

type Input<K extends CommandKind> = {
  [P in keyof Catalogue[K]['input']]: Catalogue[K]['input'][P] extends v.GenericSchema
    ? v.InferOutput<Catalogue[K]['input'][P]>
    : never;
};
type FromMyPhone<K extends CommandKind> = Catalogue[K] extends { fromMyPhone: true }
  ? { extension: string }
  : object;
type Flat<T> = { readonly [P in keyof T]: T[P] };

/** What a person can ask of the PBX. `extension` is whose phone rings for it. */
export type Command = {
  [K in CommandKind]: Flat<{ kind: K } & Input<K> & FromMyPhone<K>>;
}[CommandKind];
export type CommandOf<K extends CommandKind> = Extract<Command, { kind: K }>;

/** A command as a window gives it: whose phone calls, main says. */
export type CommandRequest = {
  [K in CommandKind]: Flat<{ kind: K } & Input<K>>;
}[CommandKind];

/** A command about one leg, and one for which my phone rings. */
export type OnLeg = Extract<Command, { uuid: string }>;
export type Placing = Extract<Command, { extension: string }>;

/** The entry of a kind, for what goes over all of them. */
export const entryOf = (kind: CommandKind): Entry => COMMANDS[kind];

const Extension = v.pipe(v.string(), v.maxLength(320));
const schemaOf = (kind: CommandKind, more: v.ObjectEntries) =>
  v.object({ kind: v.literal(kind), ...entryOf(kind).input, ...more });

export const CommandSchema = v.variant(
  'kind',
  COMMAND_KINDS.map((kind) =>
    schemaOf(kind, entryOf(kind).fromMyPhone ? { extension: Extension } : {}),
  ),
) as unknown as v.GenericSchema<Command>;

export const CommandRequest = v.variant(
  'kind',
  COMMAND_KINDS.map((kind) => schemaOf(kind, {})),
) as unknown as v.GenericSchema<CommandRequest>;

/** Those that pop-up cards and notifications offer on a call that rings. */
export type CardCommand = {
  [K in CommandKind]: Catalogue[K] extends { onCards: () => string } ? K : never;
}[CommandKind];
export const CARD_COMMANDS = COMMAND_KINDS.filter(
  (kind) => entryOf(kind).onCards !== undefined,
) as CardCommand[];

/** For each command: '' when the login may give it, else the reason why not. */
export type Capabilities = Readonly<Record<CommandKind, string>>;

/** The capabilities that a reason for each command makes; '' allows it. */
export const capabilitiesBy = (reason: (kind: CommandKind) => string): Capabilities =>
  Object.fromEntries(COMMAND_KINDS.map((kind) => [kind, reason(kind)])) as Capabilities;

/** What can be done while nothing is connected. */
export const NO_CAPABILITIES = capabilitiesBy(() => 'There is no connection to the PBX.');
