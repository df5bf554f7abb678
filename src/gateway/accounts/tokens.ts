import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** What a sign-in gives: a token and a key, which are worth something together only. */
export interface Pass {
  readonly token: string;
  readonly key: string;
  /** ms since the epoch. */
  readonly expires: number;
  /** By which it is revoked. */
  readonly id: string;
}

/** What a token says. Times in ms since the epoch. */
export interface Claims {
  readonly sub: string;
  readonly exp: number;
  readonly iat: number;
  readonly jti: string;
}

/** Why a pass lets nobody in, in the order in which it is looked at (webitel/core's own). */
export type Refusal = 'missing' | 'no-token' | 'expired' | 'unknown';

const base64url = (value: object): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');
const HEAD = base64url({ typ: 'JWT', alg: 'HS256' });

const sign = (secret: Buffer, text: string): Buffer =>
  createHmac('sha256', secret).update(text).digest();

/** The key of a token: any gateway that has the secret can tell, and none keeps it. */
function keyOf(secret: Buffer, jti: string): string {
  const hex = sign(secret, `key ${jti}`).toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** A pass for a user, signed with the first of the secrets. @throws where there is none */
export function issue(
  secrets: readonly Buffer[],
  user: string,
  nowMs: number,
  lastsMs: number,
): Pass {
  const [secret] = secrets;
  if (!secret) throw new Error('There is no secret to sign tokens with.');
  const claims: Claims = { exp: nowMs + lastsMs, iat: nowMs, sub: user, jti: randomUUID() };
  const text = `${HEAD}.${base64url(claims)}`;
  const token = `${text}.${sign(secret, text).toString('base64url')}`;
  return { token, key: keyOf(secret, claims.jti), expires: claims.exp, id: claims.jti };
}

/** What a token and key say, whichever of the secrets signed them. */
export function check(
  secrets: readonly Buffer[],
  token: string,
  key: string,
  nowMs: number,
): { readonly claims: Claims } | { readonly refusal: Refusal } {
  if (token === '' || key === '') return { refusal: 'missing' };
  const [head, body = '', signature = '', ...more] = token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const secret = secrets.find((one) => isSame(given, sign(one, `${head}.${body}`)));
  const claims = secret && more.length === 0 ? claimsOf(body) : undefined;
  if (!secret || !claims) return { refusal: 'no-token' };
  if (claims.exp <= nowMs) return { refusal: 'expired' };
  return isSame(Buffer.from(key), Buffer.from(keyOf(secret, claims.jti)))
    ? { claims }
    : { refusal: 'unknown' };
}

const isSame = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

/** The claims of a token whose signature is ours. */
function claimsOf(body: string): Claims | undefined {
  try {
    return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Claims;
  } catch {
    return undefined;
  }
}
