import type { FastifyInstance } from 'fastify';
import { COMMAND_KINDS, type Command } from '@shared/commands/command.ts';
import { reachOf } from '../accounts/rights.ts';
import { onChannel } from './channels.ts';
import { askingOf, type Context } from './context.ts';
import { answers, DONE, ID_PARAMS } from './schemas.ts';

/** Commands that take a channel and nothing else. */
type Simple = Exclude<Command['kind'], (typeof WITH_MORE)[number]>;
const WITH_MORE = ['originate', 'eavesdrop', 'transfer', 'take'] as const;
const SIMPLE = COMMAND_KINDS.filter(
  (kind): kind is Simple => !(WITH_MORE as readonly string[]).includes(kind),
);

/** Beyond the documented API: what a direct connection can do, and who may. */
export function commandRoutes(app: FastifyInstance, context: Context): void {
  for (const kind of SIMPLE)
    app.post(
      `/api/v2/channels/:id/${kind}`,
      {
        attachValidation: true,
        schema: {
          summary: `${kind[0]?.toUpperCase()}${kind.slice(1)} a channel`,
          params: ID_PARAMS,
          response: answers(DONE, 400, 401, 403, 404, 409, 422, 503),
        },
      },
      (request, reply) => onChannel(context, request, reply, 'hangup', (uuid) => ({ kind, uuid })),
    );
  app.get(
    '/api/v2/me',
    {
      schema: {
        summary: 'Who I am, and what I may do',
        description: 'For each command, why it cannot be given, or an empty text.',
        response: answers({ type: 'object' }, 401),
      },
    },
    (request, reply) => {
      const { caller } = askingOf(request);
      const { phase, capabilities, limits } = context.site.status;
      const why = (kind: Command['kind']): string =>
        reachOf(caller.role, kind) === 'none'
          ? 'Your role at the gateway may not do that.'
          : capabilities[kind];
      return reply.send({
        username: caller.name,
        extension: caller.extension,
        expires: caller.expires,
        phase,
        limits,
        capabilities: Object.fromEntries(COMMAND_KINDS.map((kind) => [kind, why(kind)])),
      });
    },
  );
}
