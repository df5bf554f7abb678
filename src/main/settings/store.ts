import { join } from 'node:path';
import ElectronStore from 'electron-store';
import * as v from 'valibot';
import { Settings } from '@shared/domain/settings.ts';
import { readSettings } from './file.ts';

const NAME = 'settings';

/**
 * The settings file, written by electron-store; what is read and what is written is checked by the one
 * schema of shared/domain/settings.ts. (electron-store's own check compiles a JSON Schema at each start,
 * which took a fifth of it.) A file that does not read is set aside under another name, never overwritten.
 */
export class SettingsStore {
  readonly #store: ElectronStore<Settings>;
  #settings: Settings;
  /** A sentence for the person when a broken file was set aside, else ''. */
  readonly problem: string;

  /** @param directory the app's data folder. */
  constructor(directory: string) {
    const { value, problem } = readSettings(join(directory, `${NAME}.json`));
    this.#settings = value;
    this.problem = problem;
    this.#store = new ElectronStore<Settings>({
      cwd: directory,
      name: NAME,
      accessPropertiesByDotNotation: false,
    });
  }

  get(): Settings {
    return this.#settings;
  }

  /** Keeps a change; electron-store writes the file whole and renames it into place. */
  patch(patch: Partial<Settings>): void {
    this.#settings = v.parse(Settings, { ...this.#settings, ...patch });
    this.#store.store = this.#settings;
  }
}
