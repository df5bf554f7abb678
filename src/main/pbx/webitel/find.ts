import { ok, type Result } from '@shared/domain/result.ts';
import { callsGeneration, isCallsApi } from './calls/generation.ts';
import { channelsGeneration } from './channels/generation.ts';
import type { Generation } from './generation.ts';
import { HttpClient, type Trusted } from './http.ts';

/** Which server the person says it is; `auto` finds out. */
export type GenerationChoice = 'auto' | 'channels' | 'calls';

/** A server that was found, and the connection to it. */
export interface Found {
  readonly generation: Generation;
  readonly http: HttpClient;
}

/** The address of today's API where a person wrote only the host of it. */
function apiAddress(address: string): string | undefined {
  const url = new URL(address);
  return /^\/?$/.test(url.pathname) ? `${address.replace(/\/$/, '')}/api` : undefined;
}

/**
 * Looks whether today's API stands where the documented one does not: at the address itself, and at
 * `/api` below it, where Webitel puts it. Nothing of the sign-in is sent.
 * @returns undefined where it is at neither
 */
export async function findCalls(address: string, ca: Trusted): Promise<Result<Found | undefined>> {
  for (const url of [address, apiAddress(address)]) {
    if (url === undefined) continue;
    const http = new HttpClient(url, ca);
    const is = await isCallsApi(http);
    if (is.ok && is.value) return ok({ generation: callsGeneration, http });
    http.close();
  }
  return ok(undefined);
}

/** What a choice means before anything is found out: the documented API, unless the person says other. */
export const firstGuess = (choice: GenerationChoice): Generation =>
  choice === 'calls' ? callsGeneration : channelsGeneration;
