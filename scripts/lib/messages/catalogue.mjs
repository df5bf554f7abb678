import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A text with its variants, as the catalogue's files have it: a pattern, or declarations, selectors and patterns
 * by what they match (https://inlang.com/m/reootnfj/plugin-inlang-messageFormat).
 * @typedef {string | [{ declarations: string[], selectors: string[], match: Record<string, string> }]} Message
 */

/** Languages that the catalogue is written in; the first is the one others are translated from. */
export const WRITTEN = ['en', 'de'];

/** The project of Paraglide. @returns {{ locales: string[], areas: string[] }} */
export function projectOf(root) {
  const settings = JSON.parse(readFileSync(join(root, 'project.inlang/settings.json'), 'utf8'));
  const patterns = settings['plugin.inlang.messageFormat'].pathPattern;
  const areas = patterns.map((pattern) => /([\w-]+)\.json$/.exec(pattern)[1]);
  return { locales: settings.locales, areas };
}

export const fileOf = (root, locale, area) => join(root, 'messages', locale, `${area}.json`);

/** @returns {Record<string, Message>} the texts of an area in a language */
export const readArea = (root, locale, area) =>
  JSON.parse(readFileSync(fileOf(root, locale, area), 'utf8'));

/** The patterns of a text, one a variant. @param {Message} message */
export const patternsOf = (message) =>
  typeof message === 'string' ? [message] : Object.values(message[0].match);

/** What stands in braces, in the order of the pattern. `\{` is a brace and nothing else. */
export const placeholdersOf = (pattern) =>
  [...pattern.matchAll(/(?<!\\)\{\s*([^{}]+?)\s*\}/g)].map(([, name]) => name);
