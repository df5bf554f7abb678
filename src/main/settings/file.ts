import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { defaultSettings, Settings } from '@shared/domain/settings.ts';
import { setAside } from '../files/aside.ts';

/** What a file holds, and a sentence for the person when it was damaged and set aside, else ''. */
export interface Read<T> {
  readonly value: T;
  readonly problem: string;
}

/** Reads the settings. Of a damaged file every part that still reads by itself is kept. */
export function readSettings(path: string): Read<Settings> {
  if (!existsSync(path)) return { value: defaultSettings(), problem: '' };
  const parsed = parse(path);
  const read = v.safeParse(Settings, parsed);
  if (read.success) return { value: read.output, problem: '' };
  const aside = setAside(path);
  return {
    value: salvage(parsed),
    problem: `The settings file was damaged. It was set aside as ${aside}; what could be read of it is in force, the rest is as on a first start.`,
  };
}

/** Sets a file of secrets aside when it is no object of texts. The problem, or ''. */
export function checkSecrets(path: string): string {
  if (!existsSync(path)) return '';
  const parsed = parse(path);
  if (!Array.isArray(parsed) && v.is(v.record(v.string(), v.string()), parsed)) return '';
  return `The file of passwords was damaged. It was set aside as ${setAside(path)}; enter them again in the connection settings.`;
}

/** undefined when the file is unreadable or no JSON: as bad as one of the wrong shape. */
function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

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
