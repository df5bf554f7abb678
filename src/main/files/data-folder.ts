import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { whyNotWritten } from './trouble.ts';

/** What is wrong with a data folder, as one sentence, and whether the program can do with it all the same. */
export interface FolderProblem {
  readonly text: string;
  readonly canStart: boolean;
}

/** What the program ends with where its data folder cannot be used. */
export const FOLDER_EXIT_CODE = 4;

/**
 * Makes the data folder where there is none, and looks whether it can be used: Chromium takes one that
 * cannot be written for one in use by another start.
 * @returns undefined when all is well
 */
export function dataFolderProblem(folder: string): FolderProblem | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const about = statSync(folder);
    if (!about.isDirectory()) return unusable(folder, 'it is a file');
    const me = process.getuid?.();
    // What is written there would be somebody else's to read and to change. (Root is asked for it.)
    if (me !== undefined && me !== 0 && about.uid !== me)
      return unusable(folder, `it belongs to another user (uid ${about.uid})`);
    tryToWrite(folder);
    return undefined;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || code === 'ENOTDIR')
      return unusable(folder, 'a file stands where a folder should be');
    const why = whyNotWritten(error);
    // Room may be made while it runs; calls need none.
    if (code === 'ENOSPC' || code === 'EDQUOT')
      return {
        text: `The data folder ${folder} cannot be written: ${why}. Calls go on; nothing is kept until there is room.`,
        canStart: true,
      };
    return unusable(folder, why);
  }
}

function tryToWrite(folder: string): void {
  const path = join(folder, `.write-${randomBytes(6).toString('hex')}`);
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, 'x');
  } finally {
    closeSync(file);
    rmSync(path, { force: true });
  }
}

const unusable = (folder: string, why: string): FolderProblem => ({
  text: `The data folder ${folder} cannot be used: ${why}. Choose another with --user-data-dir, or mend that one.`,
  canStart: false,
});
