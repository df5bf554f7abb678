import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Licences that let an MIT program be shipped together with what they cover. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'MPL-2.0', // per file, and none of theirs is changed
]);

/** Not among the installed program's dependencies, but the window's bundle holds their code. */
const BUNDLED = ['svelte', 'clsx', 'esm-env'];

/** Packages whose package.json says nothing; what their LICENSE file is. */
const UNSTATED = { 'modesl@1.2.1': 'MPL-2.0' };

/**
 * Every package that is shipped, by package-lock.json.
 * @returns {{ name: string, version: string, licence: string }[]}
 */
export function licencesOf(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([where, entry]) => where !== '' && (!entry.dev || BUNDLED.includes(nameOf(where))))
    .filter(([where]) => existsSync(join(root, where))) // another platform's are not here
    .map(([where]) => {
      const { name, version, license, licenses } = readPackage(join(root, where));
      const stated = license?.type ?? license ?? licenses?.map(({ type }) => type).join(' OR ');
      return { name, version, licence: stated ?? UNSTATED[`${name}@${version}`] ?? 'unknown' };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** A sentence for each package whose licence is not allowed. */
export const refused = (licences) =>
  licences
    .filter(({ licence }) => !isAllowed(licence))
    .map(
      ({ name, version, licence }) =>
        `${name} ${version}: the licence "${licence}" is not allowed.`,
    );

/** An SPDX expression without nested brackets: one of what is offered by OR, all of what AND asks. */
const isAllowed = (expression) =>
  expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => ALLOWED.has(licence.trim())));

const nameOf = (where) => where.slice(where.lastIndexOf('node_modules/') + 'node_modules/'.length);
const readPackage = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
