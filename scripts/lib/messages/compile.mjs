import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { say } from '../say.mjs';
import { fileOf, projectOf, readArea, WRITTEN } from './catalogue.mjs';
import { PSEUDO, pseudoOf } from './pseudo.mjs';

/** Where the typed functions go, which code imports. */
const COMPILED = 'src/shared/messages/compiled';
/** By its path, not by import.meta: a build's configuration has this file bundled into it. */
const HERE = 'scripts/lib/messages';

/** Makes the typed functions of the catalogue (messages/) when they are not those of its texts. */
export async function ensureMessages(root) {
  const compiled = join(root, COMPILED);
  const stamp = join(compiled, '.made-from');
  const sources = hashOf(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  say('Compiling the texts (Paraglide, some seconds)');
  for (const [locale, change] of Object.entries(PSEUDO)) writePseudo(root, locale, change);
  // Loaded where it is used: before the modules are installed there is none.
  const { compile } = await import('@inlang/paraglide-js');
  // Beside it first: whoever reads it meanwhile finds the old one whole.
  const fresh = `${compiled}.${process.pid}`;
  await compile({
    project: join(root, 'project.inlang'),
    outdir: fresh,
    strategy: ['globalVariable', 'baseLocale'],
    outputStructure: 'locale-modules',
    emitTsDeclarations: true,
    disableAsyncLocalStorage: true,
    emitReadme: false,
    emitGitIgnore: false,
    emitPrettierIgnore: false,
  });
  writeFileSync(join(fresh, '.made-from'), sources);
  rmSync(compiled, { recursive: true, force: true });
  renameSync(fresh, compiled);
}

function writePseudo(root, locale, change) {
  for (const area of projectOf(root).areas) {
    const texts = Object.entries(readArea(root, WRITTEN[0], area));
    const changed = texts.map(([key, message]) => [key, pseudoOf(message, change)]);
    const file = fileOf(root, locale, area);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(Object.fromEntries(changed), null, 2));
  }
}

/** Contents, not dates; with the scripts that make it and the compiler's version. */
function hashOf(root) {
  const here = readdirSync(join(root, HERE)).map((name) => join(root, HERE, name));
  const texts = WRITTEN.flatMap((locale) =>
    projectOf(root).areas.map((area) => fileOf(root, locale, area)),
  );
  const project = [
    'project.inlang/settings.json',
    'node_modules/@inlang/paraglide-js/package.json',
  ];
  const hash = createHash('sha256');
  for (const file of [...project.map((name) => join(root, name)), ...texts, ...here])
    hash.update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}
