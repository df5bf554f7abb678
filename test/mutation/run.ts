import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PLACES, type Place } from './places.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COPIED = ['src', 'test', 'docs', 'package.json', 'tsconfig.json', 'vitest.config.ts'];
/** ms that the tests of a place may take; a fault that hangs them is caught. */
const DEADLINE_MS = 120_000;

/** A copy of the project: whatever ends this run, no fault stays in the sources. */
function workshop(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-mutate-'));
  for (const name of COPIED) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Whether the tests of a place pass. */
function passes(folder: string, tests: readonly string[]): boolean {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--bail=1', ...tests], {
    cwd: folder,
    stdio: 'ignore',
    timeout: DEADLINE_MS,
  });
  return status === 0;
}

/** Plants one fault and says whether it was caught. @throws Error where the sources do not have the place */
function isCaught(folder: string, { file, from, to, tests }: Place): boolean {
  const path = join(folder, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(from).length !== 2) throw new Error(`${file} has not exactly one “${from}”.`);
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
  try {
    return !passes(folder, tests);
  } finally {
    writeFileSync(path, source);
  }
}

const only = process.argv[2] ?? '';
const places = PLACES.filter(({ file }) => file.includes(only));
const folder = workshop();
try {
  // Tests that fail by themselves would catch everything.
  for (const tests of new Set(places.map((place) => place.tests.join(' '))))
    if (!passes(folder, tests.split(' '))) throw new Error(`${tests} fails without a fault.`);
  let caught = 0;
  for (const place of places) {
    const isOne = isCaught(folder, place);
    caught += Number(isOne);
    process.stdout.write(
      `${isOne ? 'caught  ' : 'SURVIVED'} ${place.file}: ${place.from} → ${place.to}\n`,
    );
  }
  const share = ((100 * caught) / places.length).toFixed(0);
  process.stdout.write(`${caught} of ${places.length} caught (${share} %)\n`);
  process.exitCode = caught / places.length >= 0.9 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
