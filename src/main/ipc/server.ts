import { ipcMain, type WebContents, type WebFrameMain } from 'electron';
import * as v from 'valibot';
import {
  POPUP_REQUESTS,
  PUSHES,
  REQUESTS,
  type PushName,
  type PushPayload,
  type RequestInput,
  type RequestName,
  type RequestOutput,
} from '@shared/ipc/contract.ts';
import { AS_TEXT, textOf } from '@shared/ipc/text.ts';

export type Handlers = {
  readonly [N in RequestName]: (
    input: RequestInput<N>,
  ) => RequestOutput<N> | Promise<RequestOutput<N>>;
};

/** Whether a frame is one of our own pages: its main frame, loaded from where we load it. */
export type IsOurs = (frame: WebFrameMain | null, contents: WebContents) => boolean;

/**
 * Answers the requests of the contract. A sender that is not our page, or a payload that is not of
 * the contract's form, gets an error and reaches no handler.
 */
export function serve(handlers: Handlers, isOurs: IsOurs): void {
  for (const name of Object.keys(REQUESTS) as RequestName[]) {
    ipcMain.handle(name, (event, payload: unknown) => {
      if (!isOurs(event.senderFrame, event.sender)) throw new Error('not allowed');
      const isPopup = new URL(event.senderFrame?.url ?? '').pathname.endsWith('/popup.html');
      if (isPopup && !POPUP_REQUESTS.includes(name)) throw new Error('not allowed');
      return answer(handlers, name, payload);
    });
  }
}

async function answer<N extends RequestName>(
  handlers: Handlers,
  name: N,
  payload: unknown,
): Promise<unknown> {
  const { input, output } = REQUESTS[name];
  const parsed = v.safeParse(input, payload);
  if (!parsed.success) throw new Error(`${name}: ${describe(parsed.issues)}`);
  const result = await handlers[name](parsed.output as RequestInput<N>);
  return sent(name, output, result);
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
