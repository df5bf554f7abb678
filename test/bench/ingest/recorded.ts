import { randomUUID } from 'node:crypto';
import { Framer } from '../../../src/main/pbx/esl/framing.ts';
import { readCapture } from '../../support/captures.ts';

/** An event of a capture: its frame as it came, and where in it which leg's uuid stands. */
interface Template {
  readonly name: string;
  readonly frame: Buffer;
  readonly uuids: readonly { readonly at: number; readonly leg: number }[];
}

/** A frame to send, and the event it carries. */
export interface Sent {
  readonly name: string;
  readonly frame: Buffer;
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** The events of legs in a capture, byte for byte, to be sent again as other legs' events. */
export class Recorded {
  readonly #templates: readonly Template[];
  readonly #legs: readonly string[];
  readonly #events: readonly Readonly<Record<string, string>>[];

  /** @param capture its name in test/fixtures/captures; recorded with `event json`. */
  constructor(capture: string) {
    const bodies = bodiesOf(capture)
      .map((body) => ({ body, event: JSON.parse(body.toString()) as Record<string, string> }))
      .filter(({ event }) => event['Unique-ID'] !== undefined);
    const legs = [...new Set(bodies.map(({ event }) => event['Unique-ID'] ?? ''))];
    this.#legs = legs;
    this.#events = bodies.map(({ event }) => event);
    this.#templates = bodies.map(({ body, event }) => {
      const frame = framed(body);
      const uuids = [...frame.toString('latin1').matchAll(UUID)]
        .map(({ index, 0: uuid }) => ({ at: index, leg: legs.indexOf(uuid) }))
        .filter(({ leg }) => leg >= 0);
      return { name: event['Event-Name'] ?? '', frame, uuids };
    });
  }

  /** The first event of a name, with other values in it, as a frame. */
  like(name: string, values: Readonly<Record<string, string>>): Buffer {
    const event = this.#events.find((one) => one['Event-Name'] === name);
    return framed(Buffer.from(JSON.stringify({ ...event, ...values })));
  }

  /**
   * The events `times` over, as from as many more callers: each leg has a uuid of its own that was
   * never used before. All run side by side, so that `times` as many legs live.
   */
  copies(times: number): Sent[] {
    const own = Array.from({ length: times }, () => this.#legs.map(() => randomUUID()));
    return this.#templates.flatMap(({ name, frame, uuids }) =>
      own.map((legs) => {
        const copy = Buffer.from(frame);
        for (const { at, leg } of uuids) copy.write(legs[leg] ?? '', at, 'latin1');
        return { name, frame: copy };
      }),
    );
  }
}

const framed = (body: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`Content-Length: ${body.length}\nContent-Type: text/event-json\n\n`),
    body,
  ]);

function bodiesOf(capture: string): Buffer[] {
  const framer = new Framer();
  return readCapture(capture)
    .filter(({ dir }) => dir === '<')
    .flatMap(({ bytes }) => framer.push(bytes))
    .filter(({ headers }) => headers.get('Content-Type') === 'text/event-json')
    .map(({ body }) => body);
}
