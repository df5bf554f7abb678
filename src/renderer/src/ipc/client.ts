import * as v from 'valibot';
import {
  PUSHES,
  REQUESTS,
  type Bridge,
  type PushName,
  type PushPayload,
  type RequestInput,
  type RequestName,
  type RequestOutput,
} from '@shared/ipc/contract.ts';
import { AS_TEXT, payloadOf } from '@shared/ipc/text.ts';

declare global {
  interface Window {
    readonly ringside: Bridge;
  }
}

/** Asks main; parses the answer. @throws when main refuses the request or answers out of form. */
export async function ask<N extends RequestName>(
  name: N,
  input: RequestInput<N>,
): Promise<RequestOutput<N>> {
  const answer: unknown = await window.ringside.invoke(name, input);
  return v.parse(REQUESTS[name].output as v.GenericSchema, read(name, answer)) as RequestOutput<N>;
}

/** Hears what main tells. A payload out of form is dropped and reported, never acted on. */
export function hear<N extends PushName>(
  name: N,
  listener: (payload: PushPayload<N>) => void,
): () => void {
  return window.ringside.on(name, (payload) => {
    const parsed = v.safeParse(PUSHES[name] as v.GenericSchema, read(name, payload));
    if (parsed.success) listener(parsed.output as PushPayload<N>);
    else console.error(`${name}: out of form`);
  });
}

/** What came, out of its text where it crosses as one. */
const read = (name: string, payload: unknown): unknown =>
  AS_TEXT.has(name) && typeof payload === 'string' ? payloadOf(payload) : payload;
