import { refusal } from '@shared/domain/causes.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import {
  isChannelId,
  isDomain,
  parseAutoAnswer,
  parseExtension,
  parseNumber,
} from '@shared/domain/validate.ts';
import type { Accepted } from '../../port.ts';
import { fieldsOf, fromBetween, serverFault, textOf, wordsOf } from '../answers.ts';
import type { Credentials, Listed, Placement, WebitelApi } from '../generation.ts';
import type { Answer, Ask, HttpClient } from '../http.ts';
import { listIn, rowsIn } from './rows.ts';
import { isHeaderValue } from './sign-in.ts';

/** ms a phone may ring on the server beyond the time the person set (it answers within 60 s). */
const RING_MARGIN_MS = 30_000;
const LIST = '/api/v2/channels';
/** A leg that no PBX has: what is asked of it changes nothing. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** ms that an answer may take which waits until a phone is answered. */
const untilAnsweredMs = (ringSeconds: number): number =>
  Math.max(60, ringSeconds) * 1000 + RING_MARGIN_MS;

/** The channels API of webitel/core (2016) and webitel/engine-nodejs (2021), for a signed-in user. */
export class ChannelsApi implements WebitelApi {
  readonly #http: HttpClient;
  readonly #credentials: Credentials;
  /** Whether the server has let this sign-in in before: then a fault is the server's own. */
  #letIn = false;

  constructor(http: HttpClient, credentials: Credentials) {
    this.#http = http;
    this.#credentials = credentials;
  }

  /** The list: wrapped, unwrapped or empty, as the server has it. */
  async list(): Promise<Result<Listed>> {
    const asked = await this.#ask({ method: 'GET', path: LIST });
    if (!asked.ok) return asked;
    const { status, json, dateMs } = asked.value;
    const { host } = this.#http.base;
    const data = status === 200 ? listIn(json) : status === 500 ? listAsText(json) : undefined;
    if (data) {
      const channels = await rowsIn(data, host);
      this.#letIn ||= channels.ok;
      return channels.ok ? ok({ channels: channels.value, dateMs }) : channels;
    }
    if (status === 403) return notAllowed(asked.value);
    if (status === 404) return notTheApi(asked.value, host);
    if (status === 500 && /^Oops/.test(wordsOf(asked.value))) return this.#oops(asked.value);
    return serverFault(asked.value, host);
  }

  hold(uuid: string): Promise<Result<Accepted>> {
    return this.#setState(uuid, 'hold');
  }

  resume(uuid: string): Promise<Result<Accepted>> {
    return this.#setState(uuid, 'unhold');
  }

  hangup(uuid: string): Promise<Result<Accepted>> {
    return this.#act(uuid, (path) => ({ method: 'DELETE', path }));
  }

  /** Blocks until the phone is answered or fails; resolves with the uuid of its leg. */
  async originate(placement: Placement): Promise<Result<Accepted>> {
    const phone = parseExtension(placement.extension);
    if (!phone.ok) return phone;
    const dialled = parseNumber(placement.number);
    if (!dialled.ok) return dialled;
    const answering = placement.autoAnswer === '' ? ok('') : parseAutoAnswer(placement.autoAnswer);
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
        path: LIST,
        body: {
          calledId: dialled.value,
          callerId: `${phone.value.user}@${domain}`,
          ...(answering.value === '' ? {} : { auto_answer_param: answering.value }),
        },
        timeoutMs: untilAnsweredMs(placement.ringSeconds),
      },
      phone.value.user,
    );
  }

  /** Blocks like originate; `all` in place of a uuid would listen to everyone, and is refused here. */
  async eavesdrop(uuid: string, extension: string, ringSeconds: number): Promise<Result<Accepted>> {
    const phone = parseExtension(extension);
    if (!phone.ok) return phone;
    return this.#act(
      uuid,
      (path) => ({
        method: 'POST',
        path: `${path}/eavesdrop`,
        body: { user: phone.value.user },
        timeoutMs: untilAnsweredMs(ringSeconds),
      }),
      phone.value.user,
    );
  }

  #setState(uuid: string, state: 'hold' | 'unhold'): Promise<Result<Accepted>> {
    return this.#act(uuid, (path) => ({ method: 'PUT', path, body: { state } }));
  }

  #act(uuid: string, ask: (path: string) => Ask, who = 'the phone'): Promise<Result<Accepted>> {
    return isChannelId(uuid)
      ? this.#sent(ask(`${LIST}/${encodeURIComponent(uuid)}`), who)
      : Promise.resolve(
          fail('bad-input', 'This channel’s id has characters that Ringside does not pass on.'),
        );
  }

  /**
   * Sends an action. It was taken only if the server answers 200, `status` is OK and `info` begins with
   * `+OK`: each generation says one of these also of what it refused.
   */
  async #sent(ask: Ask, who: string): Promise<Result<Accepted>> {
    const asked = await this.#ask(ask);
    if (!asked.ok) return asked;
    const { status, json } = asked.value;
    const words = wordsOf(asked.value).trim();
    if (/^-(?:ERR|USAGE)/.test(words)) return { ok: false, error: refusal(words, who) };
    if (status === 403) return notAllowed(asked.value);
    if (status === 200 && fieldsOf(json)['status'] === 'OK' && words.startsWith('+OK')) {
      const leg = words.slice(3).trim();
      return ok(isChannelId(leg) ? { leg } : {});
    }
    if (status === 404 && words === '') return notTheApi(asked.value, this.#http.base.host);
    return words === ''
      ? serverFault(asked.value, this.#http.base.host)
      : fail('refused-by-pbx', `Webitel refused (${status}): ${words.slice(0, 200)}`, words);
  }

  /** Answers of the server itself; what a proxy, a portal or the sign-in is to blame for has failed. */
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
    const { host } = this.#http.base;
    const between = fromBetween(asked.value, host);
    if (between) return between;
    const words = wordsOf(asked.value);
    // webitel/core answers 400 to an expired token, its successor 401 (docs/protocol/webitel.md).
    if (asked.value.status === 401 || /^token expired/i.test(words)) {
      return fail(
        'token-expired',
        `${host} does not let this sign-in in any more: sign in again in the connection settings.`,
        words,
      );
    }
    return asked;
  }

  /**
   * webitel/core says “Oops” to a token that is none, and to faults of its own alike. A request that
   * gets as far as its own checks, and changes nothing, tells which.
   */
  async #oops(answer: Answer): Promise<Result<never>> {
    const { host } = this.#http.base;
    if (this.#letIn) return serverFault(answer, host);
    const probe = await this.#ask({ method: 'PUT', path: `${LIST}/${NOBODY}`, body: {} });
    if (!probe.ok) return probe;
    if (probe.value.status !== 500 || !/^Oops/.test(wordsOf(probe.value)))
      return serverFault(answer, host);
    return fail(
      'token-expired',
      `${host} does not accept this token: enter another in the connection settings.`,
    );
  }
}

/** The list that webitel/core answers as an error's text when a caller's name has `-ERR` in it. */
function listAsText(json: unknown): ReturnType<typeof listIn> {
  const info = textOf(fieldsOf(json)['info']).trim();
  if (!info.startsWith('{')) return undefined;
  try {
    return listIn(JSON.parse(info));
  } catch {
    return undefined;
  }
}

const notAllowed = (answer: Answer): Result<never> =>
  fail('not-allowed', 'This user may not do that: ask the administrator for it.', wordsOf(answer));

const notTheApi = (answer: Answer, where: string): Result<never> =>
  fail(
    'not-a-webitel',
    `${where} answers, but is not a Webitel REST API (${answer.status}): check the address.`,
    wordsOf(answer),
  );
