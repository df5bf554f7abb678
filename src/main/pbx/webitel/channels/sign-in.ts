import { timeOf } from '@shared/domain/channel.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { fieldsOf, fromBetween, serverFault, textOf, wordsOf } from '../answers.ts';
import type { Credentials } from '../generation.ts';
import type { Answer, HttpClient } from '../http.ts';

/** What may stand in a header, and be a token or key: bounded, printable ASCII. */
export const isHeaderValue = (text: string): boolean => /^[\x21-\x7e]{1,8192}$/.test(text);

/** Signs in. 7 days on webitel/core, and no way to renew. */
export async function login(
  http: HttpClient,
  username: string,
  password: string,
): Promise<Result<Credentials>> {
  const asked = await http.ask({ method: 'POST', path: '/login', body: { username, password } });
  if (!asked.ok) return asked;
  const { status, json } = asked.value;
  const { host } = http.base;
  const fields = fieldsOf(json);
  const token = textOf(fields['token']);
  const key = textOf(fields['key']);
  if (status === 200 && isHeaderValue(token) && isHeaderValue(key)) {
    const expiresMs = timeOf(Number(fields['expires'])) || expiryOf(token);
    return ok({ token, key, expiresMs, domain: textOf(fields['domain']) });
  }
  return fromBetween(asked.value, host) ?? notLetIn(asked.value, host);
}

/** A server's own no to a user name and password, in JSON. */
export function notLetIn(answer: Answer, where: string): Result<never> {
  const words = wordsOf(answer);
  if (answer.status === 401 || answer.status === 400 || answer.status === 403) {
    return fail(
      'wrong-password',
      `${where} does not accept this user name or password: check both in the connection settings.`,
      words,
    );
  }
  if (answer.status === 404) {
    return /user/i.test(words)
      ? fail(
          'wrong-password',
          `${where} does not know this user name: check it in the connection settings.`,
          words,
        )
      : fail(
          'not-a-webitel',
          `${where} answers, but is not a Webitel REST API (404): check the address.`,
          words,
        );
  }
  return serverFault(answer, where);
}

/** When a token ends, read out of it (a JWT whose `exp` is in ms on webitel/core, in s by RFC 7519); 0 if it does not say. */
export function expiryOf(token: string): number {
  try {
    const claims = fieldsOf(
      JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')),
    );
    const exp = Number(claims['exp']);
    return timeOf(exp > 1e11 ? exp : exp * 1000);
  } catch {
    return 0;
  }
}
