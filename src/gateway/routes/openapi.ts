import fastifySwagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';

const header = (name: string, description: string) =>
  ({ type: 'apiKey', in: 'header', name, description }) as const;

/** The OpenAPI document, made of the routes' schemas; served at /openapi.json. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Ringside gateway',
        description:
          'The documented channels API of Webitel, served over any PBX that Ringside connects to.',
        version: '1',
      },
      components: {
        securitySchemes: {
          token: header('X-Access-Token', 'Of POST /login.'),
          key: header('X-Key', 'The key of the token.'),
        },
      },
      security: [{ token: [], key: [] }],
    },
  });
  app.get('/openapi.json', { schema: { hide: true } }, (_request, reply) =>
    reply.send(app.swagger()),
  );
}
