import type { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import type { Pbx } from '../pbx.ts';
import type { WorldEvent } from '../world/event.ts';
import { runApi, runJob } from './api.ts';
import type { Run } from './command.ts';
import { Filters } from './filters.ts';
import { frameOf, type Format } from './frames.ts';
import { Outbox } from './outbox.ts';
import { onSession, sendEvent } from './steering.ts';
import { mayAsk, Subscription } from './subscription.ts';

const GOODBYE = 'Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n';
/** Characters of one command taken. */
const MAX_COMMAND = 1024 * 1024;

/** A user of `userauth`. A list that is left out allows everything, an empty one nothing. */
export interface LimitedUser {
  readonly user: string;
  readonly password: string;
  /** esl-allowed-events, word by word: what follows CUSTOM are subclasses. */
  readonly events?: readonly string[];
  /** esl-allowed-api. */
  readonly api?: readonly string[];
}

export interface Access {
  readonly password: string;
  readonly limited: LimitedUser;
  /** More users with rights of their own. */
  readonly others: readonly LimitedUser[];
}

export interface ClientOptions {
  readonly pbx: () => Pbx;
  readonly access: Access;
  /** Commands of the demo's own, not for limited users. */
  readonly extra: Readonly<Record<string, Run>>;
  /** Told each command line that comes in; of a login only that there was one. */
  readonly onCommand: (line: string) => void;
}

/** Characters that FreeSWITCH has room for in a reply: long lists of rights break off (mod_event_socket). */
const MAX_REPLY = 510;

/** What FreeSWITCH says where a command said nothing. */
const NO_REPLY = '-ERR no reply\n';

/** Numbers of FreeSWITCH's log levels. */
const LOG_LEVELS = ['console', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];

/** One client of the Event Socket. */
export class Client {
  readonly #socket: Socket;
  readonly #options: ClientOptions;
  readonly #outbox: Outbox;
  readonly #decoder = new StringDecoder('utf8');
  readonly #filters = new Filters();
  readonly #events = new Subscription();
  #buffer = '';
  #authed = false;
  #limits: LimitedUser | undefined;
  #format: Format = 'plain';
  /** Commands are carried out one after the other: `api` holds up those behind it. */
  #queue: Promise<void> = Promise.resolve();

  constructor(socket: Socket, options: ClientOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#outbox = new Outbox(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => this.#onData(this.#decoder.write(data)));
  }

  /** Asks who is there. */
  welcome(): void {
    this.#outbox.say('Content-Type: auth/request\n\n');
  }

  /** Turns away an address that is not on the access list. */
  reject(): void {
    this.#outbox.say(body('text/rude-rejection', 'Access Denied, go away.\n'));
    this.bye();
  }

  wants(name: string): boolean {
    return this.#events.wants(name);
  }

  /** Sends an event, if this client asked for it. */
  event(event: WorldEvent): void {
    const { headers } = event;
    if (!this.#events.takes(headers)) return;
    if (this.#filters.passes(headers)) this.#outbox.event(frameOf(event, this.#format));
  }

  /** Says goodbye, as FreeSWITCH does before it closes. */
  bye(text = GOODBYE): void {
    this.#outbox.release();
    this.#outbox.say(body('text/disconnect-notice', text));
    this.#socket.end();
  }

  drop(): void {
    this.#socket.resetAndDestroy();
  }

  #reply(text: string, headers = ''): void {
    const reply = `Reply-Text: ${text}\n${headers}\n`;
    this.#outbox.say(`Content-Type: command/reply\n${reply.slice(0, MAX_REPLY)}`);
  }

  #onData(data: string): void {
    this.#buffer += data;
    for (;;) {
      const end = /\r?\n\r?\n/.exec(this.#buffer);
      if (!end) break;
      const block = this.#buffer.slice(0, end.index).replace(/^[\r\n]+/, '');
      this.#buffer = this.#buffer.slice(end.index + end[0].length);
      if (block !== '') this.#queue = this.#queue.then(() => this.#command(block));
    }
    if (this.#buffer.length > MAX_COMMAND) this.#socket.destroy();
  }

  async #command(block: string): Promise<void> {
    const [line = '', ...rest] = block.split(/\r?\n/);
    const headers = new Map(
      rest.map((text) => {
        const colon = text.indexOf(':');
        return [text.slice(0, colon).toLowerCase(), text.slice(colon + 1).trim()];
      }),
    );
    const [verb = '', ...words] = line.split(' ');
    const args = words.join(' ');
    this.#options.onCommand(verb === 'auth' || verb === 'userauth' ? verb : line);
    if (verb === 'auth' || verb === 'userauth') return this.#login(verb, args);
    if (verb === 'exit') {
      this.#reply('+OK bye');
      return this.bye();
    }
    if (!this.#authed) return this.#reply('-ERR command not found');
    switch (verb) {
      case 'api':
        return this.#api(args, headers.get('console_execute') === 'true');
      case 'bgapi':
        return this.#bgapi(args, headers.get('job-uuid'));
      case 'event':
        return this.#subscribe(words);
      case 'nixevent':
        this.#events.remove(words);
        return this.#reply('+OK events nixed');
      case 'noevents':
        this.#events.clear();
        return this.#reply('+OK no longer listening for events');
      case 'filter':
        return this.#filter(words);
      case 'log':
        return this.#log(args);
      case 'nolog':
        return this.#reply('+OK no longer logging');
      // Neither of the two is checked against the login's lists (docs/protocol, limited-login-what-slips-through).
      case 'sendevent':
        return this.#reply(sendEvent(this.#options.pbx(), args, headers));
      case 'sendmsg':
        return this.#reply(onSession(this.#options.pbx(), args, headers));
      case 'linger':
      case 'nolinger':
        return this.#reply('-ERR not controlling a session');
      default:
        return this.#reply('-ERR command not found');
    }
  }

  #login(verb: string, args: string): void {
    const { password, limited, others } = this.#options.access;
    if (verb === 'auth' && args === password) {
      this.#authed = true;
      return this.#reply('+OK accepted');
    }
    const known = [limited, ...others].find((one) => args === `${one.user}:${one.password}`);
    if (verb === 'userauth' && known) {
      this.#authed = true;
      this.#limits = known;
      const { events = ['all'], api = ['all'] } = known;
      return this.#reply(
        '+OK accepted',
        `Allowed-Events: ${events.join(' ')}\nAllowed-API: ${api.join(' ')}\nAllowed-LOG: false\n`,
      );
    }
    this.#reply('-ERR invalid');
    this.bye();
  }

  #mayUse(command: string): boolean {
    const allowed = this.#limits?.api;
    return !allowed || allowed.includes(command.split(' ')[0] ?? '');
  }

  /** FreeSWITCH runs `api` in the client's own thread: its events wait for the answer. */
  async #api(args: string, console: boolean): Promise<void> {
    if (!this.#mayUse(args)) return this.#reply('-ERR permission denied');
    const { pbx, extra } = this.#options;
    this.#outbox.hold();
    await new Promise<void>((resolve) => {
      const reply = (text: string): void => {
        this.#outbox.say(body('api/response', text || NO_REPLY));
        this.#outbox.release();
        resolve();
      };
      runApi(pbx(), args, extra, reply, console);
    });
  }

  #bgapi(args: string, own: string | undefined): void {
    const { extra } = this.#options;
    if (!this.#mayUse(args)) return this.#reply('-ERR permission denied');
    const pbx = this.#options.pbx();
    const id = own ?? pbx.world.random.uuid();
    this.#reply(`+OK Job-UUID: ${id}`, `Job-UUID: ${id}\n`);
    runJob(pbx, args, extra, id);
  }

  #subscribe(words: string[]): void {
    const formats: readonly string[] = ['plain', 'json', 'xml'];
    const format = formats.includes(words[0] ?? '') ? (words.shift() as Format) : 'plain';
    if (!mayAsk(words, this.#limits?.events)) return this.#reply('-ERR permission denied');
    if (!this.#events.add(words)) return this.#reply('-ERR no keywords supplied');
    this.#format = format;
    this.#reply(`+OK event listener enabled ${format}`);
  }

  #filter([first = '', ...rest]: string[]): void {
    if (first === 'delete') {
      const [name = '', ...value] = rest;
      this.#filters.remove(name, value.join(' '));
      return this.#reply(`+OK filter deleted. [${name}][${value.join(' ')}]`);
    }
    this.#filters.add(first, rest.join(' '));
    this.#reply(`+OK filter added. [${first}]=[${rest.join(' ')}]`);
  }

  /** Nothing is logged here; the answer says what FreeSWITCH's says. */
  #log(args: string): void {
    if (this.#limits) return this.#reply('-ERR permission denied');
    // fs_cli may name none: debug.
    const [level = ''] = args.trim().split(' ');
    const name = level.toLowerCase() || 'debug';
    const number = /^\d+$/.test(name) ? Number(name) : LOG_LEVELS.indexOf(name);
    if (number < 0 || number > 7) return this.#reply('-ERR invalid log level');
    this.#reply(`+OK log level ${level} [${number}]`);
  }
}

const body = (type: string, text: string): string =>
  `Content-Type: ${type}\nContent-Length: ${Buffer.byteLength(text)}\n\n${text}`;
