import type { EventHeaders, HeaderValue, WorldEvent } from '../world/event.ts';

export type Format = 'plain' | 'json' | 'xml';

/** What stands for itself in a plain event (switch_event_serialize): the rest is %XX. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/%(?:2C|2F|24)/g, (code) => decodeURIComponent(code));

/** A header with several values is one line in all but JSON. */
const flat = (value: HeaderValue): string =>
  typeof value === 'string' ? value : `ARRAY::${value.join('|:')}`;

/** An event in JSON: its length is text, and its body a field. */
export function toJson({ headers, body }: WorldEvent): string {
  const text = JSON.stringify(
    body === undefined
      ? headers
      : { ...headers, 'Content-Length': String(Buffer.byteLength(body)), _body: body },
  );
  const again = namedTwice(headers);
  return again === undefined
    ? text
    : text.replace(/("Answer-State":"\w+",)/, `$1"${TWICE}":${JSON.stringify(again)},`);
}

const TWICE = 'Hangup-Cause';
/** CHANNEL_HANGUP_COMPLETE names the cause twice: first of all, and with the leg's own headers. */
const namedTwice = (headers: EventHeaders): HeaderValue | undefined =>
  headers['Event-Name'] === 'CHANNEL_HANGUP_COMPLETE' ? headers[TWICE] : undefined;

export function toPlain({ headers, body }: WorldEvent): string {
  let text = '';
  const again = namedTwice(headers);
  for (const name in headers) {
    text += `${name}: ${encode(flat(headers[name] as HeaderValue))}\n`;
    if (name === 'Answer-State' && again !== undefined) text += `${TWICE}: ${flat(again)}\n`;
  }
  return body === undefined
    ? `${text}\n`
    : `${text}Content-Length: ${Buffer.byteLength(body)}\n\n${body}`;
}

export function toXml({ headers, body }: WorldEvent): string {
  const lines = Object.entries(headers).map(
    ([name, value]) => `    <${name}>${encode(flat(value))}</${name}>\n`,
  );
  const rest =
    body === undefined
      ? ''
      : `  <Content-Length>${Buffer.byteLength(body)}</Content-Length>\n  <body>${encode(body)}</body>\n`;
  return `<event>\n  <headers>\n${lines.join('')}  </headers>\n${rest}</event>`;
}

const WRITE = { json: toJson, plain: toPlain, xml: toXml };

/** An event as a frame: its length is named first (docs/protocol). */
export function frameOf(event: WorldEvent, format: Format): string {
  const text = WRITE[format](event);
  return `Content-Length: ${Buffer.byteLength(text)}\nContent-Type: text/event-${format}\n\n${text}`;
}
