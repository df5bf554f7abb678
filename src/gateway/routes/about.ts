import type { FastifyInstance } from 'fastify';
import type { Context } from './context.ts';

/** What a client of Ringside looks for: it is talked to as a gateway, and not as a Webitel, where it finds this. */
const ABOUT = { server: 'ringside-gateway', api: 1 } as const;

/** What stands here, for clients; and whether it works, for a load balancer. */
export function aboutRoutes(app: FastifyInstance, { site }: Context): void {
  app.get(
    '/api/v2',
    {
      schema: {
        summary: 'What stands here',
        security: [],
        response: {
          200: {
            type: 'object',
            properties: { server: { type: 'string' }, api: { type: 'integer' } },
          },
        },
      },
    },
    (_request, reply) => reply.send(ABOUT),
  );
  app.get(
    '/health',
    {
      schema: {
        summary: 'Whether it works',
        description: '200 while the PBX is connected, else 503.',
        security: [],
        response: { 200: { type: 'object' }, 503: { type: 'object' } },
      },
    },
    (_request, reply) => {
      const { phase } = site.status;
      return reply.code(phase === 'online' ? 200 : 503).send({ pbx: phase });
    },
  );
}
