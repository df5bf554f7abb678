import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { fail, ok, type Result } from '@shared/domain/result.ts';

/** How a file is to be read. */
export interface Reading {
  /** What a person calls it, with a capital: “The CA file”. */
  readonly name: string;
  /** Largest size that is read (bytes). */
  readonly maxBytes: number;
}

/**
 * A FIFO that nobody writes to would keep `open` waiting for ever; without waiting it is opened, and then
 * seen to be none of ours. Windows has neither.
 */
const WITHOUT_WAITING = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);
/** Bytes read at once: what a file says of its size need not be so, those of /proc say nothing. */
const PIECE = 256 * 1024;
const WHY: Readonly<Record<string, string>> = {
  EACCES: 'you have no right to read it',
  EPERM: 'you have no right to read it',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  ENOENT: 'it is not there',
  ENOTDIR: 'it is not there',
  ENXIO: 'it is no regular file',
  EIO: 'the disk does not give it',
};

/**
 * Reads a regular file whole and not beyond a size: for every file that a setting names. A device, a FIFO,
 * a folder, one that is too large or that cannot be read is one sentence. The disk may take its time.
 */
export async function readBounded(path: string, reading: Reading): Promise<Result<Buffer>> {
  let file;
  try {
    file = await open(path, WITHOUT_WAITING);
    const problem = problemOf(await file.stat(), reading);
    if (problem !== '') return refused(path, reading, problem);
    const pieces: Buffer[] = [];
    for (let length = 0; ;) {
      const piece = Buffer.alloc(PIECE);
      const { bytesRead } = await file.read(piece, 0, PIECE, length);
      length += bytesRead;
      if (length > reading.maxBytes) return refused(path, reading, tooLarge(reading));
      if (bytesRead === 0) return ok(Buffer.concat(pieces));
      pieces.push(piece.subarray(0, bytesRead));
    }
  } catch (error) {
    return refused(path, reading, wordsOf(error));
  } finally {
    await file?.close().catch(() => undefined);
  }
}

/** The same at once: for the few small files that the start itself needs. */
export function readBoundedNow(path: string, reading: Reading): Result<Buffer> {
  let file: number | undefined;
  try {
    file = openSync(path, WITHOUT_WAITING);
    const problem = problemOf(fstatSync(file), reading);
    if (problem !== '') return refused(path, reading, problem);
    const pieces: Buffer[] = [];
    for (let length = 0; ;) {
      const piece = Buffer.alloc(PIECE);
      const bytesRead = readSync(file, piece, 0, PIECE, length);
      length += bytesRead;
      if (length > reading.maxBytes) return refused(path, reading, tooLarge(reading));
      if (bytesRead === 0) return ok(Buffer.concat(pieces));
      pieces.push(piece.subarray(0, bytesRead));
    }
  } catch (error) {
    return refused(path, reading, wordsOf(error));
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * Opens a regular file to read, without waiting for one that is none.
 * @throws with what it is instead, in words
 */
export function openRegular(path: string): number {
  let file: number | undefined;
  try {
    file = openSync(path, WITHOUT_WAITING);
    const problem = problemOf(fstatSync(file), { name: '', maxBytes: Infinity });
    if (problem !== '') throw new Error(problem);
    return file;
  } catch (error) {
    if (file !== undefined) closeSync(file);
    throw new Error(wordsOf(error), { cause: error });
  }
}

function problemOf(
  about: { isFile(): boolean; isDirectory(): boolean; size: number },
  by: Reading,
) {
  if (about.isDirectory()) return 'it is a folder';
  if (!about.isFile()) return 'it is no regular file';
  return about.size > by.maxBytes ? tooLarge(by) : '';
}

const tooLarge = ({ maxBytes }: Reading): string =>
  `it is larger than ${maxBytes >= 1024 * 1024 ? `${maxBytes / 1024 / 1024} MB` : `${maxBytes / 1024} KB`}`;

function wordsOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return WHY[code] ?? message;
}

const refused = (path: string, { name }: Reading, why: string): Result<never> =>
  fail('bad-input', `${name} ${path} cannot be read: ${why}.`, why);
