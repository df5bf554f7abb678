import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { fail, ok, type Result } from '@shared/domain/result.ts';

/** Largest file that is read (bytes): 100,000 contacts of an address book with all its fields. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Reads a file that a person chose; bounded, and of regular files only. */
export async function readBytes(path: string): Promise<Result<Buffer>> {
  try {
    // A pipe would be waited for until somebody writes.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const about = await file.stat();
      if (!about.isFile()) return fail('bad-input', 'That is not a file.');
      if (about.size > MAX_FILE_BYTES)
        return fail('bad-input', 'The file is larger than 64 MB: split it.');
      return ok(await file.readFile());
    } finally {
      await file.close();
    }
  } catch (error) {
    return fail('bad-input', `The file cannot be read: ${(error as Error).message}`);
  }
}
