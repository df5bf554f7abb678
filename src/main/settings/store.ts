import { join } from 'node:path';
import * as v from 'valibot';
import { Settings } from '@shared/settings/settings.ts';
import { KeptFile, type Say } from '../files/kept-file.ts';
import { readSettings } from './file.ts';

/**
 * The settings, in memory, and the file that follows them; what is read and what is written is checked
 * by the one schema of shared/settings/settings.ts. A file that does not read is set aside under another
 * name, never overwritten.
 */
export class SettingsStore {
  readonly #file: KeptFile;
  #settings: Settings;
  /** A sentence for the person when a broken file was set aside, else ''. */
  readonly problem: string;

  /** @param directory the app's data folder. @param say tells when they cannot be written, once */
  constructor(directory: string, say: Say) {
    const path = join(directory, 'settings.json');
    const { value, problem } = readSettings(path);
    this.#settings = value;
    this.problem = problem;
    this.#file = new KeptFile(path, { name: 'The settings', say });
  }

  get(): Settings {
    return this.#settings;
  }

  /** Changes them: in force at once, and on the disk when that lets. @throws only for what the schema refuses */
  patch(patch: Partial<Settings>): void {
    this.#settings = v.parse(Settings, { ...this.#settings, ...patch });
    this.#file.keep(`${JSON.stringify(this.#settings, null, '\t')}\n`);
  }

  /** Waits until they are on the disk, at most so many ms. Resolves with whether they are. */
  flush(ms: number): Promise<boolean> {
    return this.#file.flush(ms);
  }
}
