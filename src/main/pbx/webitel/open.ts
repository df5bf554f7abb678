// What the app needs of this way to a PBX: loaded only where the settings name it.
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { PbxListener, PbxPort } from '../port.ts';
import { WebitelAdapter, type WebitelOptions } from './adapter.ts';
import { FoundPort } from './found.ts';
import { findCalls, firstGuess, type Found } from './find.ts';
import type { Generation } from './generation.ts';
import { HttpClient, trusted } from './http.ts';
import { SignedIn } from './sign-in.ts';

/** A connection as the settings name it: with the path of a CA file, or ''. */
export type WebitelConnection = Omit<WebitelOptions, 'ca'> & { readonly caFile: string };

/** The adapter, not started yet. */
export async function openWebitel(
  { caFile, ...options }: WebitelConnection,
  listener: PbxListener,
): Promise<Result<PbxPort>> {
  const ca = await trusted(caFile);
  if (!ca.ok) return ca;
  const all = { ...options, ca: ca.value };
  const isAny = (options.generation ?? 'auto') === 'auto';
  return made(() => (isAny ? new FoundPort(all, listener) : new WebitelAdapter(all, listener)));
}

/** What a test of a connection found. */
export interface Tried {
  /** How many channels there are. */
  readonly channels: number;
  readonly kind: Generation['kind'];
}

/** Signs in, lists once and leaves; where `auto` is chosen, finds out which server it is. */
export async function tryWebitel(options: WebitelConnection): Promise<Result<Tried>> {
  const { url, caFile, generation = 'auto' } = options;
  const ca = await trusted(caFile);
  if (!ca.ok) return ca;
  const client = made(() => new HttpClient(url, ca.value));
  if (!client.ok) return client;
  const first = await tryServer(options, {
    generation: firstGuess(generation),
    http: client.value,
  });
  if (first.ok || generation !== 'auto') return first;
  const found = await findCalls(url, ca.value);
  return found.ok && found.value ? tryServer(options, found.value) : first;
}

async function tryServer(
  { signIn }: Pick<WebitelOptions, 'signIn'>,
  { generation, http }: Found,
): Promise<Result<Tried>> {
  try {
    const credentials = await new SignedIn(signIn, '', () => undefined).in(generation, http);
    if (!credentials.ok) return credentials;
    const listed = await generation.api(http, credentials.value).list();
    return listed.ok
      ? ok({ channels: listed.value.channels.length, kind: generation.kind })
      : listed;
  } finally {
    http.close();
  }
}

/** An address that is none is one clear error. */
function made<T>(make: () => T): Result<T> {
  try {
    return ok(make());
  } catch (error) {
    return fail(
      'bad-input',
      `The Webitel connection cannot be set up: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
