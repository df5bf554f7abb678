import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { runBeside, runForeground } from '../children.mjs';
import { startDesktop } from '../desktop/desktop.mjs';
import { startSway } from '../desktop/sway.mjs';
import { privateFolder } from '../desktop/private-folder.mjs';
import { electronEnv } from '../electron/env.mjs';
import { toolOf } from '../run.mjs';
import { ofPlaywright, ofVitest, one } from './counts.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {'lint' | 'unit' | 'e2e'} part
 * @property {(electron: string | undefined) => Promise<import('./counts.mjs').Counts>} run
 */

/** Desktops that tests of windows run on at the same time: more are slower than they are many. */
const DESKTOPS = Math.min(2, availableParallelism());

/** @returns {Step[]} in the order they run. Those of part `lint` run side by side: the longest first. */
export function stepsOf(root) {
  const tool = (args, env = testEnv()) =>
    runForeground(process.execPath, args, {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  const lint = (name, file, args) => ({
    name,
    part: 'lint',
    run: async () =>
      one(await runBeside(process.execPath, [file, ...args], { cwd: root, env: testEnv() })),
  });
  const check = (name, ...args) => lint([name, ...args].join(' '), toolOf(root, name), args);
  const script = (name, file, ...args) => lint(name, join(root, 'scripts', file), args);
  return [
    check('eslint', '.'),
    script('typecheck', 'typecheck.mjs'),
    check('prettier', '--check', '.'),
    check('knip'),
    script('licences', 'check-deps.mjs', '--offline'),
    script('import circles', 'check-imports.mjs'),
    script('texts', 'check-texts.mjs'),
    script('docs/ipc.md', 'docs-ipc.mjs', '--check'),
    {
      name: 'vitest run',
      part: 'unit',
      async run() {
        const report = join(privateFolder(), 'vitest.json');
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
        return ofVitest(report, await tool([toolOf(root, 'vitest'), 'run', ...reporters]));
      },
    },
    {
      name: 'playwright test',
      part: 'e2e',
      async run(electron) {
        const report = join(privateFolder(), 'playwright.json');
        const args = playwright(root);
        const reportTo = { RINGSIDE_ELECTRON: electron, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
        const own = electronEnv(testEnv());
        // Other systems than Linux have no virtual desktop: there the tests use the person's own.
        const code =
          process.platform === 'linux'
            ? await onDesktops(
                () => startDesktop({ ...own, ...reportTo }, { keyring: false }),
                (env) => tool(args, env),
              )
            : await tool(args, { ...own, ...reportTo });
        return ofPlaywright(report, code);
      },
    },
    ...(process.platform === 'linux' ? [onWayland(root, tool)] : []),
  ];
}

/** The main flows on a Wayland desktop, as an ordinary user. */
const onWayland = (root, tool) => ({
  name: 'playwright test --config playwright.wayland.config.ts',
  part: 'e2e',
  async run(electron) {
    const report = join(privateFolder(), 'wayland.json');
    const args = [...playwright(root), '--config=playwright.wayland.config.ts'];
    const reportTo = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
    const code = await onDesktops(
      () => startSway({ ...testEnv(), ...reportTo }, { root, electron }),
      (env) => tool(args, env),
    );
    return ofPlaywright(report, code);
  },
});

const playwright = (root) => [
  toolOf(root, 'playwright', '@playwright/test'),
  'test',
  '--reporter=list,json',
];

/**
 * A desktop for each worker (test/support/own-desktop.ts): windows, focus and keys of one do not
 * meet those of another.
 */
async function onDesktops(start, run) {
  const desktops = [];
  try {
    while (desktops.length < DESKTOPS) desktops.push(await start());
    const all = desktops.map(({ env }) => env);
    return await run({ ...all[0], RINGSIDE_DESKTOPS: JSON.stringify(all) });
  } finally {
    await Promise.all(desktops.map((desktop) => desktop.stop()));
  }
}

/**
 * The caller's environment without the secrets and settings of a scripted start, and in one language:
 * tests read what is said, and how numbers are written.
 */
function testEnv() {
  const kept = Object.entries(process.env).filter(([name]) => !/^RINGSIDE_|^LANGUAGE$/.test(name));
  return { ...Object.fromEntries(kept), CI: '1', LC_ALL: 'C.UTF-8' };
}
