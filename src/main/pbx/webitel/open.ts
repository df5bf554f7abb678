// What the app needs of this way to a PBX: loaded only where the settings name it.
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { PbxListener, PbxPort } from '../port.ts';
import { WebitelAdapter, type WebitelOptions } from './adapter.ts';
import { findCalls, firstGuess, type Found } from './find.ts';
import type { Generation } from './generation.ts';
import { HttpClient } from './http.ts';
import { SignedIn } from './sign-in.ts';

/** The adapter, not started yet. */
export const openWebitel = (options: WebitelOptions, listener: PbxListener): Result<PbxPort> =>
  made(() => new WebitelAdapter(options, listener));

/** What a test of a connection found. */
export interface Tried {
  /** How many channels there are. */
  readonly channels: number;
  readonly kind: Generation['kind'];
}

/** Signs in, lists once and leaves; where `auto` is chosen, finds out which server it is. */
export async function tryWebitel(options: WebitelOptions): Promise<Result<Tried>> {
  const { url, caFile, generation = 'auto' } = options;
  const client = made(() => new HttpClient(url, caFile));
  if (!client.ok) return client;
  const first = await tryServer(options, {
    generation: firstGuess(generation),
    http: client.value,
  });
  if (first.ok || generation !== 'auto') return first;
  const found = await findCalls(url, caFile);
  return found.ok && found.value ? tryServer(options, found.value) : first;
}

async function tryServer(
  { signIn }: WebitelOptions,
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

/** A CA file that cannot be read, or an address that is none, is one clear error. */
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
