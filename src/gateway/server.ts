import fastifyCors from '@fastify/cors';
import fastifyRateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import { away, tooMany, type Manner } from './answers/answer.ts';
import { channelRoutes } from './routes/channels.ts';
import type { Context } from './routes/context.ts';
import { commandRoutes } from './routes/commands.ts';
import { eventRoutes } from './routes/events.ts';
import { aboutRoutes } from './routes/about.ts';
import { describeApi } from './routes/openapi.ts';
import { loginRoutes, passRoutes } from './routes/login.ts';
import { send } from './routes/send.ts';

/** Bytes of a body and of all headers together. */
const MAX_BODY = 64 * 1024;
const MAX_HEADERS = 16 * 1024;
/** ms a client has to send its headers, and its whole request. */
const HEADERS_MS = 5_000;
const REQUEST_MS = 10_000;
const KEEP_ALIVE_MS = 30_000;
/** Sockets at once: two hundred desks have two each, and the rest is for others. */
const MAX_SOCKETS = 5_000;

export interface ServerOptions {
  /** PEM of the certificate and its key; undefined for plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** Origins that pages may ask from; none where it is empty. */
  readonly cors: readonly string[];
  /** Requests that a user may make in a minute. */
  readonly perMinute: number;
}

/** The HTTP server, with its routes, not listening yet. */
export async function buildServer(
  context: Context,
  options: ServerOptions,
): Promise<FastifyInstance> {
  const app = newApp(options);
  const { manner } = context;
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.decorateRequest('caller', undefined);
  app.addContentTypeParser(['application/json', '*'], { parseAs: 'string' }, parseJson);
  app.setNotFoundHandler((request, reply) => send(reply, manner.unknownRoute(pathOf(request.url))));
  handleErrors(app, manner);
  if (options.cors.length > 0)
    await app.register(fastifyCors, {
      origin: [...options.cors],
      allowedHeaders: [...HEADERS],
      maxAge: 600,
    });
  await limitRates(app, options.perMinute);
  await describeApi(app);
  await app.register((open, _options, done) => {
    loginRoutes(open, context);
    aboutRoutes(open, context);
    done();
  });
  await app.register((closed, _options, done) => {
    letIn(closed, context);
    passRoutes(closed, context);
    channelRoutes(closed, context);
    commandRoutes(closed, context);
    eventRoutes(closed, context);
    done();
  });
  return app;
}

const HEADERS = [
  'content-type',
  'x-access-token',
  'x-key',
  'idempotency-key',
  'last-event-id',
] as const;

function newApp({ tls }: ServerOptions): FastifyInstance {
  const limits = { maxHeaderSize: MAX_HEADERS, headersTimeout: HEADERS_MS };
  const app = fastify({
    bodyLimit: MAX_BODY,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300 },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allowUnionTypes: true } },
    ...(tls ? { https: { ...tls, ...limits, minVersion: 'TLSv1.2' } } : { http: limits }),
  }) as FastifyInstance;
  app.server.maxConnections = MAX_SOCKETS;
  return app;
}

/** A body is JSON whatever its type says: `curl -d` calls it a form. */
function parseJson(
  _request: unknown,
  body: string | Buffer,
  done: (error: Error | null, body?: unknown) => void,
): void {
  if (body.length === 0) return done(null, undefined);
  try {
    done(null, JSON.parse(String(body)) as unknown);
  } catch (error) {
    done(Object.assign(error as Error, { statusCode: 400 }));
  }
}

function handleErrors(app: FastifyInstance, manner: Manner): void {
  app.setErrorHandler(
    (error: Error & { statusCode?: number; waitSec?: number }, _request, reply) => {
      const { statusCode = 500, waitSec } = error;
      if (waitSec !== undefined) return send(reply, tooMany(error.message, waitSec));
      if (statusCode === 413)
        return send(reply, { ...manner.badRequest('The body is too large.'), status: 413 });
      if (statusCode < 500) return send(reply, manner.badRequest(error.message.slice(0, 300)));
      process.stderr.write(
        `${JSON.stringify({ at: new Date().toISOString(), what: 'fault', why: String(error.stack) })}\n`,
      );
      return send(reply, {
        ...away('The gateway has a fault of its own.'),
        status: 500,
        headers: {},
      });
    },
  );
}

async function limitRates(app: FastifyInstance, perMinute: number): Promise<void> {
  await app.register(fastifyRateLimit, {
    max: perMinute,
    timeWindow: 60_000,
    // Once it is known who asks; who is turned away costs nothing.
    hook: 'preHandler',
    keyGenerator: ({ caller, ip }) => caller?.name ?? ip,
    errorResponseBuilder: (_request, { ttl }) =>
      Object.assign(new Error('Too many requests: wait a while.'), {
        statusCode: 429,
        waitSec: ttl / 1000,
      }),
  });
}

/** Nobody gets further without a token and its key. */
function letIn(app: FastifyInstance, { accounts, manner }: Context): void {
  app.addHook('onRequest', async (request, reply) => {
    const checked = accounts.check(
      headerOf(request.headers['x-access-token']),
      headerOf(request.headers['x-key']),
    );
    if ('refusal' in checked) return send(reply, manner.refused(checked.refusal));
    request.caller = checked;
    return undefined;
  });
}

const headerOf = (value: string | string[] | undefined): string =>
  typeof value === 'string' ? value : '';
const pathOf = (url: string): string => url.split('?')[0] ?? '';
