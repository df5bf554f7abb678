import type { AppError, ErrorKind } from '@shared/domain/result.ts';
import { away, isAway, json, wordOf, type Manner } from './answer.ts';

/** The status of a failure, by its kind; 409 of the rest: the PBX said yes, and did not do it. */
const STATUS: Partial<Record<ErrorKind, number>> = {
  'bad-input': 400,
  'not-allowed': 403,
  'no-such-channel': 404,
  'refused-by-pbx': 422,
  internal: 500,
};

const SIGN_IN = {
  password: 'This user name or password is not accepted.',
  missing: 'Send a token in X-Access-Token and its key in X-Key: POST /login gives both.',
  'no-token': 'This token is none of this gateway’s: sign in again.',
  unknown: 'This token and key let nobody in any more: sign in again.',
  expired: 'This token has ended: sign in again.',
} as const;

/**
 * Success means success: an action is answered with 200 once its effect was seen, and with a status that
 * says what was wrong otherwise. `info` is FreeSWITCH's own word where it had one, `message` a sentence.
 */
export const PLAIN: Manner = {
  proves: true,
  refused: (why) => json(401, failed(SIGN_IN[why])),
  list: (data) => json(200, { status: 'OK', data }),
  acted: (action, result) => {
    if (result.ok) return json(200, { status: 'OK', info: wordOf(action, result) });
    const { error } = result;
    if (isAway(error)) return away(error.message);
    return json(STATUS[error.kind] ?? 409, {
      status: 'error',
      info: wordOf(action, result),
      message: error.message,
      kind: error.kind,
    });
  },
  badState: (given) =>
    json(
      400,
      failed(given === '' ? 'Say which state: hold or unhold.' : 'A state is hold or unhold.'),
    ),
  forbidden: (sentence) => json(403, failed(sentence)),
  badRequest: (sentence) => json(400, failed(sentence)),
  unknownRoute: (path) => json(404, failed(`There is no ${path.slice(0, 200)} here.`)),
  domainHungUp: (legs) => json(200, { status: 'OK', data: { hung_up: legs } }),
};

const failed = (sentence: string): object => ({
  status: 'error',
  info: sentence,
  message: sentence,
});

/** A failure that is no answer to a documented action. */
export const failure = (error: AppError) => PLAIN.acted('state', { ok: false, error });
