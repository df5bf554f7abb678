import { asAppError } from '@shared/domain/app-error.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';

export interface BoundedRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** JSON text to post. */
  readonly body?: string;
  /** ms for everything, the connection included. */
  readonly deadlineMs: number;
  /** Largest answer that is read (bytes). */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

export interface BoundedAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * One HTTP request to an address the person chose: bounded in time and size, certificates checked,
 * no redirect followed (it would carry what was sent to a host that nobody chose).
 */
export async function askBounded(ask: BoundedRequest): Promise<Result<BoundedAnswer>> {
  const { method, url, body, deadlineMs, maxBytes, signal } = ask;
  const limit = AbortSignal.timeout(deadlineMs);
  // Loaded where it is wanted: most starts of the app are for a PBX that needs no HTTP.
  const { Agent, request } = await import('undici');
  const agent = new Agent({ maxResponseSize: maxBytes, connect: { timeout: deadlineMs } });
  try {
    const response = await request(url, {
      method,
      dispatcher: agent,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body ?? null,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    return ok({ status: response.statusCode, text: await response.body.text() });
  } catch (error) {
    if (signal?.aborted) return fail('cancelled', 'It was given up.');
    return failure(error, new URL(url).host, deadlineMs);
  } finally {
    void agent.destroy().catch(() => undefined);
  }
}

/** The kinds of the PBX's connection have no meaning here: such a server answered, and not with what was asked. */
function failure(thrown: unknown, where: string, deadlineMs: number): Result<never> {
  const error = asAppError(thrown, {
    where,
    deadlineSec: deadlineMs / 1000,
    advice: 'check the address.',
  });
  const answered = error.kind === 'refused-by-pbx' || error.kind === 'not-a-webitel';
  return { ok: false, error: answered ? { ...error, kind: 'refused' } : error };
}
