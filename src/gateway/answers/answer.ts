import type { AppError, Result } from '@shared/domain/result.ts';
import type { Accepted } from '../../main/pbx/port.ts';
import type { Refusal } from '../accounts/tokens.ts';

/** What a request is answered with. */
export interface Answer {
  readonly status: number;
  /** JSON; a text goes out as it is, without a type. */
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const json = (status: number, body: object, headers?: Answer['headers']): Answer =>
  headers ? { status, body, headers } : { status, body };

/** The documented actions, as their answers differ. */
export type Action = 'originate' | 'state' | 'hangup' | 'eavesdrop';

/** A list as it goes out. */
export interface List {
  readonly row_count: number;
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** How a gateway answers: as one of the servers that it stands for, or so that success means success. */
export interface Manner {
  /** Whether an action is answered once its effect was seen, and not when the PBX said yes. */
  readonly proves: boolean;
  /** Whether DELETE takes a `cause`. */
  refused(why: Refusal | 'password'): Answer;
  list(list: List): Answer;
  acted(action: Action, result: Result<Accepted>): Answer;
  /** A state that is none, `''` where there is none at all. */
  badState(given: string): Answer;
  forbidden(sentence: string): Answer;
  badRequest(sentence: string): Answer;
  unknownRoute(path: string): Answer;
  domainHungUp(legs: number): Answer;
}

/** FreeSWITCH's own word on a command, as it gave it. */
export function wordOf(action: Action, result: Result<Accepted>): string {
  if (!result.ok) return refusalOf(result.error);
  if (action === 'state') return '+OK Success\n';
  return result.value.leg === undefined ? '+OK\n' : `+OK ${result.value.leg}\n`;
}

/** `-ERR …` where FreeSWITCH said no, else the sentence. */
function refusalOf({ kind, message, detail = '' }: AppError): string {
  if (/^-(?:ERR|USAGE)/.test(detail)) return `${detail}\n`;
  if (kind === 'no-such-channel') return '-ERR No such channel!\n';
  return kind === 'refused-by-pbx' && /^[A-Z][A-Z0-9_]+$/.test(detail)
    ? `-ERR ${detail}\n`
    : message;
}

/** s after which who was turned away because the PBX is out of reach may ask again. */
const AGAIN_SEC = 2;

/** The PBX is away: in every manner, for a client can do nothing else but wait. */
export const away = (sentence: string): Answer =>
  json(503, { status: 'error', info: sentence }, { 'retry-after': String(AGAIN_SEC) });

/** Errors that are no word of the PBX on what was asked. */
export const isAway = ({ kind }: AppError): boolean =>
  kind === 'offline' || kind === 'unreachable' || kind === 'dropped' || kind === 'timeout';

/** Too much was asked. @param waitSec s to wait */
export const tooMany = (sentence: string, waitSec: number): Answer =>
  json(
    429,
    { status: 'error', info: sentence },
    { 'retry-after': String(Math.max(1, Math.ceil(waitSec))) },
  );
