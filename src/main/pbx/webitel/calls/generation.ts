import { ok, type Result } from '@shared/domain/result.ts';
import { fieldsOf, textOf } from '../answers.ts';
import type { Generation } from '../generation.ts';
import type { HttpClient } from '../http.ts';
import { CallsApi } from './api.ts';
import { openFeed } from './feed.ts';
import { login } from './sign-in.ts';

/** Today's Webitel (2026): calls in place of channels. */
export const callsGeneration: Generation = {
  kind: 'calls',
  login,
  api: (http, credentials) => new CallsApi(http, credentials),
  feed: openFeed,
};

/**
 * Whether today's API stands at this base: asked without a sign-in, so that nothing of it goes astray.
 * It refuses in its own form (an `id` or a `code`), which the older servers do not have.
 */
export async function isCallsApi(http: HttpClient): Promise<Result<boolean>> {
  const asked = await http.ask({ method: 'GET', path: '/calls/active?page=1&size=1' });
  if (!asked.ok) return asked;
  const { status, json } = asked.value;
  const fields = fieldsOf(json);
  const own = textOf(fields['id']) !== '' || 'code' in fields;
  return ok(Array.isArray(fields['items']) || ((status === 401 || status === 403) && own));
}
