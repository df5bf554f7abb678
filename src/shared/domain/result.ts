/** Failures are values: an error thrown over IPC keeps only its message. */
export type Result<T, E = AppError> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** Why something did not work, told apart so that each can say what to do. */
export const ERROR_KINDS = [
  'wrong-password',
  'access-refused',
  'unreachable',
  'no-such-host',
  'not-an-event-socket',
  'not-a-webitel',
  'certificate',
  'token-expired',
  'dropped',
  'timeout',
  'not-allowed',
  'no-such-channel',
  'refused-by-pbx',
  'not-confirmed',
  'bad-input',
  'offline',
  'cancelled',
  'internal',
  /** A rule's webhook or a lookup server said no. */
  'refused',
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

export interface AppError {
  readonly kind: ErrorKind;
  /** One sentence for the person: what happened and what to do. */
  readonly message: string;
  /** The PBX's own word (a hangup cause, an -ERR text), where there is one. */
  readonly detail?: string;
  /** ms the other side asks to be left alone (Retry-After), where it did. */
  readonly retryAfterMs?: number;
}

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const fail = (kind: ErrorKind, message: string, detail?: string): Result<never> => ({
  ok: false,
  error: detail === undefined ? { kind, message } : { kind, message, detail },
});

/** Closes a union: a new member that nobody handles is a compile error. */
export function assertNever(value: never): never {
  throw new Error(`unhandled: ${JSON.stringify(value)}`);
}
