import { WebSocket, type RawData } from 'ws';
import type { Change } from './expectations.ts';
import type { Feed, FeedListener } from './generation.ts';

/** ms the server has to let us in; webitel/core gives us 5 s itself. */
const LOGIN_MS = 5_000;
/** Largest message taken (bytes). */
const MAX_MESSAGE_BYTES = 1024 * 1024;
/** ms between pings; a socket that misses one is given up. */
const PING_MS = 8_000;

export type Message = Readonly<Record<string, unknown>>;

/** How one kind of server talks over its socket. */
export interface Dialogue {
  /** Sent first. */
  readonly hello: object;
  /**
   * What a message means: a change of a leg; `in` once events come; `refused` where the server does
   * not want us; undefined for anything else.
   */
  heard(message: Message, say: (message: object) => void): Change | 'in' | 'refused' | undefined;
}

/**
 * A WebSocket that is signed in, watched and bounded. Whatever goes wrong with it is its end, told once:
 * polling goes on as before.
 */
export function openSocket(
  url: URL,
  ca: readonly string[] | undefined,
  dialogue: Dialogue,
  tell: FeedListener,
): Feed {
  const target = new URL(url);
  target.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(target, {
    maxPayload: MAX_MESSAGE_BYTES,
    handshakeTimeout: LOGIN_MS,
    followRedirects: false,
    ...(ca === undefined ? {} : { ca: [...ca] }),
  });
  let over = false;
  let up = false;
  let alive = true;
  const close = (): void => {
    over = true;
    clearTimeout(timer);
    socket.terminate();
  };
  const down = (refused = false): void => {
    if (over) return;
    close();
    tell.down(refused);
  };
  let timer: NodeJS.Timeout = setTimeout(() => down(), LOGIN_MS);
  const say = (message: object): void => socket.send(JSON.stringify(message));
  const beat = (): void => {
    if (!alive) return down();
    alive = false;
    socket.ping();
  };
  socket.on('error', () => down());
  socket.on('close', () => down());
  socket.on('pong', () => (alive = true));
  socket.on('open', () => say(dialogue.hello));
  socket.on('message', (data) => {
    if (over) return;
    alive = true;
    const meaning = dialogue.heard(read(data), say);
    if (meaning === undefined) return;
    if (meaning === 'refused') return down(true);
    if (meaning !== 'in') return tell.change(meaning);
    if (up) return;
    up = true;
    clearTimeout(timer);
    timer = setInterval(beat, PING_MS);
    tell.up();
  });
  return { close };
}

function read(data: RawData): Message {
  try {
    const parsed: unknown = JSON.parse(String(data));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Message) : {};
  } catch {
    return {};
  }
}
