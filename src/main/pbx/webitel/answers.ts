import { fail, type AppError, type Result } from '@shared/domain/result.ts';
import type { Answer } from './http.ts';

/** Text of the server that is kept or shown (characters). */
const MAX_WORDS = 500;

export type Fields = Readonly<Record<string, unknown>>;
export const fieldsOf = (json: unknown): Fields =>
  typeof json === 'object' && json !== null ? (json as Fields) : {};
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The server's own words for an error, of any generation. */
export const wordsOf = (answer: Answer): string => {
  const fields = fieldsOf(answer.json);
  const words = textOf(fields['info']) || textOf(fields['message']) || textOf(fields['detail']);
  return words.slice(0, MAX_WORDS);
};

/** A fault the server has itself. */
export const serverFault = (answer: Answer, where: string): Result<never> =>
  fail(
    'refused-by-pbx',
    `${where} has a fault of its own (${answer.status}).`,
    wordsOf(answer).slice(0, 200),
  );

/** Where a redirect leads, as far as it may be shown: host and path, no control characters. */
function destination(location: string): string {
  const shown = location.replace(/[?#].*$/s, '').replace(/[^\x21-\x7e]/g, '');
  return shown === '' ? 'elsewhere' : shown.slice(0, 200);
}

const isPage = ({ page }: Answer): boolean => /<(?:!doctype|html|head|body)\b/i.test(page);
const asksToSignIn = ({ page }: Answer): boolean => /type\s*=\s*["']?password/i.test(page);

/** What a page says of the port it came from: nginx and Apache each have their sentence. */
const wantsTls = ({ page }: Answer): boolean =>
  /plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL-enabled/i.test(page);

function withWait(error: AppError, { retryAfterMs }: Answer): Result<never> {
  return retryAfterMs === undefined
    ? { ok: false, error }
    : { ok: false, error: { ...error, retryAfterMs } };
}

/**
 * What stands between us and a Webitel: a proxy, a firewall, a portal, a redirect, a wrong port. None
 * of it is a word of the PBX, and none of it says anything of a password.
 * @param where the host as the person wrote it
 */
export function fromBetween(answer: Answer, where: string): Result<never> | undefined {
  const { status, json, location, retryAfterMs } = answer;
  const pause =
    retryAfterMs === undefined ? '' : ` It asks for ${Math.ceil(retryAfterMs / 1000)} s.`;
  if (status >= 502 && status <= 504) {
    return withWait(
      {
        kind: 'unreachable',
        message: `${where} says that the Webitel behind it is away (${status}).${pause}`,
        detail: String(status),
      },
      answer,
    );
  }
  if (status === 429) {
    return withWait(
      { kind: 'refused-by-pbx', message: `${where} takes no more requests for now (429).${pause}` },
      answer,
    );
  }
  if (status === 407)
    return fail('access-refused', `A proxy before ${where} asks for a sign-in of its own (407).`);
  if (status >= 300 && status < 400) {
    return fail(
      'not-a-webitel',
      `${where} sends us on to ${destination(location)}, and we do not go there with your sign-in: if that is right, write it as the address.`,
    );
  }
  if (json !== undefined) return undefined;
  if (wantsTls(answer))
    return fail('not-a-webitel', `${where} speaks https on this port: write https://.`);
  if (asksToSignIn(answer))
    return fail(
      'access-refused',
      `${where} answers with a sign-in page of its own, not as a Webitel (${status}): a portal or a proxy stands in front.`,
    );
  if (status === 401 || status === 403) {
    return fail(
      'access-refused',
      `A proxy or firewall before ${where} does not let us through (${status}): ask the administrator.`,
    );
  }
  return fail(
    'not-a-webitel',
    isPage(answer)
      ? `${where} answers with a web page, and is not a Webitel REST API (${status}): check the address.`
      : `${where} answers, but is not a Webitel REST API (${status}): check the address.`,
  );
}
