import type { Clock } from '../clock.ts';
import type { Leg } from '../world/leg.ts';
import { json, type Answer } from './answers.ts';
import type { Api, Request } from './channels.ts';

/** Calls a page has where the client does not say. */
const PAGE_SIZE = 40;
const MAX_PAGE_SIZE = 1_000;

/** An error of today's server (werror.ApplicationError). */
export const problem = (code: number, id: string, detail: string): Answer =>
  json(code, { id, status: detail, detail, code });

const STATES: Readonly<Record<string, string>> = {
  ACTIVE: 'active',
  HELD: 'hold',
  HANGUP: 'hangup',
};

/** Times are int64, which JSON of protobuf writes as text. */
const int64 = (ms: number): string => String(Math.floor(ms));

/** A leg as `ActiveCall` (engine/call.proto), with what that has. */
function activeCall(leg: Leg): object {
  const { profile, times, extension, peer, callUuid } = leg;
  const heard = leg.app?.name === 'eavesdrop' ? leg.app.data : '';
  const parent = heard || (leg.direction === 'outbound' && callUuid !== leg.uuid ? callUuid : '');
  const dials = extension !== '' && parent === '';
  const end = (type: string, number: string, name: string): object => ({ type, number, name });
  return {
    id: leg.uuid,
    app_id: 'demo',
    state: heard !== '' ? 'eavesdrop' : peer ? stateOf(leg, 'bridge') : stateOf(leg),
    type: 'call',
    direction: dials ? 'outbound' : 'inbound',
    destination: profile.destination,
    from: end(
      extension !== '' && dials ? 'user' : 'dest',
      profile.callerNumber,
      profile.callerName,
    ),
    to: end('dest', profile.calleeNumber, profile.calleeName),
    created_at: int64(times.created),
    ...(parent === '' ? {} : { parent_id: parent }),
    ...(extension === '' ? {} : { extension, user: { id: extension, name: profile.calleeName } }),
    ...(times.answered > 0 ? { answered_at: int64(times.answered) } : {}),
    ...(peer ? { bridged_id: peer.uuid, bridged_at: int64(times.bridged) } : {}),
  };
}

const stateOf = (leg: Leg, talking = 'active'): string => {
  const state = STATES[leg.callstate] ?? (leg.answered ? 'active' : 'ringing');
  return state === 'active' ? talking : state;
};

/** Today's calls API, on FreeSWITCH's own commands. */
export class TodaysCalls {
  readonly #api: Api;
  readonly #legs: () => Iterable<Leg>;
  readonly #domain: string;
  readonly #clock: Clock;

  constructor(api: Api, legs: () => Iterable<Leg>, domain: string, clock: Clock) {
    this.#api = api;
    this.#legs = legs;
    this.#domain = domain;
    this.#clock = clock;
  }

  /** Answers a request under /calls; undefined where there is no such route. */
  async answer({ method, path, query, body }: Request): Promise<Answer | undefined> {
    const [, , what, id = '', action] = path.split('/').map(decodeURIComponent);
    if (what === undefined && method === 'POST') return this.#create(body);
    if (what !== 'active') return undefined;
    if (id === '' && method === 'GET') return this.#list(query);
    if (id === '') return undefined;
    if (method === 'PATCH' && (action === 'hold' || action === 'unhold'))
      return this.#said(id, `uuid_hold ${action === 'unhold' ? 'off ' : ''}${id}`);
    if (method === 'DELETE' && action === undefined) return this.#said(id, `uuid_kill ${id}`);
    if (method === 'POST' && action === 'eavesdrop') return this.#eavesdrop(id, body);
    return undefined;
  }

  #list(query: URLSearchParams): Answer {
    const size = Math.min(Number(query.get('size')) || PAGE_SIZE, MAX_PAGE_SIZE);
    const page = Math.max(1, Number(query.get('page')) || 1);
    const calls = [...this.#legs()].filter((leg) => leg.up);
    const items = calls.slice((page - 1) * size, page * size).map(activeCall);
    return json(200, { ...(calls.length > page * size ? { next: true } : {}), items });
  }

  /** The id is chosen here, and the answer does not wait for the phone. */
  async #create(body: Request['body']): Promise<Answer> {
    const from = (body['from'] ?? {}) as Readonly<Record<string, unknown>>;
    const { destination, params } = body;
    if (typeof destination !== 'string' || destination === '')
      return problem(400, 'call.create.destination', 'destination is required');
    const { timeout = 60, auto_answer: auto } = (params ?? {}) as Readonly<Record<string, unknown>>;
    const id = await this.#newId();
    const extension = String(from['extension']);
    const variables = [
      `origination_uuid=${id}`,
      `origination_caller_id_number=${extension}`,
      `originate_timeout=${Number(timeout)}`,
      ...(auto === true ? ['sip_auto_answer=true'] : []),
    ];
    return this.#place(
      id,
      `originate {${variables.join(',')}}user/${extension}@${this.#domain} ${destination} XML default`,
    );
  }

  async #eavesdrop(target: string, body: Request['body']): Promise<Answer> {
    if (!this.#has(target)) return gone(target);
    const { extension } = (body['from'] ?? {}) as { extension?: unknown };
    const id = await this.#newId();
    return this.#place(
      id,
      `originate {origination_uuid=${id}}user/${String(extension)}@${this.#domain} &eavesdrop(${target})`,
    );
  }

  /** Answers as soon as the phone rings, or with why it does not. */
  async #place(id: string, command: string): Promise<Answer> {
    const failed = this.#api(command).then((info) =>
      /^-(?:ERR|USAGE)/.test(info) ? problem(400, 'call.create', info.trim()) : undefined,
    );
    const rings = new Promise<undefined>((resolve) =>
      this.#clock.after(20, () => resolve(undefined)),
    );
    return (await Promise.race([failed, rings])) ?? json(200, { id });
  }

  async #said(id: string, command: string): Promise<Answer> {
    if (!this.#has(id)) return gone(id);
    const info = await this.#api(command);
    return /^-(?:ERR|USAGE)/.test(info) ? problem(400, 'call.action', info.trim()) : json(200, {});
  }

  async #newId(): Promise<string> {
    return (await this.#api('create_uuid')).trim();
  }

  #has(id: string): boolean {
    for (const leg of this.#legs()) if (leg.uuid === id && leg.up) return true;
    return false;
  }
}

const gone = (id: string): Answer => problem(404, 'call.not_found', `Call ${id} not found`);
