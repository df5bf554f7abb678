import type { Socket } from 'node:net';
import { runApi, type Run } from './api.ts';
import type { Pbx } from './pbx.ts';
import type { WorldEvent } from './world.ts';

const GOODBYE = 'Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n';

/** A user of `userauth` with few rights. */
export interface LimitedUser {
  readonly user: string;
  readonly password: string;
  readonly events: readonly string[];
  readonly api: readonly string[];
}

export interface Access {
  readonly password: string;
  readonly limited: LimitedUser;
}

export interface ClientOptions {
  readonly pbx: Pbx;
  readonly access: Access;
  /** Commands of the demo's own, not for limited users. */
  readonly extra: Readonly<Record<string, Run>>;
  /** Told each command line that comes in. */
  readonly onCommand: (line: string) => void;
}

type Format = 'plain' | 'json' | 'xml';

/** As mod_event_socket encodes a header of a plain event: what stands for itself in a URL stays. */
const encodePlain = (text: string): string =>
  encodeURIComponent(text).replace(/%(2C|2F|3B)/g, (code) => decodeURIComponent(code));

/** One client of the Event Socket. */
export class Client {
  readonly #socket: Socket;
  readonly #options: ClientOptions;
  #buffer = '';
  #authed = false;
  #limits: LimitedUser | undefined;
  #format: Format = 'plain';
  #events: Set<string> | 'all' = new Set();
  #filters: [name: string, value: string][] = [];
  /** Commands are carried out one after the other: `api` holds up those behind it. */
  #queue: Promise<void> = Promise.resolve();

  constructor(socket: Socket, options: ClientOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => this.#onData(data.toString('utf8')));
    this.#write('Content-Type: auth/request\n\n');
  }

  /** Sends an event, if this client asked for it. */
  event(event: WorldEvent): void {
    const { headers } = event;
    const name = headers['Event-Name'] ?? '';
    if (this.#events !== 'all' && !this.#events.has(name)) return;
    if (this.#filters.length > 0 && !this.#filters.some(([key, value]) => headers[key] === value))
      return;
    this.#write(frameOf(event, this.#format));
  }

  /** Says goodbye, as FreeSWITCH does before it closes. */
  bye(text = GOODBYE): void {
    this.#write(
      `Content-Type: text/disconnect-notice\nContent-Length: ${Buffer.byteLength(text)}\n\n${text}`,
    );
    this.#socket.end();
  }

  drop(): void {
    this.#socket.resetAndDestroy();
  }

  #write(text: string): void {
    if (!this.#socket.destroyed) this.#socket.write(text);
  }

  #reply(text: string, headers = ''): void {
    this.#write(`Content-Type: command/reply\nReply-Text: ${text}\n${headers}\n`);
  }

  #onData(data: string): void {
    this.#buffer += data;
    for (;;) {
      const end = this.#buffer.indexOf('\n\n');
      if (end < 0) return;
      const block = this.#buffer.slice(0, end).replace(/^\n+/, '');
      this.#buffer = this.#buffer.slice(end + 2);
      if (block !== '') this.#queue = this.#queue.then(() => this.#command(block));
    }
  }

  async #command(block: string): Promise<void> {
    const [line = '', ...rest] = block.split('\n').map((text) => text.replace(/\r$/, ''));
    const headers = new Map(
      rest.map((text) => [
        text.slice(0, text.indexOf(':')).toLowerCase(),
        text.slice(text.indexOf(':') + 1).trim(),
      ]),
    );
    const [verb = '', ...words] = line.split(' ');
    const args = words.join(' ');
    this.#options.onCommand(verb === 'auth' || verb === 'userauth' ? verb : line);
    if (verb === 'auth' || verb === 'userauth') return this.#login(verb, args);
    if (verb === 'exit') {
      this.#reply('+OK bye\n');
      return this.bye();
    }
    if (!this.#authed) return this.#reply('-ERR command not found\n');
    switch (verb) {
      case 'api':
        return this.#api(args);
      case 'bgapi':
        return this.#bgapi(args, headers.get('job-uuid'));
      case 'event':
        return this.#subscribe(words);
      case 'nixevent':
        for (const name of words) if (this.#events !== 'all') this.#events.delete(name);
        return this.#reply('+OK events nixed\n');
      case 'noevents':
        this.#events = new Set();
        return this.#reply('+OK no longer listening for events\n');
      case 'filter':
        return this.#filter(words);
      case 'log':
        return this.#reply(`+OK log level ${args} [${args}]\n`);
      case 'nolog':
        return this.#reply('+OK no longer logging\n');
      case 'linger':
      case 'nolinger':
        return this.#reply('-ERR not controlling a session\n');
      default:
        return this.#reply('-ERR command not found\n');
    }
  }

  #login(verb: string, args: string): void {
    const { password, limited } = this.#options.access;
    if (verb === 'auth' && args === password) {
      this.#authed = true;
      return this.#reply('+OK accepted\n');
    }
    if (verb === 'userauth' && args === `${limited.user}:${limited.password}`) {
      this.#authed = true;
      this.#limits = limited;
      return this.#reply(
        '+OK accepted',
        `Allowed-Events: ${limited.events.join(' ')}\nAllowed-API: ${limited.api.join(' ')}\nAllowed-LOG: false\n\n`,
      );
    }
    this.#reply('-ERR invalid\n');
    this.bye();
  }

  #mayUse(command: string): boolean {
    return !this.#limits || this.#limits.api.includes(command.split(' ')[0] ?? '');
  }

  async #api(args: string): Promise<void> {
    if (!this.#mayUse(args)) return this.#reply('-ERR permission denied\n');
    const text = await runApi(this.#options.pbx, args, this.#options.extra);
    this.#write(
      `Content-Type: api/response\nContent-Length: ${Buffer.byteLength(text)}\n\n${text}`,
    );
  }

  #bgapi(args: string, own: string | undefined): void {
    const { pbx, extra } = this.#options;
    if (!this.#mayUse(args)) return this.#reply('-ERR permission denied\n');
    const id = own ?? pbx.world.random.uuid();
    this.#reply(`+OK Job-UUID: ${id}`, `Job-UUID: ${id}\n\n`);
    const [command = '', ...rest] = args.split(' ');
    // The job begins after its answer is on its way.
    setImmediate(() => {
      void runApi(pbx, args, extra).then((body) =>
        pbx.world.emitEvent(
          'BACKGROUND_JOB',
          {
            'Job-UUID': id,
            'Job-Command': command,
            ...(rest.length > 0 ? { 'Job-Command-Arg': rest.join(' ') } : {}),
          },
          body,
        ),
      );
    });
  }

  #subscribe(words: string[]): void {
    const formats: readonly string[] = ['plain', 'json', 'xml'];
    const format = formats.includes(words[0] ?? '') ? (words.shift() as Format) : 'plain';
    const names = words.map((word) => word.toUpperCase());
    const all = names.includes('ALL');
    const known = names.filter((name) =>
      /^(CHANNEL_|CALL_|BACKGROUND_JOB|HEARTBEAT|SHUTDOWN|CODEC|DTMF|RECORD_|MEDIA_BUG_|PRESENCE_|MESSAGE|CUSTOM|API|LOG|RE_SCHEDULE)/.test(
        name,
      ),
    );
    if (this.#limits && (all || known.some((name) => !this.#limits?.events.includes(name)))) {
      return this.#reply('-ERR permission denied\n');
    }
    if (!all && known.length === 0) return this.#reply('-ERR no keywords supplied\n');
    this.#format = format;
    if (all) this.#events = 'all';
    else if (this.#events !== 'all') for (const name of known) this.#events.add(name);
    this.#reply(`+OK event listener enabled ${format}\n`);
  }

  #filter(words: string[]): void {
    if (words[0] === 'delete') {
      const [, name = '', ...value] = words;
      this.#filters = name === 'all' ? [] : this.#filters.filter(([key]) => key !== name);
      return this.#reply(`+OK filter deleted. [${name}][${value.join(' ')}]\n`);
    }
    const [name = '', ...value] = words;
    this.#filters.push([name, value.join(' ')]);
    this.#reply(`+OK filter added. [${name}]=[${value.join(' ')}]\n`);
  }
}

/** An event as a frame: json frames name their length first, plain ones their type (esl-captures). */
export function frameOf({ headers, body }: WorldEvent, format: Format): string {
  if (format === 'json') {
    const length =
      body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)), _body: body };
    const text = JSON.stringify({ ...headers, ...length });
    return `Content-Length: ${Buffer.byteLength(text)}\nContent-Type: text/event-json\n\n${text}`;
  }
  if (format === 'xml') {
    const lines = Object.entries(headers).map(
      ([name, value]) => `    <${name}>${encodePlain(value)}</${name}>\n`,
    );
    const text = `<event>\n  <headers>\n${lines.join('')}  </headers>\n${body === undefined ? '' : `  <body>${encodePlain(body)}</body>\n`}</event>`;
    return `Content-Length: ${Buffer.byteLength(text)}\nContent-Type: text/event-xml\n\n${text}`;
  }
  const lines = Object.entries(headers)
    .map(([name, value]) => `${name}: ${encodePlain(value)}\n`)
    .join('');
  const text = `${lines}${body === undefined ? '\n' : `Content-Length: ${Buffer.byteLength(body)}\n\n${body}`}`;
  return `Content-Length: ${Buffer.byteLength(text)}\nContent-Type: text/event-plain\n\n${text}`;
}
