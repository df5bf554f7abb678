import type { Refusal } from '../accounts/tokens.ts';
import { away, isAway, json, wordOf, type Action, type Answer, type Manner } from './answer.ts';

const DOCS = 'https://docs.webitel.com/display/SDKRU/REST+API+v1#RESTAPIv1-';
const MORE: Readonly<Record<Action, string>> = {
  originate: `${DOCS}Создатьканал.`,
  state: `${DOCS}Изменитьсостояниеканала.`,
  hangup: `${DOCS}Завершить.`,
  eavesdrop: '',
};
const more = (action: Action): object => (MORE[action] === '' ? {} : { 'more info': MORE[action] });

const WORDS: Readonly<Record<Refusal | 'password', readonly [status: number, words: string]>> = {
  missing: [401, 'Invalid Token or Key'],
  'no-token': [500, 'Oops something went wrong'],
  unknown: [401, 'Invalid User'],
  expired: [400, 'Token Expired'],
  password: [401, 'Invalid credentials'],
};
const badState = (given: string): string =>
  `Bad parameters channel ${given === '' ? 'id or ' : ''}state`;
const error = (status: number, info: string): Answer => json(status, { status: 'error', info });

/** What both servers say alike. */
const ALIKE = {
  proves: false,
  forbidden: () => error(403, 'Permission denied.'),
  badRequest: (sentence: string) => error(400, sentence),
  unknownRoute: (path: string): Answer => ({ status: 404, body: `${path} not found.` }),
  domainHungUp: () => json(200, { status: 'OK', data: 'Command send.' }),
} as const;

/** webitel/core, as recorded: says OK to whatever FreeSWITCH said. */
export const CORE: Manner = {
  ...ALIKE,
  refused: (why) => {
    const [status, message] = WORDS[why];
    return json(status, { status, message, ...(status === 500 ? { error: {} } : {}) });
  },
  list: (data) => json(200, { status: 'OK', data }),
  acted: (action, result) =>
    !result.ok && isAway(result.error)
      ? away(result.error.message)
      : json(200, { status: 'OK', info: wordOf(action, result), ...more(action) }),
  badState: (given) => json(400, { status: 'error', info: badState(given), ...more('state') }),
};

/** webitel/engine-nodejs, as its source reads: an error of FreeSWITCH's is one, and no list is wrapped when empty. */
export const ENGINE: Manner = {
  ...ALIKE,
  refused: (why) => error(401, WORDS[why][1]),
  list: (data) => json(200, data.row_count === 0 ? data : { status: 'OK', data }),
  acted: (action, result) => {
    if (result.ok) return json(200, { status: 'OK', info: wordOf(action, result) });
    if (isAway(result.error)) return away(result.error.message);
    return error(action === 'state' ? 400 : 500, wordOf(action, result));
  },
  badState: (given) => error(400, badState(given)),
};
