import type { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type * as DBusNext from '@jellybrick/dbus-next';
import type { Message, MessageBus } from '@jellybrick/dbus-next';
import { LATE, within } from '../../within.ts';

/** ms after which a call of `askInTime`, and the connection itself, are given up. */
export const DEADLINE_MS = 2_000;

/** Makes a value of the type `v`, whose own type is `signature`. */
export type MakeVariant = (signature: string, value: unknown) => unknown;

/** A method call; `body` has the values of `signature`. */
export interface Call {
  readonly to: string;
  readonly path: string;
  readonly iface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly unknown[] | ((variant: MakeVariant) => readonly unknown[]);
}

export interface Signal {
  readonly sender: string;
  readonly path: string;
  readonly iface: string;
  readonly member: string;
  readonly body: readonly unknown[];
}

export interface Reply {
  /** The unique name (`:1.42`) of who answered: its signals carry it, whatever a stranger sends. */
  readonly sender: string;
  readonly body: readonly unknown[];
}

const DBUS = 'org.freedesktop.DBus';
const onDaemon = (member: string, signature: string, body: readonly unknown[]): Call => ({
  to: DBUS,
  path: '/org/freedesktop/DBus',
  iface: DBUS,
  member,
  signature,
  body,
});

const matching = (rule: string): Call => onDaemon('AddMatch', 's', [rule]);

type Library = typeof DBusNext;
interface Line {
  readonly library: Library;
  readonly bus: MessageBus;
}

/**
 * One connection to a message bus, made when it is first needed and again after it was lost. Nothing
 * here waits on main's thread: whoever hangs at the other end costs an unsettled promise.
 */
export class Bus {
  readonly #address: () => string | undefined;
  #bus: MessageBus | undefined;
  readonly #rules = new Set<string>();
  readonly #listeners = new Set<(signal: Signal) => void>();
  readonly #lost = new Set<() => void>();
  /** Who still waits on the line that is open. */
  readonly #waiting = new Set<(why: Error) => void>();
  #line: Promise<Line> | undefined;
  #stopped = false;

  /** @param address where the bus listens; undefined where there is none */
  constructor(address: () => string | undefined = sessionAddress) {
    this.#address = address;
  }

  /** Calls a method and waits for as long as it takes; rejects when it fails or the bus is lost. */
  async ask(call: Call): Promise<Reply> {
    const { library, bus } = await this.#open();
    const message = messageOf(library, call);
    return new Promise((done, failed) => {
      this.#waiting.add(failed);
      const answered = (reply: Message | null): void =>
        done({ sender: reply?.sender ?? '', body: reply?.body ?? [] });
      bus
        .call(message)
        .then(answered, failed)
        .finally(() => this.#waiting.delete(failed));
    });
  }

  /** `ask`, given up after `DEADLINE_MS`. */
  askInTime(call: Call): Promise<Reply> {
    return inTime(this.ask(call), `${call.to} did not answer`);
  }

  /** Whether somebody has this name on the bus. */
  async hasOwner(name: string): Promise<boolean> {
    const { body } = await this.askInTime(onDaemon('NameHasOwner', 's', [name]));
    return body[0] === true;
  }

  /** Hears the signals of a match rule (D-Bus Specification, "Match Rules"), after a lost bus too. */
  async listen(rule: string): Promise<void> {
    this.#rules.add(rule);
    await this.askInTime(matching(rule));
  }

  /** Every signal of every rule comes here. */
  onSignal(listener: (signal: Signal) => void): void {
    this.#listeners.add(listener);
  }

  /** Told when the connection was lost: what was asked for on it is gone. */
  onLost(listener: () => void): void {
    this.#lost.add(listener);
  }

  /** The unique name of this connection. */
  async ownName(): Promise<string> {
    return (await this.#open()).bus.name ?? '';
  }

  stop(): void {
    this.#stopped = true;
    void this.#line?.then(({ bus }) => bus.disconnect()).catch(() => undefined);
    this.#drop(new Error('the app ends'));
  }

  #open(): Promise<Line> {
    if (this.#stopped) return Promise.reject(new Error('the app ends'));
    if (this.#line) return this.#line;
    const line = this.#connect();
    this.#line = line;
    line.catch(() => {
      if (this.#line === line) this.#line = undefined;
    });
    return line;
  }

  async #connect(): Promise<Line> {
    const busAddress = this.#address();
    if (busAddress === undefined) throw new Error('there is no message bus');
    const library = await import('@jellybrick/dbus-next');
    const bus = library.sessionBus({ busAddress });
    this.#bus = bus;
    const drop = (why: Error): void => this.#drop(why, bus);
    const connected = new Promise<void>((done, failed) => {
      bus.once('connect', () => done());
      (bus as EventEmitter).on('error', (error: Error) => {
        failed(error);
        drop(error);
      });
    });
    // The library tells an end of the stream here only.
    (bus as unknown as Ended)._connection.on('end', () => drop(new Error('the bus has ended')));
    bus.on('message', (message) => this.#hear(message));
    await inTime(connected, 'the message bus did not answer');
    for (const rule of this.#rules)
      void bus.call(messageOf(library, matching(rule))).catch(() => undefined);
    return { library, bus };
  }

  #drop(why: Error, bus = this.#bus): void {
    if (bus !== this.#bus) return;
    this.#bus = undefined;
    this.#line = undefined;
    for (const failed of this.#waiting) failed(why);
    this.#waiting.clear();
    for (const listener of this.#lost) listener();
  }

  #hear({ type, sender, path, interface: iface, member, body }: Message): void {
    if (type !== SIGNAL) return;
    for (const listener of this.#listeners) listener({ sender, path, iface, member, body });
  }
}

/** The message type of a signal (D-Bus Specification, "Message Format"). */
const SIGNAL = 4;

interface Ended {
  readonly _connection: { on(event: 'end', listener: () => void): void };
}

function messageOf({ Message: Make, Variant }: Library, call: Call): Message {
  const { to, path, iface, member, signature = '', body = [] } = call;
  const values =
    typeof body === 'function' ? body((type, value) => new Variant(type, value)) : body;
  return new Make({
    destination: to,
    path,
    interface: iface,
    member,
    signature,
    body: [...values],
  });
}

/** Gives up on a promise after `DEADLINE_MS`. */
async function inTime<T>(promise: Promise<T>, why: string): Promise<T> {
  const came = await within(DEADLINE_MS, promise);
  if (came === LATE) throw new Error(why);
  return came;
}

/** Where the session bus listens: as the environment says, else where systemd puts it. */
function sessionAddress(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['DBUS_SESSION_BUS_ADDRESS'];
  if (named) return named;
  const socket = join(env['XDG_RUNTIME_DIR'] ?? '/nonexistent', 'bus');
  return existsSync(socket) ? `unix:path=${socket}` : undefined;
}

/** Where the system bus listens. */
export const systemAddress = (): string | undefined =>
  process.env['DBUS_SYSTEM_BUS_ADDRESS'] ?? 'unix:path=/run/dbus/system_bus_socket';
