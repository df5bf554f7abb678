import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { splitAddress } from '@shared/domain/channel.ts';
import type { Command } from '@shared/commands/command.ts';
import { fail } from '@shared/domain/result.ts';
import {
  isChannelId,
  parseAutoAnswer,
  parseExtension,
  parseNumber,
} from '@shared/domain/validate.ts';
import { reachesLeg } from '../accounts/rights.ts';
import { away, type Action, type Answer } from '../answers/answer.ts';
import { failure } from '../answers/plain.ts';
import { listed, rowOf } from '../calls/list.ts';
import { askingOf, type Context } from './context.ts';
import * as schema from './schemas.ts';
import { send } from './send.ts';

const LIST = '/api/v2/channels';
const AWAY = 'The PBX is away at the moment.';
const NO_ID = 'A channel’s id is a uuid.';

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** The documented channels API. */
export function channelRoutes(app: FastifyInstance, context: Context): void {
  listRoute(app, context);
  originateRoute(app, context);
  stateRoute(app, context);
  hangupRoutes(app, context);
  eavesdropRoute(app, context);
}

function listRoute(app: FastifyInstance, { site, manner }: Context): void {
  app.get(
    LIST,
    {
      attachValidation: true,
      schema: {
        summary: 'List channels',
        description: 'The channels that the role may see. Without a page, all of them.',
        querystring: schema.LIST_PARAMS,
        response: schema.answers(schema.LIST, 400, 401, 503),
      },
    },
    (request, reply) => {
      const { caller } = askingOf(request);
      if (site.status.phase !== 'online') return send(reply, away(AWAY));
      const rows = site.channels
        .filter((leg) => reachesLeg(caller, 'see', leg, site.find))
        .map((leg) => rowOf(leg, !manner.proves));
      if (!manner.proves) return send(reply, manner.list({ row_count: rows.length, rows }));
      if (request.validationError) return send(reply, manner.badRequest(wrong(request)));
      const list = listed(rows, request.query as Readonly<Record<string, string>>);
      return send(reply, list.ok ? manner.list(list.value) : failure(list.error));
    },
  );
}

function originateRoute(app: FastifyInstance, context: Context): void {
  const { manner } = context;
  app.post(
    LIST,
    {
      attachValidation: true,
      schema: {
        summary: 'Place a call',
        description:
          'The caller’s phone rings, and the number is called once it is answered. Answers then, or when it failed.',
        body: schema.ORIGINATE_BODY,
        response: schema.answers(schema.DONE, 400, 401, 403, 422, 429, 503),
      },
    },
    async (request, reply) => {
      const { calledId, callerId, auto_answer_param: autoAnswer } = fieldsOf(request.body);
      if (calledId === undefined) return send(reply, manner.badRequest('Bad parameters calledId'));
      if (request.validationError && manner.proves)
        return send(reply, manner.badRequest(wrong(request)));
      const number = parseNumber(textOf(calledId));
      if (!number.ok) return send(reply, manner.badRequest(number.error.message));
      const caller = textOf(callerId);
      if (!manner.proves && !caller.includes('@'))
        return send(reply, manner.acted('originate', NOBODY_DIALLED));
      const phone = parseExtension(caller);
      if (!phone.ok) return send(reply, manner.badRequest(phone.error.message));
      if (autoAnswer !== undefined && !parseAutoAnswer(textOf(autoAnswer)).ok)
        return send(reply, manner.badRequest('auto_answer_param is written name=value.'));
      return act(context, request, reply, 'originate', {
        kind: 'originate',
        extension: ofDomain(caller, request),
        number: number.value,
        autoAnswer: autoAnswer !== undefined,
      });
    },
  );
}

/** What FreeSWITCH says of a caller without a domain on webitel/core, which dials nobody then. */
const NOBODY_DIALLED = fail('refused-by-pbx', 'There is no such phone.', 'SUBSCRIBER_ABSENT');

/** An extension in the domain of whoever asks, where it names none. */
function ofDomain(extension: string, request: FastifyRequest): string {
  if (extension.includes('@')) return extension;
  const { caller } = askingOf(request);
  const { domain } = splitAddress(caller.extension || caller.name);
  return domain === '' ? extension : `${extension}@${domain}`;
}

function stateRoute(app: FastifyInstance, context: Context): void {
  const { manner } = context;
  app.put(
    `${LIST}/:id`,
    {
      attachValidation: true,
      schema: {
        summary: 'Hold a channel, or take it off hold',
        params: schema.ID_PARAMS,
        body: schema.STATE_BODY,
        response: schema.answers(schema.DONE, 400, 401, 403, 404, 409, 422, 503),
      },
    },
    (request, reply) => {
      const { state } = fieldsOf(request.body);
      if (state !== 'hold' && state !== 'unhold')
        return send(reply, manner.badState(state === undefined ? '' : textOf(state) || 'none'));
      const kind = state === 'hold' ? 'hold' : 'resume';
      return onChannel(context, request, reply, 'state', (uuid) => ({ kind, uuid }));
    },
  );
}

function hangupRoutes(app: FastifyInstance, context: Context): void {
  const { manner, actions } = context;
  app.delete(
    `${LIST}/:id`,
    {
      attachValidation: true,
      schema: {
        summary: 'Hang a channel up',
        params: schema.ID_PARAMS,
        response: schema.answers(schema.DONE, 400, 401, 403, 404, 409, 503),
      },
    },
    (request, reply) =>
      onChannel(context, request, reply, 'hangup', (uuid) => ({ kind: 'hangup', uuid })),
  );
  app.delete(
    `${LIST}/domain/:domain`,
    {
      attachValidation: true,
      schema: {
        summary: 'Hang up all channels of a domain',
        params: { type: 'object', properties: { domain: { type: 'string', maxLength: 253 } } },
        response: schema.answers({ type: 'object' }, 401, 403, 503),
      },
    },
    async (request, reply) => {
      const { domain } = request.params as { domain: string };
      const done = await actions.hangUpDomain(askingOf(request), domain);
      return send(
        reply,
        done.ok ? manner.domainHungUp(done.value) : manner.forbidden(done.error.message),
      );
    },
  );
}

function eavesdropRoute(app: FastifyInstance, context: Context): void {
  const { manner } = context;
  app.post(
    `${LIST}/:id/eavesdrop`,
    {
      attachValidation: true,
      schema: {
        summary: 'Listen to a channel',
        description: 'The user’s phone rings, and hears the channel once it is answered.',
        params: schema.ID_PARAMS,
        body: schema.EAVESDROP_BODY,
        response: schema.answers(schema.DONE, 400, 401, 403, 404, 409, 422, 503),
      },
    },
    (request, reply) => {
      const { id } = request.params as { id: string };
      if (id === 'all') return send(reply, manner.forbidden('Nobody may listen to everybody.'));
      const user = textOf(fieldsOf(request.body)['user']);
      const phone = parseExtension(user);
      if (!phone.ok) return send(reply, manner.badRequest(phone.error.message));
      const extension = ofDomain(user, request);
      return onChannel(context, request, reply, 'eavesdrop', (uuid) => ({
        kind: 'eavesdrop',
        uuid,
        extension,
      }));
    },
  );
}

/** Runs a command on the channel that the path names. */
export function onChannel(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  action: Action,
  command: (uuid: string) => Command,
): Promise<FastifyReply> | FastifyReply {
  const { id } = request.params as { id: string };
  if (!isChannelId(id)) return send(reply, context.manner.badRequest(NO_ID));
  return act(context, request, reply, action, command(id));
}

/** Runs a command and answers with what became of it. */
async function act(
  { actions, manner, site }: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  action: Action,
  command: Command,
): Promise<FastifyReply> {
  if (site.status.phase !== 'online') return send(reply, away(AWAY));
  const result = await actions.run(askingOf(request), command);
  const answer: Answer =
    !result.ok && result.error.kind === 'not-allowed'
      ? manner.forbidden(result.error.message)
      : manner.acted(action, result);
  return send(reply, answer);
}

/** What a schema found wrong, in a sentence. */
function wrong({ validationError }: FastifyRequest): string {
  return `${(validationError?.message ?? 'The request makes no sense').slice(0, 300)}.`;
}
