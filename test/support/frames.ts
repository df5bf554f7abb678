/** One frame of the event socket, as it came: headers in their order, and its event's if it has one. */
export interface Frame {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly type: string;
  readonly body: string;
  readonly event?: EventFields;
}
export type Value = string | readonly string[];
export type EventFields = readonly (readonly [name: string, value: Value])[];

/** Frames of a stream, as its chunks come in. */
export class FrameReader {
  readonly frames: Frame[] = [];
  #rest: Buffer = Buffer.alloc(0);

  /** Whether the last chunk ended in the middle of a frame. */
  get inside(): boolean {
    return this.#rest.length > 0;
  }

  /** @returns the frames that this chunk made whole */
  read(chunk: Buffer): Frame[] {
    const { frames, rest } = readFrames(Buffer.concat([this.#rest, chunk]));
    this.#rest = rest;
    this.frames.push(...frames);
    return frames;
  }
}

/** Cuts bytes into frames. What is left over is of no whole frame. */
function readFrames(bytes: Buffer): { frames: Frame[]; rest: Buffer } {
  const frames: Frame[] = [];
  let rest = bytes;
  for (;;) {
    const end = rest.indexOf('\n\n');
    if (end < 0) return { frames, rest };
    const headers = rest.subarray(0, end).toString('utf8').split('\n').map(fieldOf);
    const length = Number(find(headers, 'Content-Length') || 0);
    if (rest.length < end + 2 + length) return { frames, rest };
    const body = rest.subarray(end + 2, end + 2 + length).toString('utf8');
    rest = rest.subarray(end + 2 + length);
    const type = find(headers, 'Content-Type');
    const event = eventOf(type, body);
    frames.push({ headers, type, body, ...(event ? { event } : {}) });
  }
}

const fieldOf = (line: string): readonly [string, string] => {
  const colon = line.indexOf(': ');
  return [line.slice(0, colon), line.slice(colon + 2)];
};

const find = (fields: readonly (readonly [string, string])[], name: string): string =>
  fields.find(([key]) => key === name)?.[1] ?? '';

/** The (first) value of an event's field, '' when there is none. */
export const valueOf = (event: EventFields, name: string): string => {
  const value = event.find(([key]) => key === name)?.[1] ?? '';
  return typeof value === 'string' ? value : (value[0] ?? '');
};

function eventOf(type: string, body: string): EventFields | undefined {
  if (type === 'text/event-json') {
    return Object.entries(JSON.parse(body) as Record<string, Value>);
  }
  if (type !== 'text/event-plain') return undefined;
  const end = body.indexOf('\n\n');
  const fields = body.slice(0, end).split('\n').map(fieldOf);
  const decoded = fields.map(
    ([name, value]) => [name, several(decodeURIComponent(value))] as const,
  );
  return body.length > end + 2 ? [...decoded, ['_body', body.slice(end + 2)]] : decoded;
}

/** In plain events a header with several values is one line. */
const several = (text: string): Value =>
  text.startsWith('ARRAY::') ? text.slice('ARRAY::'.length).split('|:') : text;
