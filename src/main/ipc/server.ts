import { ipcMain, type WebContents, type WebFrameMain } from 'electron';
import * as v from 'valibot';
import {
  askerOf,
  PUSHES,
  REQUESTS,
  type PushName,
  type PushPayload,
  type RequestInput,
  type RequestName,
  type RequestOutput,
} from '@shared/ipc/contract.ts';
import { AS_TEXT, textOf } from '@shared/ipc/text.ts';
import { fail } from '@shared/domain/result.ts';
import { roleOf } from './roles.ts';

export type Handlers = {
  readonly [N in RequestName]: (
    input: RequestInput<N>,
  ) => RequestOutput<N> | Promise<RequestOutput<N>>;
};

/** Whether a frame is one of our own pages: its main frame, loaded from where we load it. */
export type IsOurs = (frame: WebFrameMain | null, contents: WebContents) => boolean;

/**
 * Answers the requests of the contract. A sender that is not our page in a window made for this, or
 * a payload that is not of the contract's form, gets an error and reaches no handler.
 * @param failed told when a handler failed: the person is to hear of it, whatever the page does
 */
export function serve(
  handlers: Handlers,
  isOurs: IsOurs,
  failed: (name: RequestName, error: unknown) => void,
): void {
  for (const name of Object.keys(REQUESTS) as RequestName[]) {
    ipcMain.handle(name, (event, payload: unknown) => {
      if (!isOurs(event.senderFrame, event.sender) || roleOf(event.sender) !== askerOf(name))
        throw new Error('not allowed');
      return answer(handlers, name, payload, failed);
    });
  }
}

async function answer<N extends RequestName>(
  handlers: Handlers,
  name: N,
  payload: unknown,
  failed: (name: RequestName, error: unknown) => void,
): Promise<unknown> {
  const { input, output } = REQUESTS[name];
  const parsed = v.safeParse(input, payload);
  if (!parsed.success) throw new Error(`${name}: ${describe(parsed.issues)}`);
  try {
    const result = await handlers[name](parsed.output as RequestInput<N>);
    return sent(name, output, result);
  } catch (error) {
    failed(name, error);
    // Where the contract has a failure, it is one; elsewhere there is no answer to give.
    const words = wordsOfFailure(error);
    const failure = fail('internal', words, String(error).slice(0, 500));
    if (v.safeParse(output as v.GenericSchema, failure).success) return failure;
    throw new Error(words, { cause: error });
  }
}

/** What a person is told when something failed inside: what to do about it, where that is known. */
export function wordsOfFailure(error: unknown): string {
  const { code = '', message = '' } = error as Partial<NodeJS.ErrnoException>;
  if (code === 'ENOSPC' || code === 'EDQUOT' || /database or disk is full/.test(message))
    return 'The disk is full: make room and try again.';
  if (code === 'EROFS' || code === 'EACCES' || /readonly database/.test(message))
    return 'The data folder cannot be written: check its rights and try again.';
  if (/database is locked/.test(message))
    return 'Another program holds the file: try again in a moment.';
  return 'That failed inside Ringside: try again, or make a diagnostics file.';
}

/** Says where a payload is wrong, not what was in it: that may be a secret. */
function describe(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues.map((issue) => `${v.getDotPath(issue) ?? 'payload'} is not valid`).join('; ');
}

/** As it crosses to a window. Channels came through a schema's builder and are not parsed twice. */
const sent = (name: RequestName | PushName, schema: v.GenericSchema, payload: unknown): unknown =>
  AS_TEXT.has(name) ? textOf(payload as object) : v.parse(schema, payload);

/** Tells a window something. */
export function push<N extends PushName>(
  contents: WebContents,
  name: N,
  payload: PushPayload<N>,
): void {
  if (contents.isDestroyed()) return;
  contents.send(name, sent(name, PUSHES[name], payload));
}
