import { rootCertificates } from 'node:tls';
import { Agent, request } from 'undici';
import { asAppError } from '@shared/domain/app-error.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { readBounded } from '../../files/bounded-read.ts';
import { ACCEPT_ENCODING, decompressed } from '../../net/decompress.ts';
import { parseBounded } from '../list.ts';
import { ANSWER_MS, Patience } from './patience.ts';

/** Where a Webitel of 2016 or 2021 listens when its address names no port. */
const DEFAULT_PORT = 10022;
/** Largest answer taken (bytes): a list of 10,000 channels is about 11 MB. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
/** ms for a connection. */
const CONNECT_MS = 5_000;
/** Characters kept of an answer that is no JSON: enough to tell whose page it is. */
const PAGE_CHARS = 4_096;
/** Longest wait (ms) that a server's Retry-After can ask for. */
const MAX_RETRY_AFTER_MS = 300_000;

export interface Answer {
  readonly status: number;
  /** Parsed JSON; undefined when the answer is none. */
  readonly json: unknown;
  /** The beginning of an answer that is no JSON, '' of one that is. */
  readonly page: string;
  /** ms since the epoch by the server's clock when it answered, to the second; 0 where it did not say. */
  readonly dateMs: number;
  /** Where a redirect leads, '' where it is none. */
  readonly location: string;
  readonly retryAfterMs?: number;
}

export interface Ask {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base address, with its leading slash. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** ms to wait for the answer; left out, as long as the server has shown to need. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * The base address, without a slash at its end. Where it names no port: Webitel's own, or the scheme's
 * where a path says that a proxy stands in front.
 */
function baseUrl(text: string): URL {
  const url = new URL(text);
  url.pathname = url.pathname.replace(/\/+$/, '');
  const written = /^https?:\/\/[^/]*:(\d+)(?:\/|$)/i.exec(text);
  if (!written && url.pathname === '/') url.port = String(DEFAULT_PORT);
  return url;
}

/** An address below the base, whose own path is kept. */
export function below(base: URL, path: string): URL {
  const [pathname = '', search = ''] = path.split('?', 2);
  const url = new URL(base);
  url.pathname = base.pathname.replace(/\/$/, '') + pathname;
  url.search = search;
  return url;
}

/** Certificates that are trusted, in PEM; undefined for those of the system alone. */
export type Trusted = readonly string[] | undefined;

/** Largest CA file that is read (bytes): a bundle of all public CAs is a quarter of it. */
const MAX_CA_BYTES = 1024 * 1024;

/** Certificates of a PEM file, with those that the system trusts. @param caFile its path, or '' for none */
export async function trusted(caFile: string): Promise<Result<Trusted>> {
  if (caFile === '') return ok(undefined);
  const read = await readBounded(caFile, { name: 'The CA file', maxBytes: MAX_CA_BYTES });
  if (!read.ok) return read;
  const pem = read.value.toString('utf8');
  return pem.includes('-----BEGIN CERTIFICATE-----')
    ? ok([...rootCertificates, pem])
    : fail('bad-input', `${caFile} has no certificate in it: a CA file is a PEM file.`);
}

/**
 * HTTP to one Webitel: bounded in time and size, certificates always checked, no redirect followed
 * (it would carry the token to another host).
 */
export class HttpClient {
  readonly base: URL;
  readonly #agent: Agent;
  /** For what must not be sent twice: a new connection each, which no server has closed meanwhile. */
  readonly #fresh: Agent;
  readonly #patience: Patience;

  /** @throws when the address is none */
  constructor(url: string, ca?: Trusted, patience = new Patience()) {
    this.#patience = patience;
    this.base = baseUrl(url);
    const common = {
      connect: { timeout: CONNECT_MS, ...(ca ? { ca: [...ca] } : {}) },
      maxResponseSize: MAX_ANSWER_BYTES,
    };
    this.#agent = new Agent({ ...common, pipelining: 1 });
    this.#fresh = new Agent({ ...common, pipelining: 0 });
  }

  /** One request, and its answer. */
  ask(ask: Ask): Promise<Result<Answer>> {
    // An originate blocks, and a probe is cut short: neither tells how slow the server is.
    if (ask.timeoutMs !== undefined || ask.signal) return this.#sent(ask);
    return ask.method === 'GET'
      ? this.#patience.repeat((timeoutMs, signal) => this.#sent({ ...ask, timeoutMs, signal }))
      : this.#patience.wait((timeoutMs) => this.#sent({ ...ask, timeoutMs }));
  }

  /**
   * A kept connection that the server had closed is no failure: what may be sent twice
   * (all but POST) is sent once more.
   */
  async #sent(ask: Ask): Promise<Result<Answer>> {
    const first = await this.#once(ask);
    const stale = !first.ok && first.error.kind === 'dropped' && ask.method !== 'POST';
    return stale && !ask.signal?.aborted ? this.#once(ask, this.#fresh) : first;
  }

  /** Whether a server is there. One that says it has none behind it (502 to 504) is not. */
  async answers(signal: AbortSignal): Promise<boolean> {
    const asked = await this.ask({ method: 'GET', path: '/', signal });
    return asked.ok && (asked.value.status < 502 || asked.value.status > 504);
  }

  close(): void {
    for (const agent of [this.#agent, this.#fresh]) void agent.destroy().catch(() => undefined);
  }

  async #once(
    ask: Ask,
    agent = ask.method === 'POST' ? this.#fresh : this.#agent,
  ): Promise<Result<Answer>> {
    const { method, path, headers = {}, body, timeoutMs = ANSWER_MS, signal } = ask;
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      const response = await request(below(this.base, path), {
        method,
        dispatcher: agent,
        headers: {
          accept: 'application/json',
          'accept-encoding': ACCEPT_ENCODING,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? null : JSON.stringify(body),
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      const sent = Buffer.from(await response.body.arrayBuffer());
      const header = (name: string): string => [response.headers[name] ?? ''].flat().join(', ');
      const bytes = await decompressed(sent, header('content-encoding'), MAX_ANSWER_BYTES);
      const parsed = parseBounded(bytes);
      const retryAfterMs = waitOf(header('retry-after'));
      return ok({
        status: response.statusCode,
        json: parsed.ok ? parsed.value : undefined,
        page: parsed.ok ? '' : bytes.subarray(0, PAGE_CHARS).toString('utf8'),
        dateMs: Date.parse(header('date')) || 0,
        location: header('location').slice(0, PAGE_CHARS),
        ...(retryAfterMs > 0 ? { retryAfterMs } : {}),
      });
    } catch (error) {
      if (signal?.aborted) return fail('cancelled', 'It was given up.');
      return this.#failure(error);
    }
  }

  #failure(thrown: unknown): Result<never> {
    const { host, protocol } = this.base;
    const error = asAppError(thrown, {
      where: host,
      advice: 'check the address and that Webitel runs.',
    });
    // An https port hears no HTTP in what we send, hangs up or answers in TLS.
    const perhapsTls =
      protocol === 'http:' && (error.kind === 'dropped' || error.kind === 'not-a-webitel');
    const message = perhapsTls
      ? `${error.message} If it speaks https there, write https://.`
      : error.message;
    return { ok: false, error: { ...error, message } };
  }
}

/** ms that a Retry-After asks for: seconds, or a date (RFC 9110 10.2.3); 0 where there is none. */
function waitOf(header: string): number {
  if (header === '') return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return ms > 0 ? Math.min(ms, MAX_RETRY_AFTER_MS) : 0;
}
