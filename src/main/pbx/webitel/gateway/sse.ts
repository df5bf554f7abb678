/** One server-sent event. */
export interface SseEvent {
  readonly name: string;
  /** '' where it has none. */
  readonly id: string;
  readonly data: string;
}

/** Largest event taken (characters): a snapshot of 50,000 channels is about 90 MB. */
const MAX_CHARS = 128 * 1024 * 1024;

/** Reads server-sent events from a stream's text (HTML Living Standard, 9.2.6; `retry` is not used here). */
export class SseReader {
  #rest = '';
  #name = '';
  /** The last one that came, of an event or alone. */
  id = '';
  #data: string[] = [];
  #size = 0;

  /** The events that end in this piece. @throws RangeError for one that is too large */
  push(text: string): SseEvent[] {
    const events: SseEvent[] = [];
    const lines = text.split('\n');
    lines[0] = this.#rest + lines[0];
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length + this.#size > MAX_CHARS) throw new RangeError('an event is too large');
    for (const line of lines) {
      const event = this.#line(line.endsWith('\r') ? line.slice(0, -1) : line);
      if (event) events.push(event);
    }
    return events;
  }

  #line(line: string): SseEvent | undefined {
    if (line === '') return this.#end();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#name = value;
    else if (field === 'id') this.id = value;
    else if (field === 'data') {
      this.#data.push(value);
      this.#size += value.length;
    }
    return undefined;
  }

  #end(): SseEvent | undefined {
    const event = { name: this.#name || 'message', id: this.id, data: this.#data.join('\n') };
    const isOne = this.#data.length > 0;
    this.#name = '';
    this.#data = [];
    this.#size = 0;
    return isOne ? event : undefined;
  }
}
