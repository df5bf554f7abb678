import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { circlesIn } from '../../scripts/lib/imports/circles.mjs';
import { importsOf } from '../../scripts/lib/imports/graph.mjs';

let root = '';
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The circles in a project of these files. */
function circles(files: Readonly<Record<string, string>>): string[][] {
  root = mkdtempSync(join(tmpdir(), 'ringside-imports-'));
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, 'src', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return circlesIn(importsOf(root));
}

it('finds files that import each other, types, exports and late imports included', () => {
  expect(
    circles({
      'a.ts': "import type { B } from './b.ts';",
      'b.ts': "export { c } from './c.ts';",
      'c.ts': "export const c = () => import('./a.ts');",
      'd.ts': "import './a.ts';",
    }),
  ).toEqual([['src/a.ts', 'src/b.ts', 'src/c.ts']]);
});

it('finds folders that import each other by different files, and components', () => {
  expect(
    circles({
      'shared/one/a.ts': "import '../two/b.ts';",
      'shared/two/b.ts': 'export {};',
      'shared/two/C.svelte': '<script lang="ts">import "@shared/one/a.ts";</script>',
    }),
  ).toEqual([['src/shared/one', 'src/shared/two']]);
});

it('lets a folder use a file that lies above it, unless that file uses the folder', () => {
  const esl = { 'pbx/esl/adapter.ts': "import '../port.ts';" };
  expect(
    circles({ ...esl, 'pbx/port.ts': '', 'pbx/open.ts': "import './esl/adapter.ts';" }),
  ).toEqual([]);
  rmSync(root, { recursive: true });
  expect(
    circles({ ...esl, 'pbx/port.ts': "import './esl/dial.ts';", 'pbx/esl/dial.ts': '' }),
  ).toEqual([['src/pbx/esl', 'src/pbx/port.ts']]);
});
