// What the app needs of this way to a PBX: loaded only where the settings name it.
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { PbxListener, PbxPort } from '../port.ts';
import { WebitelAdapter, type WebitelOptions } from './adapter.ts';
import { ChannelsApi, login } from './api.ts';
import { HttpClient } from './http.ts';

/** The adapter, not started yet. */
export const openWebitel = (options: WebitelOptions, listener: PbxListener): Result<PbxPort> =>
  made(() => new WebitelAdapter(options, listener));

/** Signs in, lists once and leaves: how many channels there are. */
export async function tryWebitel({ url, caFile, signIn }: WebitelOptions): Promise<Result<number>> {
  const client = made(() => new HttpClient(url, caFile));
  if (!client.ok) return client;
  const http = client.value;
  try {
    const credentials =
      signIn.by === 'password'
        ? await login(http, signIn.username, signIn.password)
        : ok({ token: signIn.token, key: signIn.key, expiresMs: 0, domain: '' });
    if (!credentials.ok) return credentials;
    const listed = await new ChannelsApi(http, credentials.value).list();
    return listed.ok ? ok(listed.value.length) : listed;
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
