import type { Socket } from 'node:net';
import type { Event } from 'modesl';
import { asAppError } from '@shared/domain/app-error.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { Framer, FramingError, type Frame } from './framing.ts';

export interface EslAddress {
  readonly host: string;
  readonly port: number;
}

/** `user` (as `user@domain`) makes it `userauth`, else the Event Socket's own password. */
export interface EslCredentials {
  readonly user?: string;
  readonly password: string;
}

/** What a login may do; undefined means everything (mod_event_socket, userauth). */
export interface EslLogin {
  readonly events: ReadonlySet<string> | undefined;
  readonly api: ReadonlySet<string> | undefined;
  /** The first list of which the end is missing, and so all that is after it. */
  readonly cut?: 'events' | 'api';
}

export interface Dialled {
  readonly socket: Socket;
  readonly framer: Framer;
  readonly login: EslLogin;
}

/** ms for TCP, greeting and login together. */
const DIAL_TIMEOUT_MS = 8_000;

/**
 * FreeSWITCH writes its reply to `userauth` into 512 bytes (mod_event_socket, listener_run): with long
 * lists it breaks off there, in the midst of a name, and the empty line never comes. These are the
 * bytes that are sent then: `Content-Type: command/reply`, a line break, and all of the 512 but a
 * mark at their beginning and the 0 at their end.
 */
const CUT_REPLY_BYTES = 28 + 512 - 2;

/**
 * Dials and logs in with modesl. Its Parser is replaced before the first byte (see Framer), and its
 * `auth` by one that knows `userauth` and does not subscribe to events of its own choice, which a
 * limited login refuses as a whole. After the login modesl is out of the way: the socket goes on
 * to EslLink.
 * @param greet told once the Event Socket has greeted, before anything is sent to it.
 */
export async function dial(
  address: EslAddress,
  credentials: EslCredentials,
  signal: AbortSignal,
  greet: () => void = () => undefined,
): Promise<Result<Dialled>> {
  const where = `${address.host}:${address.port}`;
  if (/[\r\n\0]/.test(credentials.password + (credentials.user ?? ''))) {
    return fail('bad-input', 'A password or user name cannot hold a line break.');
  }
  // It brings an XML reader and writer of some forty files: not before the window is on its way.
  const { default: esl } = await import('modesl');
  return new Promise((resolve) => {
    const connection = new esl.Connection(address.host, address.port, credentials.password);
    const socket = connection.socket as Socket;
    const framer = new Framer();
    let settled = false;
    let greeted = false;

    const settle = (result: Result<Dialled>): void => {
      if (settled) return;
      settled = true;
      clearTimeout(deadline);
      signal.removeEventListener('abort', onAbort);
      socket.off('data', onData);
      socket.off('close', onClose);
      connection.removeAllListeners();
      // A socket error without a listener would be an uncaught exception.
      connection.on('error', () => undefined);
      if (!result.ok) socket.destroy();
      resolve(result);
    };
    const onAbort = (): void => settle(fail('cancelled', 'Connecting was given up.'));
    const notEsl = (): void =>
      settle(
        fail(
          'not-an-event-socket',
          `${where} answers, but is not a FreeSWITCH Event Socket: check the port (8021 by default).`,
        ),
      );
    let cut = false;
    const onFrame = (frame: Frame): void => {
      const type = frame.headers.get('Content-Type') ?? '';
      if (type === 'text/rude-rejection') {
        return settle(
          fail(
            'access-refused',
            `${where} refuses this computer's address: ask the administrator to add it to apply-inbound-acl in event_socket.conf.`,
          ),
        );
      }
      if (!greeted && type !== 'auth/request') return notEsl();
      // Asked again, we would send the password again; and modesl makes event names, wildcards
      // included, of what else comes.
      if (greeted && type !== 'command/reply') return;
      if (!greeted) greet();
      greeted = true;
      const headers = Object.fromEntries(frame.headers);
      connection._onEvent(new esl.Event(headers, frame.body.toString()), headers);
    };
    const onData = (chunk: Buffer): void => {
      try {
        for (const frame of framer.push(chunk)) if (!settled) onFrame(frame);
        if (settled || framer.unfinished !== CUT_REPLY_BYTES) return;
        cut = true;
        for (const frame of framer.finish()) if (!settled) onFrame(frame);
      } catch (error) {
        if (error instanceof FramingError) notEsl();
        else throw error;
      }
    };
    const onClose = (): void =>
      greeted || framer.pending
        ? settle(fail('dropped', `${where} closed the connection during login.`))
        : notEsl();

    const deadline = setTimeout(
      () => (socket.connecting ? settle(unreachable(where)) : notEsl()),
      DIAL_TIMEOUT_MS,
    );
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();

    connection.on('error', (error: unknown) => settle(dialError(where, error)));
    connection.auth = () => {
      const line = credentials.user
        ? `userauth ${credentials.user}:${credentials.password}`
        : `auth ${credentials.password}`;
      connection.sendRecv(line, (event: Event) => {
        const reply = event.getHeader('Reply-Text') ?? '';
        if (reply.startsWith('+OK')) settle(ok({ socket, framer, login: loginOf(event, cut) }));
        else settle(wrongPassword(where, credentials));
      });
    };
    // modesl's Parser attaches itself when the connection opens; ours takes its place.
    connection.on('esl::connect', () => {
      socket.removeAllListeners('data');
      socket.removeAllListeners('end');
      socket.on('data', onData);
      socket.on('close', onClose);
      socket.setNoDelay(true);
      socket.setKeepAlive(true, 5_000);
    });
  });
}

function loginOf(event: Event, isCut: boolean): EslLogin {
  const cut = !isCut
    ? undefined
    : event.getHeader('Allowed-API') === null
      ? 'events'
      : event.getHeader('Allowed-LOG') === null
        ? 'api'
        : undefined;
  const list = (name: string, short: boolean): ReadonlySet<string> | undefined => {
    const text = event.getHeader(name)?.trim();
    // The last name of a list that breaks off may be no name.
    if (short) return new Set((text ?? '').split(/[\s,]+/).slice(0, -1));
    if (text === undefined || /^all$/i.test(text)) return undefined;
    // As the administrator wrote it: with spaces or with commas (mod_event_socket, userauth).
    const names = text.split(/[\s,]+/).filter(Boolean);
    return names.some((item) => /^all$/i.test(item)) ? undefined : new Set(names);
  };
  const events = list('Allowed-Events', cut === 'events');
  const api = list('Allowed-API', cut !== undefined);
  return { events, api, ...(cut ? { cut } : {}) };
}

function wrongPassword(where: string, credentials: EslCredentials): Result<never> {
  return fail(
    'wrong-password',
    credentials.user
      ? `${where} does not accept this user or password: check both in the connection settings.`
      : `${where} does not accept this password: check it in the connection settings.`,
  );
}

const ADVICE = 'check the address, that FreeSWITCH runs, and that no firewall is between.';

const unreachableWords = (where: string): string => `${where} does not answer: ${ADVICE}`;
const unreachable = (where: string): Result<never> => fail('unreachable', unreachableWords(where));

/** What a socket failed of. What TLS and HTTP would fail of is no answer here. */
function dialError(where: string, thrown: unknown): Result<never> {
  const error = asAppError(thrown, { where, advice: ADVICE });
  return error.kind === 'no-such-host' || error.kind === 'dropped'
    ? { ok: false, error }
    : { ok: false, error: { ...error, kind: 'unreachable', message: unreachableWords(where) } };
}
