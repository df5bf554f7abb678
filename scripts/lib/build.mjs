import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runStep, toolOf } from './run.mjs';
import { say } from './say.mjs';

const SOURCES = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'svelte.config.js',
  'tsconfig.base.json',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/** Builds the app into out/ when its sources are not those of the last build. */
export async function ensureBuild(root) {
  const stamp = join(root, 'out/.built-from');
  const sources = hashOf(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  say('Building the app (electron-vite build, some seconds)');
  // Of a build that is broken off nothing may say that it is whole.
  rmSync(stamp, { force: true });
  await runStep(process.execPath, [toolOf(root, 'electron-vite'), 'build'], { cwd: root });
  writeFileSync(stamp, sources);
}

/** Contents, not dates: a branch switched there and back needs no build. */
function hashOf(root) {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesOf(join(root, source))) {
      hash
        .update(`${relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}
