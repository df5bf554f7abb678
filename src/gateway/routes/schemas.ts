import { CHANNEL_FIELDS } from '@shared/domain/channel.ts';
import { LIST_QUERY } from '../calls/list.ts';

/** JSON schemas of what comes in and goes out: requests are checked by them, and the OpenAPI document is made of them. */

const text = (description: string, maxLength = 256) => ({ type: 'string', description, maxLength });
/** Clients write numbers to call with and without quotes. */
const number = (description: string) => ({
  anyOf: [
    { type: 'string', minLength: 1, maxLength: 80 },
    { type: 'integer', minimum: 0 },
  ],
  description,
});

export const LOGIN_BODY = {
  type: 'object',
  required: ['username', 'password'],
  properties: {
    username: text('The name of a user, such as 201@pbx.example.com.'),
    password: text('The user’s password.', 1024),
  },
} as const;

export const ORIGINATE_BODY = {
  type: 'object',
  required: ['calledId', 'callerId'],
  properties: {
    calledId: number('The number to call.'),
    callerId: text('Whose phone rings first: 201@pbx.example.com.'),
    auto_answer_param: text(
      'Set, the phone is asked to answer by itself: sip_h_Call-Info=answer-after=0.',
    ),
  },
} as const;

export const STATE_BODY = {
  type: 'object',
  required: ['state'],
  properties: { state: { type: 'string', enum: ['hold', 'unhold'] } },
} as const;

export const EAVESDROP_BODY = {
  type: 'object',
  required: ['user'],
  properties: { user: number('The user whose phone rings, and hears the channel once answered.') },
} as const;

export const ID_PARAMS = {
  type: 'object',
  required: ['id'],
  properties: { id: text('The uuid of a channel.') },
} as const;

const QUERY_WORDS: Readonly<Record<(typeof LIST_QUERY)[number], string>> = {
  q: 'A text that any column has in it, whatever the case.',
  order:
    'Columns to sort by, with commas between, - before one that is to fall: -created_epoch,cid_num.',
  page: 'Which page, from 1.',
  size: 'Rows of a page, 1000 at most.',
  fields: 'Columns to answer with, with commas between.',
};
export const LIST_PARAMS = {
  type: 'object',
  properties: {
    ...Object.fromEntries(LIST_QUERY.map((name) => [name, text(QUERY_WORDS[name], 2_000)])),
    ...Object.fromEntries(
      CHANNEL_FIELDS.map((name) => [name, text(`Only channels whose ${name} is this.`)]),
    ),
  },
  additionalProperties: false,
};

const status = { type: 'string', enum: ['OK', 'error'] } as const;

const FAILED = {
  type: 'object',
  description: 'What was wrong: in FreeSWITCH’s word where it had one, and in a sentence.',
  properties: {
    status,
    info: { type: 'string' },
    message: { type: 'string' },
    kind: { type: 'string' },
  },
  additionalProperties: true,
} as const;

export const DONE = {
  type: 'object',
  description: 'It was done, and its effect was seen.',
  properties: {
    status,
    info: { type: 'string', description: '+OK, and the uuid of a channel that was made.' },
  },
  additionalProperties: true,
} as const;

export const LIST = {
  type: 'object',
  properties: {
    status,
    data: {
      type: 'object',
      properties: {
        row_count: { type: 'integer' },
        rows: {
          type: 'array',
          items: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
    },
  },
  additionalProperties: true,
} as const;

export const PASS = {
  type: 'object',
  properties: {
    key: { type: 'string' },
    domain: { type: 'string' },
    username: { type: 'string' },
    expires: { type: 'number', description: 'ms since the epoch' },
    token: { type: 'string' },
    role: { type: 'integer', description: '1 an administrator, 2 a user' },
  },
} as const;

const SAID = {
  400: 'bad input',
  401: 'nobody is let in by this token and key',
  403: 'the role may not do that',
  404: 'the channel is gone',
  409: 'the PBX said yes, and its effect was not seen; or it is under way',
  422: 'the PBX refused it',
  429: 'too much was asked: see Retry-After',
  503: 'the PBX is away: see Retry-After',
} as const;

/** What a route may answer: 200 as given, and the failures named. */
export const answers = (done: object, ...failures: readonly (keyof typeof SAID)[]): object => ({
  200: done,
  ...Object.fromEntries(
    failures.map((code) => [
      code,
      { ...FAILED, description: `${FAILED.description} Here: ${SAID[code]}.` },
    ]),
  ),
});
