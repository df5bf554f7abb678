import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { Agent, request } from 'undici';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { parseBounded } from '../list.ts';

/** Where a Webitel listens when its address names no port. */
export const DEFAULT_PORT = 10022;
/** Largest answer taken (bytes): a list of 10,000 channels is about 11 MB. */
export const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
/** ms for a connection, and for any answer but that of an originate: a dead server is noticed within 10 s. */
const CONNECT_MS = 5_000;
const ANSWER_MS = 8_000;

export interface Answer {
  readonly status: number;
  /** Parsed JSON; undefined when the answer is none. */
  readonly json: unknown;
}

export interface Ask {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** ms to wait for the answer. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** The base address with its port; Webitel's own where none is written. */
export function baseUrl(text: string): URL {
  const url = new URL(text);
  const written = /^https?:\/\/[^/]*:(\d+)(?:\/|$)/i.exec(text);
  if (!written) url.port = String(DEFAULT_PORT);
  return url;
}

/**
 * HTTP to one Webitel: bounded in time and size, certificates always checked, no redirect followed
 * (it would carry the token to another host).
 */
export class HttpClient {
  readonly base: URL;
  readonly #agent: Agent;

  /** @param caFile PEM file with the CA of a private certificate, or ''. @throws when it cannot be read */
  constructor(url: string, caFile: string) {
    this.base = baseUrl(url);
    const ca = caFile === '' ? undefined : [...rootCertificates, readFileSync(caFile, 'utf8')];
    this.#agent = new Agent({
      connect: { timeout: CONNECT_MS, ...(ca ? { ca } : {}) },
      maxResponseSize: MAX_ANSWER_BYTES,
      pipelining: 1,
    });
  }

  async ask(ask: Ask): Promise<Result<Answer>> {
    const { method, path, headers = {}, body, timeoutMs = ANSWER_MS, signal } = ask;
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      const response = await request(new URL(path, this.base), {
        method,
        dispatcher: this.#agent,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? null : JSON.stringify(body),
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      const text = Buffer.from(await response.body.arrayBuffer());
      const parsed = parseBounded(text);
      return ok({ status: response.statusCode, json: parsed.ok ? parsed.value : undefined });
    } catch (error) {
      if (signal?.aborted) return fail('cancelled', 'It was given up.');
      return this.#failure(error);
    }
  }

  /** Whether a server is there. One that says it has none behind it (502 to 504) is not. */
  async answers(signal: AbortSignal): Promise<boolean> {
    const asked = await this.ask({ method: 'GET', path: '/', signal });
    return asked.ok && (asked.value.status < 502 || asked.value.status > 504);
  }

  close(): void {
    void this.#agent.destroy().catch(() => undefined);
  }

  #failure(error: unknown): Result<never> {
    const {
      code = '',
      name = '',
      message = '',
    } = (error ?? {}) as { code?: string; name?: string; message?: string };
    const where = this.base.host;
    if (/CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test(code)) {
      return fail(
        'certificate',
        `The certificate of ${where} cannot be trusted (${code}). If it is your own, name its CA file in the connection settings.`,
        code,
      );
    }
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
      return fail('no-such-host', `There is no host called ${where}: check its name.`, code);
    }
    if (name === 'TimeoutError' || /TIMEOUT/.test(code)) {
      return fail('timeout', `${where} did not answer in time.`, code);
    }
    if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
      return fail(
        'refused-by-pbx',
        `The answer of ${where} is too large to be a list of channels.`,
        code,
      );
    }
    if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'EPROTO') {
      return fail(
        'not-a-webitel',
        `${where} does not speak https: write http:// if that is meant.`,
        code,
      );
    }
    if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') {
      return fail('dropped', `${where} dropped the connection.`, code);
    }
    if (/^HPE_|HEADERS_OVERFLOW/.test(code))
      return fail('not-a-webitel', `${where} answers, but not in HTTP.`, code);
    return fail(
      'unreachable',
      `${where} does not answer: check the address and that Webitel runs.`,
      code || message,
    );
  }
}
