// npm run screenshots: takes the pictures in docs/images, of the real app on a virtual desktop.
import { runForeground } from './lib/children.mjs';
import { startDesktop } from './lib/desktop/desktop.mjs';
import { electronEnv } from './lib/electron/env.mjs';
import { ROOT } from './lib/paths.mjs';
import { prepareApp } from './lib/prepare.mjs';
import { toolOf } from './lib/run.mjs';
import { runScript } from './lib/say.mjs';

await runScript(async () => {
  const electron = await prepareApp(ROOT, 'virtual desktop');
  const desktop = await startDesktop(electronEnv(), { keyring: false });
  try {
    const playwright = toolOf(ROOT, 'playwright', '@playwright/test');
    return await runForeground(
      process.execPath,
      [playwright, 'test', '-c', 'playwright.screenshots.config.ts', ...process.argv.slice(2)],
      { cwd: ROOT, env: { ...desktop.env, RINGSIDE_ELECTRON: electron } },
    );
  } finally {
    await desktop.stop();
  }
});
