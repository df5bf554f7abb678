import { MAX_CHANNELS } from '@shared/calls/table.ts';
import type { Channel } from '@shared/domain/channel.ts';
import { refusal } from '@shared/domain/causes.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { isChannelId, parseExtension, parseNumber } from '@shared/domain/validate.ts';
import type { Accepted } from '../../port.ts';
import { fieldsOf, fromBetween, serverFault, textOf, wordsOf } from '../answers.ts';
import { isHeaderValue } from '../channels/sign-in.ts';
import type { Credentials, Listed, Placement, WebitelApi } from '../generation.ts';
import type { Answer, Ask, HttpClient } from '../http.ts';
import { channelOfCall } from './mapping.ts';

/** Calls asked for in one page; a server that gives fewer is asked for more pages. */
const PAGE_SIZE = 500;
/** Pages of one list, at the most: 20,000 calls in pages of 40. */
const MOST_PAGES = 500;

/** Today's Webitel (webitel/engine, Go): active calls by REST. For a signed-in user. */
export class CallsApi implements WebitelApi {
  readonly #http: HttpClient;
  readonly #credentials: Credentials;
  /** Calls that the last list had and that one before it lacked: see `#kept`. */
  #last = new Map<string, Channel>();

  constructor(http: HttpClient, credentials: Credentials) {
    this.#http = http;
    this.#credentials = credentials;
  }

  async list(): Promise<Result<Listed>> {
    const found = new Map<string, Channel>();
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const asked = await this.#ask({
        method: 'GET',
        path: `/calls/active?page=${page}&size=${PAGE_SIZE}`,
      });
      if (!asked.ok) return asked;
      const { json, status } = asked.value;
      if (status < 200 || status > 299) return refused(asked.value, this.#http.base.host);
      const { items = [], next = false } = fieldsOf(json);
      if (!Array.isArray(items))
        return fail(
          'refused-by-pbx',
          `${this.#http.base.host} sent a list that cannot be read: its items are none.`,
        );
      for (const item of items) {
        const channel = channelOfCall(item, this.#credentials.domain);
        if (channel) found.set(channel.uuid, channel);
      }
      if (found.size > MAX_CHANNELS) return tooMany(this.#http.base.host);
      if (next !== true || items.length === 0)
        return ok({ channels: this.#kept(found, page > 1), dateMs: asked.value.dateMs });
    }
    return tooMany(this.#http.base.host);
  }

  hold(uuid: string): Promise<Result<Accepted>> {
    return this.#act(uuid, (path) => ({ method: 'PATCH', path: `${path}/hold`, body: {} }));
  }

  resume(uuid: string): Promise<Result<Accepted>> {
    return this.#act(uuid, (path) => ({ method: 'PATCH', path: `${path}/unhold`, body: {} }));
  }

  hangup(uuid: string): Promise<Result<Accepted>> {
    return this.#act(uuid, (path) => ({ method: 'DELETE', path, body: {} }));
  }

  async originate({
    extension,
    number,
    autoAnswer,
    ringSeconds,
  }: Placement): Promise<Result<Accepted>> {
    const phone = parseExtension(extension);
    if (!phone.ok) return phone;
    const dialled = parseNumber(number);
    if (!dialled.ok) return dialled;
    const ask: Ask = {
      method: 'POST',
      path: '/calls',
      body: {
        from: { type: 'user', extension: phone.value.user },
        destination: dialled.value,
        params: { timeout: ringSeconds, auto_answer: autoAnswer !== '' },
      },
    };
    return ringing(await this.#sent(ask, phone.value.user));
  }

  async eavesdrop(uuid: string, extension: string): Promise<Result<Accepted>> {
    const phone = parseExtension(extension);
    if (!phone.ok) return phone;
    const ask = (path: string): Ask => ({
      method: 'POST',
      path: `${path}/eavesdrop`,
      body: {
        from: { type: 'user', extension: phone.value.user },
        listen_a: true,
        listen_b: true,
      },
    });
    return ringing(await this.#act(uuid, ask, phone.value.user));
  }

  /**
   * A list of several pages is not of one moment: a call that ends while they are turned moves those
   * behind it forward, and one is missed. So what is missing once is kept until it is missing twice.
   */
  #kept(found: ReadonlyMap<string, Channel>, paged: boolean): Channel[] {
    const missed = paged ? [...this.#last.values()].filter(({ uuid }) => !found.has(uuid)) : [];
    this.#last = new Map(found);
    return [...found.values(), ...missed];
  }

  #act(uuid: string, ask: (path: string) => Ask, who?: string): Promise<Result<Accepted>> {
    return isChannelId(uuid)
      ? this.#sent(ask(`/calls/active/${encodeURIComponent(uuid)}`), who)
      : Promise.resolve(
          fail('bad-input', 'This call’s id has characters that Ringside does not pass on.'),
        );
  }

  /** Sends an action. The HTTP status alone tells whether it was taken. */
  async #sent(ask: Ask, who = 'the phone'): Promise<Result<Accepted>> {
    const asked = await this.#ask(ask);
    if (!asked.ok) return asked;
    const { status, json } = asked.value;
    if (status < 200 || status > 299) return refused(asked.value, this.#http.base.host, who);
    const leg = textOf(fieldsOf(json)['id']);
    return ok(isChannelId(leg) ? { leg } : {});
  }

  async #ask(ask: Ask): Promise<Result<Answer>> {
    const { token } = this.#credentials;
    if (!isHeaderValue(token))
      return fail(
        'token-expired',
        'This token has characters that none has: enter it again in the connection settings.',
      );
    const asked = await this.#http.ask({ ...ask, headers: { 'X-Webitel-Access': token } });
    if (!asked.ok) return asked;
    return fromBetween(asked.value, this.#http.base.host) ?? asked;
  }
}

/** Today's Webitel answers at once, and the phone rings after it. */
const ringing = (sent: Result<Accepted>): Result<Accepted> =>
  sent.ok ? ok({ ...sent.value, rings: true }) : sent;

const tooMany = (where: string): Result<never> =>
  fail('refused-by-pbx', `${where} lists more calls than Ringside takes.`);

/** An answer that is no success, told apart by its status (werror.ApplicationError: id, status, detail, code). */
function refused(answer: Answer, where: string, who = 'the phone'): Result<never> {
  const words = wordsOf(answer) || textOf(fieldsOf(answer.json)['status']);
  switch (answer.status) {
    case 401:
      return fail(
        'token-expired',
        `${where} does not let this sign-in in any more: sign in again in the connection settings.`,
        words,
      );
    case 403:
      return fail('not-allowed', 'This user may not do that: ask the administrator for it.', words);
    case 404:
      return fail('no-such-channel', 'That call is gone.', words);
    case 400:
    case 422:
      return { ok: false, error: refusal(words, who) };
    default:
      return serverFault(answer, where);
  }
}
