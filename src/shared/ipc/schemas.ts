import * as v from 'valibot';
import { CHANNEL_FIELDS, SPEAKS_TO, type Channel } from '../domain/channel.ts';
import { COMMAND_KINDS, CommandRequest, CommandSchema } from '../commands/command.ts';
import { Uuid } from '../commands/entry.ts';
import type { ConnectionStatus } from '../pbx/status.ts';
import { SITE_ID } from '../domain/site.ts';
import { ERROR_KINDS, type AppError } from '../domain/result.ts';

const text = (max = 4096) => v.pipe(v.string(), v.maxLength(max));
/** A site's id. */
export const Site = v.pipe(v.string(), v.regex(SITE_ID));
export const LegRefSchema = v.object({ site: Site, uuid: Uuid });

export const AppErrorSchema: v.GenericSchema<AppError> = v.object({
  kind: v.picklist(ERROR_KINDS),
  message: text(),
  detail: v.exactOptional(text()),
  retryAfterMs: v.exactOptional(v.number()),
}) as v.GenericSchema<AppError>;

/** A Result over IPC: failures are values, for a thrown error keeps only its message. */
export const resultOf = <T extends v.GenericSchema>(value: T) =>
  v.variant('ok', [
    v.object({ ok: v.literal(true), value }),
    v.object({ ok: v.literal(false), error: AppErrorSchema }),
  ]);

const rowEntries = Object.fromEntries(CHANNEL_FIELDS.map((field) => [field, v.string()]));

/** A channel with all its columns. What is in them is the PBX's: bounded where it came in. */
export const ChannelSchema = v.object({
  ...rowEntries,
  extra: v.record(v.string(), v.string()),
  createdMs: v.number(),
  answeredMs: v.number(),
  heldMs: v.number(),
  stateMs: v.number(),
  originator: v.string(),
  peer: v.string(),
  queue: v.string(),
  muted: v.boolean(),
  playing: v.boolean(),
  onMusic: v.boolean(),
  placed: v.boolean(),
  hears: v.string(),
  speaksTo: v.picklist(SPEAKS_TO),
  cause: v.string(),
}) as unknown as v.GenericSchema<Channel>;

/** A command and the site it is for; '' for a call from wherever calls are made from. */
export const SiteCommand = v.object({
  site: v.union([v.literal(''), Site]),
  command: CommandRequest,
});
export type SiteCommand = v.InferOutput<typeof SiteCommand>;

export const PendingSchema = v.object({
  site: Site,
  id: v.number(),
  command: CommandSchema,
  uuid: v.pipe(v.string(), v.maxLength(256)),
  stage: v.picklist(['sent', 'ringing', 'answered']),
});

export const OutcomeSchema = v.object({
  site: Site,
  id: v.number(),
  command: CommandSchema,
  result: resultOf(v.null()),
});

export const StatusSchema = v.object({
  phase: v.picklist(['idle', 'connecting', 'syncing', 'online', 'offline', 'stopped']),
  backend: v.picklist(['esl', 'webitel']),
  where: text(2100),
  error: v.exactOptional(AppErrorSchema),
  retryAtMs: v.exactOptional(v.number()),
  feed: v.picklist(['events', 'partial-events', 'polling']),
  capabilities: v.object(Object.fromEntries(COMMAND_KINDS.map((kind) => [kind, text()]))),
  limits: text(),
}) as unknown as v.GenericSchema<ConnectionStatus>;
