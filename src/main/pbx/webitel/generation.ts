import type { Channel } from '@shared/domain/channel.ts';
import type { Result } from '@shared/domain/result.ts';
import type { Accepted } from '../port.ts';
import type { Change } from './expectations.ts';
import type { HttpClient } from './http.ts';

/** What lets a request in: the answer to POST /login, or a token and key that were given. */
export interface Credentials {
  readonly token: string;
  /** '' on today's Webitel, which has none. */
  readonly key: string;
  /** ms since the epoch, 0 where it is not known. */
  readonly expiresMs: number;
  /** The domain of the user, '' where it is not known. */
  readonly domain: string;
}

/** A list, and when the server made it. */
export interface Listed {
  readonly channels: readonly Channel[];
  /** ms since the epoch by the server's clock, to the second; 0 where it did not say. */
  readonly dateMs: number;
}

/** A call to place: my phone first, then the number. */
export interface Placement {
  readonly extension: string;
  readonly number: string;
  /** `name=value` that makes a desk phone answer by itself, '' for none. */
  readonly autoAnswer: string;
  readonly ringSeconds: number;
}

/** What a signed-in user can ask. Answers prove nothing: the next list does. */
export interface WebitelApi {
  list(): Promise<Result<Listed>>;
  hold(uuid: string): Promise<Result<Accepted>>;
  resume(uuid: string): Promise<Result<Accepted>>;
  hangup(uuid: string): Promise<Result<Accepted>>;
  originate(placement: Placement): Promise<Result<Accepted>>;
  /** @param extension whose phone rings and then hears the leg */
  eavesdrop(uuid: string, extension: string, ringSeconds: number): Promise<Result<Accepted>>;
}

/** What a socket tells, in this order, `up` and `change` any number of times, `down` once. */
export interface FeedListener {
  /** Events come from now on. */
  up(): void;
  change(change: Change): void;
  /** @param refused whether the server does not want us: trying again would be the same */
  down(refused: boolean): void;
}

/** An open socket for events. */
export interface Feed {
  close(): void;
}

export type Account = { readonly username: string; readonly password: string } | Credentials;

/** One of the servers that go by the name of Webitel. */
export interface Generation {
  readonly kind: 'channels' | 'calls';
  login(http: HttpClient, username: string, password: string): Promise<Result<Credentials>>;
  api(http: HttpClient, credentials: Credentials): WebitelApi;
  /** @param ca certificates to trust beside the system's */
  feed(base: URL, account: Account, ca: readonly string[] | undefined, tell: FeedListener): Feed;
}
