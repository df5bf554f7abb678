import type { AppError, ErrorKind } from './result.ts';

/** Where something failed, for the sentence. */
export interface Failing {
  /** The host or program that was asked, as the person knows it: `pbx.example.test:8021`. */
  readonly where: string;
  /** s the other side was given, where the sentence should say so. */
  readonly deadlineSec?: number;
  /** What to check when nothing answers; a default says the address. */
  readonly advice?: string;
}

/** Longest text of a stranger that is kept in an error (characters). */
const MAX_DETAIL = 500;
/** How deep a chain of causes is followed. */
const MAX_CAUSES = 8;

/** What can be told of a thrown thing: all of it text, whatever was thrown. */
interface Facts {
  readonly codes: readonly string[];
  readonly names: readonly string[];
  readonly text: string;
}

/** A property as text; '' where there is none, where it is no plain value, or where reading it throws. */
function textAt(thing: object, key: string): string {
  try {
    const value = (thing as Record<string, unknown>)[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  } catch {
    return '';
  }
}

function causeOf(thing: object): unknown {
  try {
    const { cause, errors } = thing as { cause?: unknown; errors?: unknown };
    // An AggregateError is what Node makes of several addresses of one name that all failed.
    return cause ?? (Array.isArray(errors) ? (errors as unknown[])[0] : undefined);
  } catch {
    return undefined;
  }
}

/** Follows the causes: undici and fetch wrap the error of the socket once or twice. */
function factsOf(thrown: unknown): Facts {
  const codes: string[] = [];
  const names: string[] = [];
  let text = '';
  let at = thrown;
  for (let depth = 0; depth < MAX_CAUSES && at !== undefined && at !== null; depth += 1) {
    if (typeof at !== 'object') {
      text ||= typeof at === 'string' || typeof at === 'number' ? String(at) : typeof at;
      break;
    }
    codes.push(textAt(at, 'code'));
    names.push(textAt(at, 'name'));
    text ||= textAt(at, 'message');
    at = causeOf(at);
  }
  return { codes: codes.filter(Boolean), names, text: text.slice(0, MAX_DETAIL) };
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ALTNAME/;
const TOO_SLOW = /TIMEOUT|TIMEDOUT/;
const NO_HOST = /^(?:ENOTFOUND|EAI_\w+)$/;
const DROPPED = /^(?:ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/;
const NOT_TLS = /^(?:ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG|EPROTO)$/;
const NOT_HTTP = /^HPE_|HEADERS_OVERFLOW/;
const TOO_LARGE =
  /MAX_SIZE|ERR_WS_(?:UNSUPPORTED_MESSAGE_LENGTH|INVALID_CLOSE)|ERR_BUFFER_TOO_LARGE/;
const UNREADABLE = /^Z_|ERR__?(?:ZLIB|BROTLI)|BROTLI/;

/** The kind that codes and names tell, and the sentence for it. */
function told(facts: Facts, { where, deadlineSec, advice }: Failing): readonly [ErrorKind, string] {
  const has = (pattern: RegExp): boolean => facts.codes.some((code) => pattern.test(code));
  const late =
    deadlineSec === undefined
      ? `${where} did not answer in time.`
      : `${where} did not answer within ${deadlineSec} s.`;
  if (has(CERTIFICATE)) {
    return [
      'certificate',
      `The certificate of ${where} cannot be trusted (${facts.codes[0]}). If it is your own, name its CA file in the connection settings.`,
    ];
  }
  if (has(NO_HOST)) return ['no-such-host', `There is no host called ${where}: check its name.`];
  if (facts.names.includes('TimeoutError') || has(TOO_SLOW)) return ['timeout', late];
  if (facts.names.includes('AbortError') || has(/^(?:ABORT_ERR|UND_ERR_ABORTED)$/))
    return ['cancelled', 'It was given up.'];
  if (has(TOO_LARGE)) return ['refused-by-pbx', `The answer of ${where} is too large.`];
  if (has(NOT_TLS)) {
    return ['not-a-webitel', `${where} does not speak https: write http:// if that is meant.`];
  }
  if (has(DROPPED)) return ['dropped', `${where} dropped the connection.`];
  if (has(NOT_HTTP) || facts.names.includes('HTTPParserError'))
    return ['not-a-webitel', `${where} answers, but not in HTTP.`];
  if (has(UNREADABLE))
    return ['refused-by-pbx', `The answer of ${where} is compressed in a way that cannot be read.`];
  return [
    'unreachable',
    `${where} does not answer: ${advice ?? 'check the address and that it runs.'}`,
  ];
}

/**
 * Makes an AppError of whatever was thrown: an Error, a DOMException (its `code` is a number), a text,
 * nothing at all, an object whose properties throw. The one place where what crosses a boundary
 * (Event Socket, REST, WebSocket, lookup, webhook, command line) becomes a value. Never throws.
 */
export function asAppError(thrown: unknown, failing: Failing): AppError {
  const facts = factsOf(thrown);
  const [kind, message] = told(facts, failing);
  const detail = (facts.codes[0] ?? facts.text).slice(0, MAX_DETAIL);
  return detail === '' ? { kind, message } : { kind, message, detail };
}

/** A fault of our own, whatever was thrown: a failure like any other. @param what one sentence */
export function internalError(
  thrown: unknown,
  what: string,
): { readonly ok: false; readonly error: AppError } {
  const { codes, text } = factsOf(thrown);
  const detail = [codes[0], text].filter(Boolean).join(' ').slice(0, MAX_DETAIL);
  return { ok: false, error: { kind: 'internal', message: what, detail } };
}
