import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { launch, stop } from '../children.mjs';
import { CACHE } from '../paths.mjs';
import { say } from '../say.mjs';
import { FALLBACK_WORKS_HERE } from './fallback.mjs';

/** Long enough for a slow connection to show life, short enough for one that leads nowhere. */
const STALL_MS = 20_000;
const POLL_MS = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The executable the `electron` package has downloaded, if it is of the package's version. */
export function findOfficial(root) {
  const folder = join(root, 'node_modules/electron');
  const name = textOf(join(folder, 'path.txt'));
  const version = textOf(join(folder, 'dist/version'))?.replace(/^v/, '');
  if (!name || version !== versionOf(root)) return undefined;
  const executable = join(folder, 'dist', name);
  return existsSync(executable) ? executable : undefined;
}

/** Lets the `electron` package download its executable: undefined where that does not work. */
export async function downloadOfficial(root) {
  const failedBefore = join(CACHE, `electron-${versionOf(root)}-out-of-reach`);
  if (FALLBACK_WORKS_HERE && isRecent(failedBefore)) return undefined;
  say(`Downloading Electron ${versionOf(root)} (about 120 MB)`);
  const problem = await download(join(root, 'node_modules/electron'));
  if (problem === undefined) return findOfficial(root);
  say(`The download failed: ${problem}`);
  writeFileSync(failedBefore, ''); // later starts today do not wait for it again
  return undefined;
}

/** @returns {Promise<string | undefined>} why it failed */
async function download(folder) {
  // The download lands in the temporary folder: one of its own shows whether it still grows.
  const temporary = join(CACHE, 'download');
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const child = launch(process.execPath, [join(folder, 'install.js')], {
    stdio: ['ignore', 2, 'pipe'],
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  const watch = stopWhenStalled(child, [temporary, join(folder, 'dist')]);
  const [code] = await once(child, 'close');
  clearInterval(watch);
  rmSync(temporary, { recursive: true, force: true });
  if (code === 0) return undefined;
  return code === null ? `nothing came for ${STALL_MS / 1000} s` : reasonOf(errors);
}

function stopWhenStalled(child, folders) {
  let size = -1;
  let since = Date.now();
  return setInterval(() => {
    const now = folders.reduce((sum, folder) => sum + sizeOf(folder), 0);
    if (now !== size) since = Date.now();
    size = now;
    if (Date.now() - since > STALL_MS) void stop(child);
  }, POLL_MS);
}

/** Of a stack and its causes, the innermost cause says most ("getaddrinfo ENOTFOUND github.com"). */
function reasonOf(errors) {
  const causes = errors.match(/^.*Error: .*$/gm) ?? [];
  return causes.at(-1)?.trim() ?? errors.trim();
}

function sizeOf(folder) {
  try {
    return readdirSync(folder, { recursive: true })
      .map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0)
      .reduce((sum, size) => sum + size, 0);
  } catch {
    return 0; // not there yet, or a part of it was taken away while it was read
  }
}

const isRecent = (file) => existsSync(file) && Date.now() - statSync(file).mtimeMs < DAY_MS;
const textOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
const versionOf = (root) =>
  JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')).version;
