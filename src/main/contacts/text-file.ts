import { open } from 'node:fs/promises';
import { fail, ok, type Result } from '@shared/domain/result.ts';

/** Largest file that is read (bytes): 100,000 contacts of an address book with all its fields. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

const FROM_BOM: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * The text of a file's bytes: by its byte order mark, else UTF-8 where it is that throughout, else
 * Windows-1252 (Latin-1 and more), in which older programs write.
 */
export function decodeText(bytes: Uint8Array): Result<string> {
  const mark = FROM_BOM.find(([, bom]) => bom.every((byte, i) => bytes[i] === byte))?.[0];
  const text = mark === undefined ? utf8(bytes) : new TextDecoder(mark).decode(bytes);
  const decoded = text ?? new TextDecoder('windows-1252').decode(bytes);
  return decoded.includes('\0') ? fail('bad-input', 'That is not a text file.') : ok(decoded);
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Reads a text file that a person chose; bounded, and of regular files only. */
export async function readTextFile(path: string): Promise<Result<string>> {
  try {
    const file = await open(path, 'r');
    try {
      const about = await file.stat();
      if (!about.isFile()) return fail('bad-input', 'That is not a file.');
      if (about.size > MAX_FILE_BYTES)
        return fail('bad-input', 'The file is larger than 64 MB: split it.');
      return decodeText(await file.readFile());
    } finally {
      await file.close();
    }
  } catch (error) {
    return fail('bad-input', `The file cannot be read: ${(error as Error).message}`);
  }
}
