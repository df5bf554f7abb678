import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** What POST /login gives (shared/webitel, exchange “login”). */
export interface Session {
  readonly key: string;
  readonly domain: string;
  readonly username: string;
  /** ms since the epoch. */
  readonly expires: number;
  readonly token: string;
  readonly role: number;
}

/** Why a request is not let in. */
export type Refusal = 'missing' | 'no-token' | 'unknown' | 'expired';

/** ms a sign-in lasts on webitel/core: 7 days, and no way to renew. */
const SESSION_MS = 7 * 24 * 3_600_000;

const base64url = (value: object): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

/** Users and their sign-ins. A token is a JSON web token (HS256) whose `exp` is in ms, as observed. */
export class Accounts {
  readonly #secret = randomBytes(32);
  readonly #sessions = new Map<string, Session>();
  readonly #ended = new Set<string>();
  readonly #clock: Clock;
  readonly #password: string;
  readonly #domain: string;
  readonly #isUser: (extension: string) => boolean;

  /** @param isUser whether there is a user of this extension; all have the same password */
  constructor(
    clock: Clock,
    password: string,
    domain: string,
    isUser: (extension: string) => boolean,
  ) {
    this.#clock = clock;
    this.#password = password;
    this.#domain = domain;
    this.#isUser = isUser;
  }

  login(username: unknown, password: unknown): Session | undefined {
    return this.passwordOf(username, password) ? this.#open(String(username)) : undefined;
  }

  passwordOf(username: unknown, password: unknown): boolean {
    const [extension = '', domain = '', ...rest] = String(username).split('@');
    const user = rest.length === 0 && domain === this.#domain && this.#isUser(extension);
    return user && password === this.#password;
  }

  /** The user a token and key belong to, or why they let nobody in; core looks at them in this order. */
  check(token: string, key: string): { readonly user: string } | { readonly refusal: Refusal } {
    if (token === '' || key === '') return { refusal: 'missing' };
    const expires = this.#expiry(token);
    if (expires === undefined) return { refusal: 'no-token' };
    if (expires <= this.#clock.now() || this.#ended.has(token)) return { refusal: 'expired' };
    const session = this.#sessions.get(key);
    return session ? { user: session.username } : { refusal: 'unknown' };
  }

  /** The user whose token alone lets in, as on today's Webitel. */
  userOf(token: string): string | undefined {
    const session = [...this.#sessions.values()].find((one) => one.token === token);
    const ended = this.#ended.has(token) || (session?.expires ?? 0) <= this.#clock.now();
    return ended ? undefined : session?.username;
  }

  /** All tokens given out so far end now. */
  expire(): void {
    for (const { token } of this.#sessions.values()) this.#ended.add(token);
  }

  #open(username: string): Session {
    const expires = this.#clock.now() + SESSION_MS;
    const key = randomUUID();
    const session = {
      key,
      domain: this.#domain,
      username,
      expires,
      token: this.#sign(expires, key),
      role: 2,
    };
    this.#sessions.set(key, session);
    return session;
  }

  #sign(exp: number, jti: string): string {
    const claims = `${base64url({ typ: 'JWT', alg: 'HS256' })}.${base64url({ exp, jti })}`;
    return `${claims}.${this.#signature(claims).toString('base64url')}`;
  }

  #signature(claims: string): Buffer {
    return createHmac('sha256', this.#secret).update(claims).digest();
  }

  /** When a token of ours ends, ms since the epoch; undefined for what is none. */
  #expiry(token: string): number | undefined {
    const [head, body = '', signature = ''] = token.split('.');
    const given = Buffer.from(signature, 'base64url');
    const right = this.#signature(`${head}.${body}`);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    return (JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as { exp: number }).exp;
  }
}
