import * as v from 'valibot';
import { migrateSettings } from '@shared/settings/migrate.ts';
import { defaultSettings, Settings, SiteSettings } from '@shared/settings/settings.ts';
import { setAside } from '../files/aside.ts';
import { readBoundedNow } from '../files/bounded-read.ts';

/** What a file holds, and a sentence for the person when it was damaged and set aside, else ''. */
export interface Read<T> {
  readonly value: T;
  readonly problem: string;
}

/** Largest file that is read (bytes): the largest that the schemas allow is a tenth of it. */
const MAX_BYTES = 4 * 1024 * 1024;

const Secrets = v.record(v.string(), v.string());

/** Reads the settings. Of a damaged file every part that still reads by itself is kept. */
export function readSettings(path: string): Read<Settings> {
  const file = parse(path);
  if (file === undefined) return { value: defaultSettings(), problem: '' };
  const kept = migrateSettings(file.value);
  const read = v.safeParse(Settings, kept);
  if (read.success) return { value: read.output, problem: '' };
  return {
    value: salvage(kept),
    problem: `The settings file ${file.why}. ${putAside(path)}; what could be read of it is in force, the rest is as on a first start.`,
  };
}

/** Reads the file of secrets, encrypted as they are; one that is no object of texts is set aside. */
export function readSecrets(path: string): Read<Record<string, string>> {
  const file = parse(path);
  if (file === undefined) return { value: {}, problem: '' };
  if (!Array.isArray(file.value) && v.is(Secrets, file.value))
    return { value: file.value, problem: '' };
  return {
    value: {},
    problem: `The file of passwords ${file.why}. ${putAside(path)}; enter them again in the connection settings.`,
  };
}

/** Undefined when there is no file; the value is undefined when it is unreadable or no JSON. */
function parse(path: string): { value: unknown; why: string } | undefined {
  const read = readBoundedNow(path, { name: 'The file', maxBytes: MAX_BYTES });
  if (!read.ok)
    return read.error.detail === 'it is not there'
      ? undefined
      : { value: undefined, why: `cannot be read: ${read.error.detail ?? ''}` };
  try {
    return { value: JSON.parse(read.value.toString('utf8')), why: 'was damaged' };
  } catch {
    return { value: undefined, why: 'was damaged' };
  }
}

function putAside(path: string): string {
  try {
    return `It was set aside as ${setAside(path)}`;
  } catch (error) {
    return `It could not be set aside (${String(error)})`;
  }
}

function salvage(parsed: unknown): Settings {
  const kept: Record<string, unknown> = {};
  if (typeof parsed === 'object' && parsed !== null) {
    for (const [name, schema] of Object.entries(Settings.entries)) {
      const value = (parsed as Record<string, unknown>)[name];
      const part = v.safeParse(schema, name === 'sites' ? salvageSites(value) : value);
      if (part.success) kept[name] = part.output;
    }
  }
  return v.parse(Settings, kept);
}

/** The sites of which enough reads, each without what does not. */
function salvageSites(parsed: unknown): unknown[] {
  if (!Array.isArray(parsed)) return [];
  return parsed.flatMap((site: unknown) => {
    // Without the PBX itself there is nothing to watch.
    if (typeof site !== 'object' || site === null || !('connection' in site)) return [];
    const parts = Object.entries(SiteSettings.entries).flatMap(([name, schema]) => {
      const part = v.safeParse(schema, (site as Record<string, unknown>)[name]);
      return part.success ? [[name, part.output] as const] : [];
    });
    const read = v.safeParse(SiteSettings, Object.fromEntries(parts));
    return read.success && parts.some(([name]) => name === 'connection') ? [read.output] : [];
  });
}
