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

function failure(error: unknown, host: string, deadlineMs: number): Result<never> {
  const { code = '', name = '', message = '' } = error as Partial<NodeJS.ErrnoException>;
  if (name === 'TimeoutError' || /TIMEOUT/.test(code))
    return fail('timeout', `${host} did not answer within ${deadlineMs / 1000} s.`, code);
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test(code))
    return fail('certificate', `The certificate of ${host} cannot be trusted (${code}).`, code);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
    return fail('refused', `The answer of ${host} is too large.`, code);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return fail('no-such-host', `There is no host called ${host}: check its name.`, code);
  return fail('unreachable', `${host} cannot be reached.`, code || message);
}
