import type { FastifyInstance } from 'fastify';
import { tooMany } from '../answers/answer.ts';
import { Feed } from '../events/feed.ts';
import { EventStream } from '../events/stream.ts';
import { View } from '../events/view.ts';
import { askingOf, type Context } from './context.ts';
import { answers } from './schemas.ts';
import { send } from './send.ts';

/** Streams that a user may have at once. */
const MOST_STREAMS = 20;

/** GET /api/v2/events: a snapshot, and what changes, as server-sent events. */
export function eventRoutes(app: FastifyInstance, { site, accounts }: Context): void {
  const feed = new Feed(site);
  const open = new Map<string, Set<EventStream>>();
  app.addHook('preClose', (done) => {
    for (const streams of open.values()) for (const stream of [...streams]) stream.end();
    done();
  });
  app.get(
    '/api/v2/events',
    {
      schema: {
        summary: 'Follow the channels',
        description:
          'Server-sent events: `snapshot` has all channels, each `change` those that changed and those that are gone, `status` tells of the PBX. Last-Event-ID goes on where a reader was.',
        response: answers({ type: 'string' }, 401, 429),
      },
    },
    (request, reply) => {
      const { caller } = askingOf(request);
      const streams = open.get(caller.name) ?? new Set<EventStream>();
      open.set(caller.name, streams);
      if (streams.size >= MOST_STREAMS)
        return send(reply, tooMany(`${MOST_STREAMS} streams are the most for one user.`, 60));
      reply.hijack();
      const lastId = String(request.headers['last-event-id'] ?? '');
      const view = new View(caller, site.find);
      const stream = new EventStream(reply.raw, feed, view, site, lastId, () =>
        accounts.isGood(caller),
      );
      streams.add(stream);
      reply.raw.once('close', () => {
        streams.delete(stream);
        if (streams.size === 0) open.delete(caller.name);
      });
      return reply;
    },
  );
  app.get(
    '/api/v2/events/now',
    {
      schema: {
        summary: 'How far the events are',
        description:
          'The id of the newest: a stream that has come to it has all that happened before this request.',
        response: answers({ type: 'object', properties: { id: { type: 'string' } } }, 401),
      },
    },
    (_request, reply) => reply.send({ id: feed.idOf(feed.snapshot()) }),
  );
}
