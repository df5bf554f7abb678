import type { FastifyRequest } from 'fastify';
import type { Accounts, Asking, Caller } from '../accounts/accounts.ts';
import type { Manner } from '../answers/answer.ts';
import type { Audit } from '../audit.ts';
import type { Actions } from '../calls/actions.ts';
import type { Site } from '../pbx/site.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; set before any handler below /api runs. */
    caller: Caller | undefined;
  }
}

/** What all routes work with. */
export interface Context {
  readonly site: Site;
  readonly accounts: Accounts;
  readonly actions: Actions;
  readonly audit: Audit;
  readonly manner: Manner;
}

/** Who asks. @throws where the route is not below the sign-in: a fault of ours */
export function askingOf(request: FastifyRequest): Asking {
  if (!request.caller) throw new Error('This route takes a sign-in.');
  return { caller: request.caller, address: request.ip };
}
