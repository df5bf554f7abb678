import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The project folder. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** What is fetched or built once for a person rather than for a checkout. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ringside');
