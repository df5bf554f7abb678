import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import ElectronStore from 'electron-store';
import * as v from 'valibot';
import { defaultSettings, Settings } from '@shared/domain/settings.ts';

const NAME = 'settings';
const FILE_SCHEMA = toJsonSchema(Settings, { typeMode: 'input', errorMode: 'ignore' });

/**
 * The settings file, by electron-store with the schema of shared/domain/settings.ts. A file that
 * does not read is set aside under another name, never overwritten.
 */
export class SettingsStore {
  readonly #store: ElectronStore<Settings>;
  #settings: Settings;
  /** A sentence for the person when a broken file was set aside, else ''. */
  readonly problem: string;

  /** @param directory the app's data folder. */
  constructor(directory: string) {
    const { settings, problem } = readOrSetAside(join(directory, `${NAME}.json`));
    this.#settings = settings;
    this.problem = problem;
    this.#store = new ElectronStore<Settings>({
      cwd: directory,
      name: NAME,
      schema: FILE_SCHEMA.properties as never,
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

function readOrSetAside(path: string): { settings: Settings; problem: string } {
  if (!existsSync(path)) return { settings: defaultSettings(), problem: '' };
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
    const read = v.safeParse(Settings, parsed);
    if (read.success) return { settings: read.output, problem: '' };
  } catch {
    parsed = undefined; // unreadable or no JSON: as bad as a file of the wrong shape
  }
  const aside = `${path}.broken-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  renameSync(path, aside);
  return {
    settings: salvage(parsed),
    problem: `The settings file was damaged. It was set aside as ${aside}; what could be read of it is in force, the rest is as on a first start.`,
  };
}

/** Every part of a damaged file that still reads by itself. */
function salvage(parsed: unknown): Settings {
  const kept: Record<string, unknown> = {};
  if (typeof parsed === 'object' && parsed !== null) {
    for (const [name, schema] of Object.entries(Settings.entries)) {
      const part = v.safeParse(schema, (parsed as Record<string, unknown>)[name]);
      if (part.success) kept[name] = part.output;
    }
  }
  return v.parse(Settings, kept);
}
