import type { FastifyReply } from 'fastify';
import type { Answer } from '../answers/answer.ts';

/** Sends an answer. A text goes out without a type, as webitel/core sends it. */
export function send(reply: FastifyReply, { status, body, headers = {} }: Answer): FastifyReply {
  if (typeof body !== 'string') return reply.code(status).headers(headers).send(body);
  reply.hijack();
  reply.raw.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  reply.raw.end(body);
  return reply;
}
