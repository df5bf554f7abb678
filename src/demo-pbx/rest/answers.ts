import type { Refusal } from './accounts.ts';

/** 2016 is webitel/core, as recorded; 2021 its successor webitel/engine-nodejs, as its source reads. */
export type ChannelsGeneration = 2016 | 2021;
/** 2026 is today's webitel/engine, as its source reads. */
export type Generation = ChannelsGeneration | 2026;

export interface Answer {
  readonly status: number;
  readonly body: { readonly json: unknown } | { readonly text: string; readonly type?: string };
  readonly headers?: Readonly<Record<string, string>>;
}

export const json = (status: number, value: unknown): Answer => ({ status, body: { json: value } });

const CORE_REFUSALS: Readonly<Record<Refusal | 'password', readonly [number, string]>> = {
  missing: [401, 'Invalid Token or Key'],
  'no-token': [500, 'Oops something went wrong'],
  unknown: [401, 'Invalid User'],
  expired: [400, 'Token Expired'],
  password: [401, 'Invalid credentials'],
};

/** Nobody is let in: the generations differ in status and in words. */
export function refused(generation: ChannelsGeneration, why: Refusal | 'password'): Answer {
  const [status, message] = CORE_REFUSALS[why];
  if (generation === 2021) return json(401, { status: 'error', info: message });
  return json(status, { status, message, ...(status === 500 ? { error: {} } : {}) });
}

/** The server's own fault. */
export const oops = (generation: ChannelsGeneration): Answer =>
  generation === 2021
    ? json(500, { status: 'error', info: 'Oops something went wrong' })
    : refused(2016, 'no-token');

export const badRequest = (info: string): Answer => json(400, { status: 'error', info });

/** `show channels … as json` as the list: with no rows the 2021 server leaves the wrapping out. */
export function list(generation: ChannelsGeneration, shown: string): Answer {
  const table = JSON.parse(shown) as { row_count: number; rows?: unknown[] };
  const data = { row_count: table.row_count, rows: table.rows ?? [] };
  return json(200, generation === 2021 && data.row_count === 0 ? data : { status: 'OK', data });
}

const DOCS = 'https://docs.webitel.com/display/SDKRU/REST+API+v1#RESTAPIv1-';
const MORE = {
  originate: `${DOCS}Создатьканал.`,
  state: `${DOCS}Изменитьсостояниеканала.`,
  hangup: `${DOCS}Завершить.`,
  eavesdrop: undefined,
} as const;

/**
 * What FreeSWITCH said to a command. The 2016 server says OK to whatever that was; the 2021 one
 * makes an error of `-ERR`: 400 to a state, 500 to the rest.
 */
export function said(
  generation: ChannelsGeneration,
  what: keyof typeof MORE,
  info: string,
): Answer {
  if (generation === 2021) {
    const failed = /^-(?:ERR|USAGE)/.test(info);
    if (failed) return json(what === 'state' ? 400 : 500, { status: 'error', info });
    return json(200, { status: 'OK', info });
  }
  const more = MORE[what];
  return json(200, { status: 'OK', info, ...(more ? { 'more info': more } : {}) });
}

/** A state that is none, or none at all. */
export function badState(generation: ChannelsGeneration, info: string): Answer {
  const more = generation === 2016 ? { 'more info': MORE.state } : {};
  return json(400, { status: 'error', info, ...more });
}
