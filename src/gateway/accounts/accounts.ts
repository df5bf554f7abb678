import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import { writeWhole } from '../../main/files/write-whole.ts';
import { Lockout } from './lockout.ts';
import { hashed, isPassword } from './password.ts';
import { NOBODY, personOf, readPeople, userOf, type People, type User } from './people.ts';
import { reachOf, type Person } from './rights.ts';
import { check, issue, type Pass, type Refusal } from './tokens.ts';
import { Watched } from './watched.ts';

/** ms a sign-in lasts: 7 days, as on webitel/core. */
const SIGN_IN_MS = 7 * 24 * 3_600_000;
/** A hash of nothing anybody knows: a name that does not exist takes as long as a wrong password. */
const DECOY = `scrypt$32768$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

const SecretsSchema = v.strictObject({ secrets: v.array(v.pipe(v.string(), v.minLength(40))) });
const RevokedSchema = v.object({ jti: v.string() });

/** Somebody who is signed in, and by what. */
export interface Caller extends Person {
  /** Of the pass; '' where there is none. */
  readonly pass: string;
  /** ms since the epoch, both. */
  readonly issued: number;
  readonly expires: number;
}

/** Who asks, and from where. */
export interface Asking {
  readonly caller: Caller;
  readonly address: string;
}

export type SignIn =
  | { readonly pass: Pass; readonly person: Person }
  | { readonly refusal: 'password' }
  /** ms until another try is looked at. */
  | { readonly waitMs: number };

/**
 * Who may do what, from a folder of three files that any number of gateways share: people.json, secrets.json
 * (the first signs, all are good: so they rotate) and revoked.jsonl, to which revoked passes are added.
 */
export class Accounts {
  readonly #folder: string;
  readonly #people: Watched<People>;
  readonly #secrets: Watched<readonly Buffer[]>;
  readonly #revoked: Watched<ReadonlySet<string>>;
  readonly #lockout = new Lockout();
  readonly #now: () => number;

  /** @param trouble told of a file that cannot be used */
  constructor(folder: string, trouble: (why: string) => void, now: () => number = Date.now) {
    this.#folder = folder;
    this.#now = now;
    this.#people = new Watched(this.#file('people.json'), NOBODY, readPeople, trouble);
    this.#secrets = new Watched(this.#file('secrets.json'), [], readSecrets, trouble);
    this.#revoked = new Watched(
      this.#file('revoked.jsonl'),
      new Set<string>(),
      readRevoked,
      trouble,
    );
  }

  get people(): People {
    return this.#people.get();
  }

  /** Looks a password up. Slow on purpose, and slower the more wrong ones came. */
  async signIn(name: string, password: string, address: string): Promise<SignIn> {
    const waitMs = this.#lockout.waitMs(name, address, this.#now());
    if (waitMs > 0) return { waitMs };
    const user = userOf(this.people, name);
    const isRight = await isPassword(password, user?.password || DECOY);
    if (!user || !isRight) {
      this.#lockout.wrong(name, address, this.#now());
      return { refusal: 'password' };
    }
    this.#lockout.right(name, address);
    return { pass: this.issue(user), person: personOf(this.people, user) };
  }

  /** Whom a token and key let in, or why they let nobody in. */
  check(token: string, key: string): Caller | { readonly refusal: Refusal } {
    const checked = check(this.#secrets.get(), token, key, this.#now());
    if ('refusal' in checked) return checked;
    const { sub, jti, iat, exp } = checked.claims;
    const user = userOf(this.people, sub);
    if (!user || iat < user.passesSince || this.#revoked.get().has(jti))
      return { refusal: 'unknown' };
    return { ...personOf(this.people, user), pass: jti, issued: iat, expires: exp };
  }

  /** Whether somebody who was let in still is. */
  isGood({ name, pass, issued, expires }: Caller): boolean {
    const user = userOf(this.people, name);
    const isNamed = user !== undefined && issued >= user.passesSince;
    return isNamed && expires > this.#now() && !this.#revoked.get().has(pass);
  }

  issue(user: User, lastsMs = SIGN_IN_MS): Pass {
    return issue(this.#secrets.get(), user.name, this.#now(), lastsMs);
  }

  /** A new pass in place of another, which ends. */
  renew({ name, pass }: Caller): Pass {
    const user = userOf(this.people, name);
    if (!user) throw new Error(`${name} is no user any more.`);
    const renewed = this.issue(user);
    this.revoke(pass);
    return renewed;
  }

  /** Ends one pass, on all gateways that share the folder, within a second. */
  revoke(jti: string): void {
    const line = JSON.stringify({ jti, atMs: this.#now() });
    appendFileSync(this.#file('revoked.jsonl'), `${line}\n`, { mode: 0o600 });
    this.#revoked.forget();
  }

  /** Writes the users down as they are to be. */
  async save(people: People): Promise<void> {
    readPeople(JSON.stringify(people)); // what would not be read is not written
    await writeWhole(this.#file('people.json'), `${JSON.stringify(people, null, 2)}\n`);
    this.#people.forget();
  }

  /** Adds a secret that signs from now on; `keep` of the older ones stay good. */
  async rotate(keep: number): Promise<void> {
    const older = this.#secrets.get().slice(0, keep);
    const secrets = [randomBytes(48), ...older].map((secret) => secret.toString('base64url'));
    await writeWhole(this.#file('secrets.json'), `${JSON.stringify({ secrets }, null, 2)}\n`);
    this.#secrets.forget();
  }

  /** Makes the folder, and its first secret, where there is none. */
  async prepare(): Promise<void> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    if (!existsSync(this.#file('secrets.json'))) await this.rotate(0);
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }
}

/** A user as it is to be written down. */
export const newUser = async (
  user: Pick<User, 'name' | 'extension' | 'role' | 'groups'>,
  password: string,
): Promise<User> => ({
  ...user,
  password: password === '' ? '' : await hashed(password),
  passesSince: 0,
});

/** The number that webitel/core gives a role: 1 to an administrator, 2 to a user. */
export const numberOf = ({ role }: Person): number =>
  reachOf(role, 'see') === 'all' && reachOf(role, 'hangup-domain') === 'all' ? 1 : 2;

const readSecrets = (text: string): readonly Buffer[] =>
  v
    .parse(SecretsSchema, JSON.parse(text))
    .secrets.map((secret) => Buffer.from(secret, 'base64url'));

/** Lines that are cut short, while another gateway writes them, say nothing yet. */
function readRevoked(text: string): ReadonlySet<string> {
  const revoked = new Set<string>();
  for (const line of text.split('\n')) {
    try {
      revoked.add(v.parse(RevokedSchema, JSON.parse(line)).jti);
    } catch {
      // Not a whole line.
    }
  }
  return revoked;
}
