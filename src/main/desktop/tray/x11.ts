import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** ms that the X server may take. */
const DEADLINE_MS = 2_000;
const COOKIE = 'MIT-MAGIC-COOKIE-1';
/** An authority entry for every display (Xauth.h, FamilyWild). */
const ANY_FAMILY = 0xffff;
/** Requests, by their opcodes (X Window System Protocol, "Requests"). */
const INTERN_ATOM = 16;
const GET_SELECTION_OWNER = 23;

/**
 * Whether a program owns a selection of the X server, such as the tray's (System Tray Protocol,
 * "_NET_SYSTEM_TRAY_Sn"). Electron has no way to ask, and this is all of X11 that is asked for.
 * @throws when there is no X server on this machine, or it does not answer
 */
export async function hasSelectionOwner(
  selection: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  const display = /^(?:unix)?:(\d+)(?:\.\d+)?$/.exec(env['DISPLAY'] ?? '')?.[1];
  if (display === undefined) throw new Error('there is no X server of this machine’s');
  const cookie = await cookieFor(display, env);
  const socket = connect(`/tmp/.X11-unix/X${display}`);
  socket.setTimeout(DEADLINE_MS, () => socket.destroy(new Error('the X server does not answer')));
  try {
    const read = reader(socket);
    socket.write(greeting(cookie));
    const setup = await read(8);
    if (setup[0] !== 1) throw new Error('the X server let nobody in');
    await read(4 * setup.readUInt16LE(6));
    socket.write(internAtom(selection));
    const atom = (await read(32)).readUInt32LE(8);
    if (atom === 0) return false;
    socket.write(getSelectionOwner(atom));
    return (await read(32)).readUInt32LE(8) !== 0;
  } finally {
    socket.destroy();
  }
}

const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

/** The first bytes of a connection: little-endian, protocol 11.0, and the key. */
function greeting(cookie: Buffer): Buffer {
  const name = Buffer.from(cookie.length > 0 ? COOKIE : '');
  const head = Buffer.alloc(12);
  head.write('l');
  head.writeUInt16LE(11, 2);
  head.writeUInt16LE(name.length, 6);
  head.writeUInt16LE(cookie.length, 8);
  return Buffer.concat([head, padded(name), padded(cookie)]);
}

/** The number of a name, if any program ever gave it one. */
function internAtom(name: string): Buffer {
  const text = padded(Buffer.from(name));
  const head = Buffer.alloc(8);
  head[0] = INTERN_ATOM;
  head[1] = 1; // only if it exists
  head.writeUInt16LE(2 + text.length / 4, 2);
  head.writeUInt16LE(Buffer.byteLength(name), 4);
  return Buffer.concat([head, text]);
}

function getSelectionOwner(atom: number): Buffer {
  const request = Buffer.alloc(8);
  request[0] = GET_SELECTION_OWNER;
  request.writeUInt16LE(2, 2);
  request.writeUInt32LE(atom, 4);
  return request;
}

/** Reads so many bytes at a time; rejects when the connection ends before. */
function reader(socket: Socket): (length: number) => Promise<Buffer> {
  const chunks = socket.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer, undefined>;
  let rest = Buffer.alloc(0);
  return async (length) => {
    while (rest.length < length) {
      const { value } = await chunks.next();
      if (!value) throw new Error('the X server ended the connection');
      rest = Buffer.concat([rest, value]);
    }
    const part = rest.subarray(0, length);
    rest = rest.subarray(length);
    return part;
  };
}

/** The key to a display, from the authority file (Xau(3)); empty where none is needed or found. */
async function cookieFor(display: string, env: NodeJS.ProcessEnv): Promise<Buffer> {
  const file = env['XAUTHORITY'] ?? join(homedir(), '.Xauthority');
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  let at = 0;
  const field = (): Buffer => {
    const length = bytes.readUInt16BE(at);
    at += 2 + length;
    return bytes.subarray(at - length, at);
  };
  while (at + 10 <= bytes.length) {
    const family = bytes.readUInt16BE(at);
    at += 2;
    field(); // the host: this machine, by its socket
    const [number, name, key] = [field().toString(), field().toString(), field()];
    const fits = family === ANY_FAMILY || number === '' || number === display;
    if (fits && name === COOKIE) return key;
  }
  return Buffer.alloc(0);
}
