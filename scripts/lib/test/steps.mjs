import { join } from 'node:path';
import { runForeground } from '../children.mjs';
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

/** @returns {Step[]} in the order they run: what fails fastest comes first */
export function stepsOf(root) {
  const tool = (args, env = testEnv()) =>
    runForeground(process.execPath, args, {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  const check = (name, ...args) => ({
    name: [name, ...args].join(' '),
    part: 'lint',
    run: async () => one(await tool([toolOf(root, name), ...args])),
  });
  const script = (name, file, ...args) => ({
    name,
    part: 'lint',
    run: async () => one(await tool([join(root, 'scripts', file), ...args])),
  });
  return [
    check('prettier', '--check', '.'),
    check('eslint', '.'),
    script('typecheck', 'typecheck.mjs'),
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
        const args = [
          toolOf(root, 'playwright', '@playwright/test'),
          'test',
          '--reporter=list,json',
        ];
        const reportTo = { RINGSIDE_ELECTRON: electron, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
        const code = await onDesktop((env) => tool(args, { ...env, ...reportTo }));
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
    const desktop = await startSway(testEnv(), { root, electron });
    const args = [
      toolOf(root, 'playwright', '@playwright/test'),
      'test',
      '--config=playwright.wayland.config.ts',
      '--reporter=list,json',
    ];
    try {
      const env = { ...desktop.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
      return ofPlaywright(report, await tool(args, env));
    } finally {
      await desktop.stop();
    }
  },
});

/** Other systems than Linux have no virtual desktop: there the tests use the person's own. */
async function onDesktop(run) {
  const own = electronEnv(testEnv());
  if (process.platform !== 'linux') return run(own);
  const desktop = await startDesktop(own, { keyring: false });
  try {
    return await run(desktop.env);
  } finally {
    await desktop.stop();
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
