import { refusal } from '@shared/domain/causes.ts';
import { timeOf, type Channel } from '@shared/domain/channel.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import {
  isDomain,
  isUuid,
  parseAutoAnswer,
  parseExtension,
  parseNumber,
} from '@shared/domain/validate.ts';
import { rowsOf } from '../list.ts';
import type { Answer, Ask, HttpClient } from './http.ts';

/** What lets a request in: the answer to POST /login, or a token and key that were given. */
export interface Credentials {
  readonly token: string;
  readonly key: string;
  /** ms since the epoch, 0 where it is not known. */
  readonly expiresMs: number;
  /** The domain of the user, '' where it is not known. */
  readonly domain: string;
}

/** Text of the server that is kept or shown (characters). */
const MAX_WORDS = 500;
/** ms a phone may ring on the server beyond the time the person set (it answers within 60 s). */
const RING_MARGIN_MS = 30_000;

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (json: unknown): Fields =>
  typeof json === 'object' && json !== null ? (json as Fields) : {};
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The server's own words for an error, of either generation. */
const wordsOf = (answer: Answer): string => {
  const fields = fieldsOf(answer.json);
  return (textOf(fields['info']) || textOf(fields['message'])).slice(0, MAX_WORDS);
};

/**
 * Failures that every request can have. webitel/core (2016) answers 400 to an expired token and 500
 * to one that is none, webitel/engine (2021) 401 to both (shared/webitel).
 */
function commonFailure(answer: Answer, where: string): Result<never> | undefined {
  const words = wordsOf(answer);
  if (answer.status === 401 || /token expired/i.test(words)) {
    return fail(
      'token-expired',
      `${where} does not let this sign-in in any more: sign in again in the connection settings.`,
      words,
    );
  }
  if (answer.status >= 300 && answer.status < 400) {
    return fail(
      'not-a-webitel',
      `${where} sends us elsewhere, and we do not go with your sign-in: check the address.`,
    );
  }
  if (answer.json === undefined || answer.status === 404) {
    return fail(
      'not-a-webitel',
      `${where} answers, but is not a Webitel REST API (${answer.status}): check the address.`,
    );
  }
  return undefined;
}

/** Signs in. 7 days on webitel/core, and no way to renew. */
export async function login(
  http: HttpClient,
  username: string,
  password: string,
): Promise<Result<Credentials>> {
  const asked = await http.ask({ method: 'POST', path: '/login', body: { username, password } });
  if (!asked.ok) return asked;
  const { status, json } = asked.value;
  const fields = fieldsOf(json);
  const token = textOf(fields['token']);
  const key = textOf(fields['key']);
  if (status === 200 && isHeaderValue(token) && isHeaderValue(key)) {
    const expiresMs = timeOf(Number(fields['expires'])) || expiryOf(token);
    return ok({ token, key, expiresMs, domain: textOf(fields['domain']) });
  }
  if (status === 401 || status === 400 || status === 403) {
    return fail(
      'wrong-password',
      `${http.base.host} does not accept this user name or password: check both in the connection settings.`,
      wordsOf(asked.value),
    );
  }
  return commonFailure(asked.value, http.base.host) ?? serverFault(asked.value, http.base.host);
}

/** What may stand in a header, and be a token or key: bounded, printable ASCII. */
const isHeaderValue = (text: string): boolean => /^[\x21-\x7e]{1,8192}$/.test(text);

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

const serverFault = (answer: Answer, where: string): Result<never> =>
  fail(
    'refused-by-pbx',
    `${where} has a fault of its own (${answer.status}).`,
    wordsOf(answer).slice(0, 200),
  );

/** The channels API of a signed-in user. */
export class ChannelsApi {
  readonly #http: HttpClient;
  readonly #credentials: Credentials;

  constructor(http: HttpClient, credentials: Credentials) {
    this.#http = http;
    this.#credentials = credentials;
  }

  /** The list: wrapped, unwrapped or empty, as the server has it. */
  async list(): Promise<Result<Channel[]>> {
    const asked = await this.#ask({ method: 'GET', path: '/api/v2/channels' });
    if (!asked.ok) return asked;
    const fields = fieldsOf(asked.value.json);
    const data = 'data' in fields ? fieldsOf(fields['data']) : fields;
    const { host } = this.#http.base;
    if (asked.value.status !== 200) {
      if (asked.value.status === 500 && /^Oops/.test(wordsOf(asked.value))) return this.#oops();
      return serverFault(asked.value, host);
    }
    if (fields['status'] === 'error' || !('row_count' in data))
      return serverFault(asked.value, host);
    return rowsOf(data['rows'] ?? [], host);
  }

  setState(uuid: string, state: 'hold' | 'unhold'): Promise<Result<string>> {
    return this.#act(uuid, { method: 'PUT', path: `/api/v2/channels/${uuid}`, body: { state } });
  }

  hangup(uuid: string): Promise<Result<string>> {
    return this.#act(uuid, { method: 'DELETE', path: `/api/v2/channels/${uuid}` });
  }

  /** Blocks until the phone is answered or fails; resolves with the uuid of its leg. */
  async originate(
    extension: string,
    number: string,
    autoAnswerParam: string,
    ringSeconds: number,
    signal: AbortSignal,
  ): Promise<Result<string>> {
    const phone = parseExtension(extension);
    if (!phone.ok) return phone;
    const dialled = parseNumber(number);
    if (!dialled.ok) return dialled;
    const answering = autoAnswerParam === '' ? ok('') : parseAutoAnswer(autoAnswerParam);
    if (!answering.ok) return answering;
    const domain = phone.value.domain || this.#credentials.domain;
    if (domain === '')
      return fail(
        'bad-input',
        'Write your extension with its domain, such as 201@pbx.example.com: Webitel asks for it.',
      );
    if (!isDomain(domain))
      return fail('bad-input', 'The domain of your extension is none: write it as 201@domain.');
    return this.#sent(
      {
        method: 'POST',
        path: '/api/v2/channels',
        body: {
          calledId: dialled.value,
          callerId: `${phone.value.user}@${domain}`,
          ...(answering.value === '' ? {} : { auto_answer_param: answering.value }),
        },
        timeoutMs: Math.max(60, ringSeconds) * 1000 + RING_MARGIN_MS,
        signal,
      },
      phone.value.user,
    );
  }

  /** Blocks like originate; `all` in place of a uuid would listen to everyone, and is refused here. */
  async eavesdrop(
    uuid: string,
    extension: string,
    ringSeconds: number,
    signal: AbortSignal,
  ): Promise<Result<string>> {
    const phone = parseExtension(extension);
    if (!phone.ok) return phone;
    return this.#act(
      uuid,
      {
        method: 'POST',
        path: `/api/v2/channels/${uuid}/eavesdrop`,
        body: { user: phone.value.user },
        timeoutMs: Math.max(60, ringSeconds) * 1000 + RING_MARGIN_MS,
        signal,
      },
      phone.value.user,
    );
  }

  #act(uuid: string, ask: Ask, who = 'the phone'): Promise<Result<string>> {
    return isUuid(uuid)
      ? this.#sent(ask, who)
      : Promise.resolve(
          fail(
            'bad-input',
            'This channel has an id of its own making, which Ringside does not pass on.',
          ),
        );
  }

  /** Sends an action. It was taken only if `status` is OK and `info` begins with `+OK`. */
  async #sent(ask: Ask, who: string): Promise<Result<string>> {
    const asked = await this.#ask(ask);
    if (!asked.ok) return asked;
    const words = wordsOf(asked.value).trim();
    if (/^-(?:ERR|USAGE)/.test(words)) return { ok: false, error: refusal(words, who) };
    if (asked.value.status === 403)
      return fail('not-allowed', 'This user may not do that: ask the administrator for it.', words);
    if (fieldsOf(asked.value.json)['status'] === 'OK' && words.startsWith('+OK')) {
      return ok(words.slice(3).trim());
    }
    return words === ''
      ? serverFault(asked.value, this.#http.base.host)
      : fail('refused-by-pbx', `Webitel refused: ${words.slice(0, 200)}`, words);
  }

  async #ask(ask: Ask): Promise<Result<Answer>> {
    const { token, key } = this.#credentials;
    if (!isHeaderValue(token) || !isHeaderValue(key))
      return fail(
        'token-expired',
        'This token or key has characters that none has: enter it again in the connection settings.',
      );
    const asked = await this.#http.ask({
      ...ask,
      headers: { 'X-Access-Token': token, 'X-Key': key },
    });
    if (!asked.ok) return asked;
    return commonFailure(asked.value, this.#http.base.host) ?? asked;
  }

  /** webitel/core says “Oops” to a token that is none, and to faults of its own alike. */
  #oops(): Result<never> {
    return this.#credentials.token.split('.').length === 3
      ? fail('refused-by-pbx', `${this.#http.base.host} has a fault of its own (500).`)
      : fail(
          'token-expired',
          `${this.#http.base.host} does not accept this token: enter another in the connection settings.`,
        );
  }
}
