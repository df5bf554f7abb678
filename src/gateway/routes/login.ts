import type { FastifyInstance } from 'fastify';
import { splitAddress } from '@shared/domain/channel.ts';
import { numberOf } from '../accounts/accounts.ts';
import { tooMany } from '../answers/answer.ts';
import { askingOf, type Context } from './context.ts';
import { answers, LOGIN_BODY, PASS } from './schemas.ts';
import { send } from './send.ts';

/** Requests to sign in that an address may make a minute: two hundred desks behind one address start at once. */
const PER_MINUTE = 300;

/** POST /login gives a token and its key; DELETE /login ends them. */
export function loginRoutes(app: FastifyInstance, { accounts, audit, manner }: Context): void {
  app.post(
    '/login',
    {
      attachValidation: true,
      config: { rateLimit: { max: PER_MINUTE, keyGenerator: ({ ip }) => `login ${ip}` } },
      schema: {
        summary: 'Sign in',
        description:
          'Gives a token and its key, which each request carries in X-Access-Token and X-Key.',
        security: [],
        body: LOGIN_BODY,
        response: answers(PASS, 401, 429),
      },
    },
    async (request, reply) => {
      if (request.validationError) return send(reply, manner.refused('password'));
      const { username, password } = request.body as { username: string; password: string };
      const made = await accounts.signIn(username, password, request.ip);
      const outcome = 'pass' in made ? 'done' : 'waitMs' in made ? 'locked out' : 'refused';
      audit.event('sign-in', { user: username.slice(0, 128), address: request.ip, outcome });
      if ('waitMs' in made)
        return send(reply, tooMany('Too many wrong passwords: wait a while.', made.waitMs / 1000));
      if ('refusal' in made) return send(reply, manner.refused('password'));
      const { pass, person } = made;
      return reply.send({
        key: pass.key,
        domain: splitAddress(person.extension || person.name).domain,
        username: person.name,
        expires: pass.expires,
        token: pass.token,
        role: numberOf(person),
      });
    },
  );
}

/** Routes of whoever is signed in. */
export function passRoutes(app: FastifyInstance, { accounts, audit }: Context): void {
  app.delete(
    '/api/v2/login',
    {
      schema: {
        summary: 'Sign out',
        description:
          'Ends the token of this very request, on all gateways that share its accounts.',
        response: answers({ type: 'object' }, 401),
      },
    },
    (request, reply) => {
      const { caller, address } = askingOf(request);
      accounts.revoke(caller.pass);
      audit.event('sign-out', { user: caller.name, address });
      return reply.send({ status: 'OK' });
    },
  );
  app.post(
    '/api/v2/login',
    {
      schema: {
        summary: 'Rotate the token',
        description: 'Gives a new token and key, and ends those of this request.',
        response: answers(PASS, 401),
      },
    },
    (request, reply) => {
      const { caller, address } = askingOf(request);
      const pass = accounts.renew(caller);
      audit.event('token-rotated', { user: caller.name, address });
      return reply.send({
        key: pass.key,
        username: caller.name,
        expires: pass.expires,
        token: pass.token,
      });
    },
  );
}
