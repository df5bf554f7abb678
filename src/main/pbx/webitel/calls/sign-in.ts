import { splitAddress } from '@shared/domain/channel.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { fieldsOf, fromBetween, textOf, wordsOf } from '../answers.ts';
import { expiryOf, isHeaderValue, notLetIn } from '../channels/sign-in.ts';
import type { Credentials } from '../generation.ts';
import type { HttpClient } from '../http.ts';

/** Signs in to today's Webitel. The user name is written `name@domain`; the two go apart. */
export async function login(
  http: HttpClient,
  account: string,
  password: string,
): Promise<Result<Credentials>> {
  const { user: username, domain } = splitAddress(account);
  const asked = await http.ask({
    method: 'POST',
    path: '/login',
    body: { username, password, domain },
  });
  if (!asked.ok) return asked;
  const { host } = http.base;
  const fields = fieldsOf(asked.value.json);
  const token = textOf(fields['accessToken']) || textOf(fields['access_token']);
  if (asked.value.status < 300 && isHeaderValue(token))
    return ok({ token, key: '', expiresMs: expiryOf(token), domain });
  const between = fromBetween(asked.value, host);
  if (between) return between;
  if (asked.value.status < 300)
    return fail(
      'access-refused',
      `${host} asks for a second factor at the sign-in: enter a token instead.`,
      wordsOf(asked.value),
    );
  if (domain === '')
    return fail(
      'wrong-password',
      `${host} does not accept this sign-in: write the user name with its domain, name@domain, in the connection settings.`,
      wordsOf(asked.value),
    );
  return notLetIn(asked.value, host);
}
