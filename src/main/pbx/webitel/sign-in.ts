import { fail, ok, type Result } from '@shared/domain/result.ts';
import { expiryOf } from './channels/sign-in.ts';
import type { Account, Credentials, Generation } from './generation.ts';
import type { HttpClient } from './http.ts';

export type SignIn =
  | { readonly by: 'password'; readonly username: string; readonly password: string }
  | { readonly by: 'token'; readonly token: string; readonly key: string };

/** ms before a sign-in ends when it is made anew. */
const EXPIRES_SOON_MS = 15 * 60_000;

/**
 * When a sign-in is made anew (ms since the epoch): 15 minutes before it ends, or at half its life
 * where that is shorter. One that had ended when it was made has a clock unlike ours: then a refusal
 * tells, not the clock.
 */
function renewalOf({ expiresMs }: Credentials): number {
  const nowMs = Date.now();
  if (expiresMs <= nowMs) return Infinity;
  return Math.max(expiresMs - EXPIRES_SOON_MS, (nowMs + expiresMs) / 2);
}

/** Signs in, and keeps the sign-in over connections until it is to be made anew. */
export class SignedIn {
  readonly #signIn: SignIn;
  readonly #domain: string;
  readonly #trace: (line: string) => void;
  #kept: Credentials | undefined;
  #renewMs = Infinity;

  /** @param domain of the user, for a sign-in that does not name it */
  constructor(signIn: SignIn, domain: string, trace: (line: string) => void) {
    this.#signIn = signIn;
    this.#domain = domain;
    this.#trace = trace;
  }

  /** Whether we have what it takes to sign in again by ourselves. */
  get renews(): boolean {
    return this.#signIn.by === 'password';
  }

  /** Whether a sign-in is kept. */
  get isKept(): boolean {
    return this.#kept !== undefined;
  }

  /** Whether the sign-in ends soon, and can be made anew. */
  get isDue(): boolean {
    return this.renews && Date.now() >= this.#renewMs;
  }

  /** What the socket is signed in with. */
  accountOf(credentials: Credentials): Account {
    return this.#signIn.by === 'password' ? this.#signIn : credentials;
  }

  forget(): void {
    this.#kept = undefined;
  }

  /** The sign-in, a kept one where it is good for a while. */
  async in(generation: Generation, http: HttpClient): Promise<Result<Credentials>> {
    const signIn = this.#signIn;
    if (signIn.by === 'token') return this.#byToken(signIn);
    if (this.#kept && Date.now() < this.#renewMs) return ok(this.#kept);
    this.#trace('POST /login');
    const made = await generation.login(http, signIn.username, signIn.password);
    if (!made.ok) return made;
    this.#renewMs = renewalOf(made.value);
    this.#kept = made.value;
    return made;
  }

  #byToken({ token, key }: Extract<SignIn, { by: 'token' }>): Result<Credentials> {
    const expiresMs = expiryOf(token);
    if (expiresMs > 0 && expiresMs <= Date.now()) {
      return fail(
        'token-expired',
        'This token has expired: enter another in the connection settings.',
      );
    }
    this.#kept = { token, key, expiresMs, domain: this.#domain };
    return ok(this.#kept);
  }
}
