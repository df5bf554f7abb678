import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { asAppError, internalError } from '../../src/shared/domain/app-error.ts';
import { AppErrorSchema } from '../../src/shared/ipc/schemas.ts';

const AT = { where: 'pbx.example.test:8021' };
const coded = (code: unknown, extra: object = {}): object =>
  Object.assign(new Error('of the system'), { code, ...extra });
const wrapped = (inner: unknown): Error => new TypeError('fetch failed', { cause: inner });

/** What the platform throws, and the kind it is. Codes as Node, undici, ws and OpenSSL spell them. */
const KNOWN: readonly (readonly [string, unknown])[] = [
  ...['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME'].map(
    (c) => ['no-such-host', c] as const,
  ),
  ...['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET'].map((c) => ['dropped', c] as const),
  ...[
    'ETIMEDOUT',
    'ESOCKETTIMEDOUT',
    'UND_ERR_CONNECT_TIMEOUT',
    'UND_ERR_HEADERS_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT',
  ].map((c) => ['timeout', c] as const),
  ...[
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ].map((c) => ['certificate', c] as const),
  ...[
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'EPROTO',
    'HPE_INVALID_CONSTANT',
    'UND_ERR_HEADERS_OVERFLOW',
  ].map((c) => ['not-a-webitel', c] as const),
  ...['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'Z_DATA_ERROR'].map((c) => ['refused-by-pbx', c] as const),
  ...['ABORT_ERR', 'UND_ERR_ABORTED'].map((c) => ['cancelled', c] as const),
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EACCES', 'ENETDOWN', 'EADDRNOTAVAIL'].map(
    (c) => ['unreachable', c] as const,
  ),
];

/** Shapes nobody promised: what must not matter is what they are. */
const ODD: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['a text', 'boom'],
  ['an empty text', ''],
  ['a number', 23],
  ['NaN', Number.NaN],
  ['a bigint', 10n],
  ['a boolean', false],
  ['a symbol', Symbol('x')],
  ['a function', () => undefined],
  ['a list', ['a', 1]],
  ['an empty object', {}],
  ['an object without a prototype', Object.create(null)],
  ['a code that is a number', coded(23)],
  ['a code that is 0', coded(0)],
  ['a code that is an object', coded({ toString: 1 })],
  ['a code that is a symbol', coded(Symbol('code'))],
  ['a code of megabytes', coded('x'.repeat(4_000_000))],
  ['a message of megabytes', new Error('x'.repeat(4_000_000))],
  ['a message that is no text', Object.assign(new Error(), { message: 7 })],
  ['a name that is no text', Object.assign(new Error('x'), { name: {} })],
  ['a cause that is itself', Object.assign(new Error('x'), {}) as object],
  ['a Response', new Response('<html></html>', { status: 502 })],
  ['a Date that is none', new Date(Number.NaN)],
  ['a Map', new Map([['code', 'ENOTFOUND']])],
  ['a Buffer', Buffer.from('x')],
  ['a frozen object', Object.freeze({ code: 5 })],
  [
    'properties that throw',
    Object.defineProperties(
      {},
      Object.fromEntries(
        ['code', 'name', 'message', 'cause', 'errors'].map((key) => [
          key,
          {
            get: (): never => {
              throw new Error('trap');
            },
          },
        ]),
      ),
    ),
  ],
  [
    'a proxy that throws',
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('trap');
        },
        has: () => {
          throw new Error('trap');
        },
      },
    ),
  ],
];
const circle: { cause?: unknown; message: string } = { message: 'round' };
circle.cause = circle;

describe('whatever was thrown', () => {
  const shapes: (readonly [string, unknown])[] = [
    ...ODD,
    ['a cause in a circle', circle],
    ...ODD.map(([what, thing]) => [`an error caused by ${what}`, wrapped(thing)] as const),
    ...KNOWN.map(([kind, code]) => [`${String(code)} (${kind})`, coded(code)] as const),
    ['an AggregateError of nothing', new AggregateError([])],
  ];

  it('is tried in a hundred shapes', () => {
    // Each of the second list is tried alone, wrapped, wrapped twice and in a list: below.
    expect(shapes.length + 3 * KNOWN.length).toBeGreaterThanOrEqual(100);
  });

  it.each(shapes)('becomes an error that fits the contract: %s', (_what, thing) => {
    for (const error of [asAppError(thing, AT), failure(thing)]) {
      expect(v.is(AppErrorSchema, error)).toBe(true);
      expect(error.message.length).toBeGreaterThan(10);
      expect(JSON.stringify(error).length).toBeLessThan(5_000);
      expect(structuredClone(error)).toEqual(error);
    }
  });

  const failure = (thing: unknown) => {
    const result = internalError(thing, 'That failed inside Ringside.');
    if (result.ok) throw new Error('it is a failure');
    return result.error;
  };
});

describe('a code of the platform', () => {
  it.each(KNOWN)(
    'is %s: %s, alone, wrapped, wrapped twice, and of several addresses',
    (kind, code) => {
      const error = coded(code);
      for (const thrown of [
        error,
        wrapped(error),
        wrapped(wrapped(error)),
        new AggregateError([error, coded('ECONNREFUSED')]),
      ]) {
        expect(asAppError(thrown, AT).kind).toBe(kind);
      }
    },
  );

  it('is read where it is a number, as a DOMException’s is', () => {
    const late = asAppError(new DOMException('too late', 'TimeoutError'), AT);
    expect(late).toEqual({
      kind: 'timeout',
      message: 'pbx.example.test:8021 did not answer in time.',
      detail: '23',
    });
    expect(asAppError(new DOMException('over', 'AbortError'), AT).kind).toBe('cancelled');
    expect(asAppError(AbortSignal.timeout(0), AT).kind).toBe('unreachable');
  });

  it('says how long was waited, where that is known', () => {
    const { message } = asAppError(coded('ETIMEDOUT'), { ...AT, deadlineSec: 1.5 });
    expect(message).toBe('pbx.example.test:8021 did not answer within 1.5 s.');
  });
});
