/**
 * One message of the Event Socket: `Name: value` lines, an empty line, and a body by length. The
 * headers do without Content-Length: it is the body's.
 */
export interface Frame {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** The peer sent what no event socket sends. The connection is of no use any more. */
export class FramingError extends Error {}

/** It announced a body that is too large to take. */
export class TooLarge extends FramingError {
  readonly bytes: number;

  constructor(bytes: number) {
    super(`a frame of ${bytes} bytes`);
    this.bytes = bytes;
  }
}

/** A header block longer than this (bytes) is no header block. FreeSWITCH's are under 1 KiB. */
const MAX_HEADER_BYTES = 64 * 1024;
/** Largest body taken (bytes): `show channels` with 100,000 rows is about 110 MB, 10,000 are 11. */
export const MAX_BODY_BYTES = 160 * 1024 * 1024;

/** Chunks of an unfinished body that are joined, so that one sent byte by byte takes no more memory. */
const MANY_CHUNKS = 1_024;

const EMPTY = Buffer.alloc(0);

const LENGTH = 'Content-Length';
/** The header block of nearly all that comes, and its headers, made once. */
const EVENT = /^Content-Length: (\d+)\nContent-Type: text\/event-json$/;
const EVENT_HEADERS = new Map([['Content-Type', 'text/event-json']]);

/**
 * Cuts a byte stream into frames. Replaces modesl's Parser, which concatenates its whole buffer for
 * each chunk (quadratic on large answers), decodes a raw `%` by throwing from the data handler, and
 * turns every event into a full object. A body is copied at most once.
 */
export class Framer {
  /** Bytes not yet used up: usually one chunk. */
  #chunks: Buffer[] = [];
  #length = 0;
  /** How many of the chunks, from the last, have not been joined yet. */
  #loose = 0;
  /** Headers whose body has not come in full yet, and that body's length (bytes). */
  #headers: ReadonlyMap<string, string> | undefined;
  #need = 0;
  #finished = 0;

  /** Whether bytes of an unfinished frame are here. */
  get pending(): boolean {
    return this.#length > 0 || this.#headers !== undefined;
  }

  /** Bytes of the unfinished frame's body as announced; 0 while its header block is coming. */
  get announced(): number {
    return this.#headers ? this.#need : 0;
  }

  /** Counts frames that are finished: as long as it stays, one and the same frame is coming. */
  get finished(): number {
    return this.#finished;
  }

  /** Bytes of a header block whose empty line is not here yet. */
  get unfinished(): number {
    return this.#headers ? 0 : this.#length;
  }

  /** Ends a header block whose empty line will never come, and returns its frame. @throws FramingError */
  finish(): Frame[] {
    const last = this.#all().toString('latin1').split('\n').at(-1) ?? '';
    return this.push(Buffer.from(last === '' || last.includes(':') ? '\n\n' : ':\n\n'));
  }

  /** Takes a chunk as it came off the socket and returns the frames it completes. @throws FramingError */
  push(chunk: Buffer): Frame[] {
    const frames = this.#cut(chunk);
    this.#finished += frames.length;
    return frames;
  }

  #cut(chunk: Buffer): Frame[] {
    const frames: Frame[] = [];
    // A body that is still coming is not looked at: its chunks are joined once, when all are here.
    if (this.#headers && this.#length + chunk.length < this.#need) {
      this.#keep(chunk);
      this.#loose += 1;
      if (this.#loose >= MANY_CHUNKS) this.#join();
      return frames;
    }

    let data = chunk;
    let at = 0;
    if (this.#headers && this.#length > 0) {
      // Only what completes the body is copied: the rest of the chunk is many more frames.
      at = this.#need - this.#length;
      this.#keep(chunk.subarray(0, at));
      frames.push({ headers: this.#headers, body: this.#all() });
      this.#headers = undefined;
      this.#need = 0;
    } else if (this.#length > 0) {
      this.#keep(chunk);
      data = this.#all();
    }
    for (;;) {
      if (!this.#headers) {
        while (data[at] === 0x0a) at += 1; // FreeSWITCH may end a body with a line break of its own
        const end = endOfHeaders(data, at);
        if (end < 0) {
          if (data.length - at > MAX_HEADER_BYTES) throw new FramingError('endless header');
          rejectGarbage(data, at);
          break;
        }
        if (end - at > MAX_HEADER_BYTES) throw new FramingError('endless header');
        [this.#headers, this.#need] = readBlock(data.toString('latin1', at, end));
        at = end + 2;
      }
      if (data.length - at < this.#need) break;
      const body = this.#need === 0 ? EMPTY : data.subarray(at, at + this.#need);
      frames.push({ headers: this.#headers, body });
      at += this.#need;
      this.#headers = undefined;
      this.#need = 0;
    }
    this.#chunks = at < data.length ? [data.subarray(at)] : [];
    this.#length = data.length - at;
    this.#loose = 0;
    return frames;
  }

  #keep(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  #all(): Buffer {
    return Buffer.concat(this.#chunks, this.#length);
  }

  #join(): void {
    this.#chunks.push(Buffer.concat(this.#chunks.splice(-this.#loose)));
    this.#loose = 0;
  }
}

/** Fails early on a first line that cannot become a header: another protocol's greeting. */
function rejectGarbage(data: Buffer, at: number): void {
  const end = data.indexOf(0x0a, at);
  const line = data.toString('latin1', at, end < 0 ? Math.min(data.length, at + 128) : end);
  if (!/^[\x21-\x7e]*$/.test(line.split(':', 1)[0] ?? ''))
    throw new FramingError('not a header line');
  if (end >= 0 && !line.includes(':')) throw new FramingError('not a header line');
}

/** Where the empty line begins that ends a header block; -1 when it is not here yet. */
function endOfHeaders(data: Buffer, from: number): number {
  // A block is some 50 bytes: shorter than the way into Buffer.indexOf and back.
  for (let at = from; at + 1 < data.length; at += 1) {
    if (data[at] === 0x0a && data[at + 1] === 0x0a) return at;
  }
  return -1;
}

/** A block's headers, and the length of the body that follows (bytes). @throws FramingError */
function readBlock(block: string): [headers: ReadonlyMap<string, string>, length: number] {
  const event = EVENT.exec(block);
  if (event) return [EVENT_HEADERS, bodyLength(event[1])];
  const headers = parseHeaders(block);
  const length = bodyLength(headers.get(LENGTH));
  headers.delete(LENGTH);
  return [headers, length];
}

function parseHeaders(block: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (let at = 0; at <= block.length;) {
    const newline = block.indexOf('\n', at);
    const end = newline < 0 ? block.length : newline;
    const colon = block.indexOf(':', at);
    if (colon <= at || colon >= end) throw new FramingError('not a header line');
    headers.set(block.slice(at, colon), block.slice(colon + 1, end).trim());
    at = end + 1;
  }
  return headers;
}

function bodyLength(text: string | undefined): number {
  if (text === undefined) return 0;
  const length = Number(text);
  if (!/^\d{1,12}$/.test(text)) throw new FramingError('bad Content-Length');
  if (length > MAX_BODY_BYTES) throw new TooLarge(length);
  return length;
}
