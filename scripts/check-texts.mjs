// Fails where a text is not in the catalogue, or the catalogue is not whole (CONTRIBUTING.md, "A text").
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { bareTexts } from './lib/messages/bare.mjs';
import { projectOf, readArea, WRITTEN } from './lib/messages/catalogue.mjs';
import { faultsOf } from './lib/messages/faults.mjs';
import { ROOT } from './lib/paths.mjs';

/** Components, and folders of them, whose texts are not in the catalogue yet: the list only gets shorter. */
const UNCONVERTED = join(ROOT, 'scripts/lib/messages/unconverted.json');

const exempt = existsSync(UNCONVERTED) ? JSON.parse(readFileSync(UNCONVERTED, 'utf8')) : [];
const sources = new Map(
  readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|svelte)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(`${sep}compiled`))
    .map((file) => [relative(ROOT, file).split(sep).join('/'), readFileSync(file, 'utf8')]),
);
const faults = [...faultsOfCatalogue(), ...unusedKeys(), ...faultsOfComponents()];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

function faultsOfCatalogue() {
  const { areas } = projectOf(ROOT);
  const unread = WRITTEN.flatMap((locale) =>
    readdirSync(join(ROOT, 'messages', locale))
      .filter((name) => !areas.includes(name.replace(/\.json$/, '')))
      .map((name) => `messages/${locale}/${name} is not named in project.inlang/settings.json`),
  );
  return [
    ...unread,
    ...areas.flatMap((area) =>
      faultsOf(area, new Map(WRITTEN.map((locale) => [locale, readArea(ROOT, locale, area)]))),
    ),
  ];
}

/** A key is used as `m.key` or, where a text is data, as `'key'`. */
function unusedKeys() {
  const all = [...sources.values()].join('\n');
  const used = new Set(
    [...all.matchAll(/\bm\.(\w+)|'(\w+)'/g)].map(([, call, key]) => call ?? key),
  );
  return projectOf(ROOT)
    .areas.flatMap((area) => Object.keys(readArea(ROOT, WRITTEN[0], area)))
    .filter((key) => !used.has(key))
    .map((key) => `${key}: nothing says it`);
}

function faultsOfComponents() {
  return [...sources]
    .filter(
      ([file]) => file.endsWith('.svelte') && !exempt.some((folder) => file.startsWith(folder)),
    )
    .flatMap(([file, source]) =>
      bareTexts(source).map(
        ({ line, text }) => `${file}:${line}: “${text}” is not in the catalogue`,
      ),
    );
}
