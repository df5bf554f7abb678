import {
  badRequest,
  badState,
  json,
  list,
  said,
  type Answer,
  type ChannelsGeneration,
} from './answers.ts';

/** Runs a command of FreeSWITCH's API and gives its answer. */
export type Api = (command: string) => Promise<string>;

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Values go into FreeSWITCH's commands as they come, as on the server; a missing one is “undefined”. */
const paste = (value: unknown): string => String(value);

/** The channels API of a domain, on FreeSWITCH's own commands. */
export class Channels {
  readonly #api: Api;
  readonly #generation: ChannelsGeneration;
  readonly #domain: string;

  constructor(api: Api, generation: ChannelsGeneration, domain: string) {
    this.#api = api;
    this.#generation = generation;
    this.#domain = domain;
  }

  /** Answers a request under /api/v2/channels; undefined where there is no such route. */
  async answer(request: Request): Promise<Answer | undefined> {
    const { method, query, body } = request;
    const [id, what, ...more] = request.path.split('/').slice(4).map(decodeURIComponent);
    if (id === undefined && method === 'GET') return this.#list();
    if (id === undefined && method === 'POST') return this.#originate(body);
    if (id === undefined || more.length > 0) return undefined;
    if (id === 'domain' && what !== undefined && method === 'DELETE') return this.#hangupAll(what);
    if (what === 'eavesdrop' && method === 'POST') return this.#eavesdrop(id, body);
    if (what !== undefined) return undefined;
    if (method === 'PUT') return this.#setState(id, body['state']);
    if (method === 'DELETE') return this.#hangup(id, query.get('cause'));
    return undefined;
  }

  /** `like` does not look at presence_id: legs that carry the domain nowhere else are missing. */
  async #list(): Promise<Answer> {
    const shown = await this.#api(`show channels like %@${this.#domain} as json`);
    return list(this.#generation, shown);
  }

  async #originate(body: Request['body']): Promise<Answer> {
    const { calledId, callerId, auto_answer_param: autoAnswer } = body;
    if (calledId === undefined) return badRequest('Bad parameters calledId');
    const caller = paste(callerId);
    const extension = caller.split('@')[0] ?? '';
    const variables = [
      `presence_data=@${this.#domain}`,
      `origination_caller_id_name=${extension}`,
      `origination_caller_id_number=${extension}`,
      ...(autoAnswer === undefined ? [] : [paste(autoAnswer)]),
    ];
    // Without a domain nobody is dialled.
    const dial = caller.includes('@') ? `user/${caller}` : 'error/SUBSCRIBER_ABSENT';
    const target = `${paste(calledId)} xml default ${paste(calledId)} ${paste(calledId)}`;
    const info = await this.#api(`originate {${variables.join(',')}}${dial} ${target}`);
    return said(this.#generation, 'originate', info);
  }

  async #setState(id: string, state: unknown): Promise<Answer> {
    if (state === undefined)
      return badState(this.#generation, 'Bad parameters channel id or state');
    if (state !== 'hold' && state !== 'unhold')
      return badState(this.#generation, 'Bad parameters channel state');
    const info = await this.#api(`uuid_hold ${state === 'unhold' ? 'off ' : ''}${id}`);
    return said(this.#generation, 'state', info);
  }

  async #hangup(id: string, cause: string | null): Promise<Answer> {
    const passed = this.#generation === 2021 && cause !== null ? ` ${cause}` : '';
    return said(this.#generation, 'hangup', await this.#api(`uuid_kill ${id}${passed}`));
  }

  async #hangupAll(domain: string): Promise<Answer> {
    if (domain === this.#domain) await this.#api('hupall normal_clearing');
    return json(200, { status: 'OK', data: 'Command send.' });
  }

  async #eavesdrop(id: string, body: Request['body']): Promise<Answer> {
    if (id === 'all') return json(403, { status: 'error', info: 'Permission denied.' });
    const display = paste(body['display']);
    const own = this.#generation === 2021 && Array.isArray(body['variables']);
    const variables = [
      `presence_data=@${this.#domain}`,
      `origination_caller_id_name=${display}`,
      `origination_caller_id_number=${display}`,
      ...(own ? (body['variables'] as unknown[]).map(paste) : []),
    ];
    const dial = `user/${paste(body['user'])}@${this.#domain}`;
    const info = await this.#api(`originate {${variables.join(',')}}${dial} &eavesdrop(${id})`);
    return said(this.#generation, 'eavesdrop', info);
  }
}
