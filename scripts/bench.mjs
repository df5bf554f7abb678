// npm run bench [-- --quick] [--json FILE] [NAME …]: sets up what is missing and runs the benchmarks
// (docs/performance.md), windows included, in a virtual desktop of their own.
import { join } from 'node:path';
import { runForeground } from './lib/children.mjs';
import { startDesktop } from './lib/desktop/desktop.mjs';
import { electronEnv } from './lib/electron/env.mjs';
import { ROOT } from './lib/paths.mjs';
import { prepareApp } from './lib/prepare.mjs';
import { runScript } from './lib/say.mjs';

await runScript(async () => {
  const electron = await prepareApp(ROOT, 'virtual desktop');
  const desktop = await startDesktop(electronEnv(), { keyring: false });
  const program = join(ROOT, 'test/bench/run.ts');
  try {
    return await runForeground(
      process.execPath,
      ['--import', 'tsx', program, ...process.argv.slice(2)],
      {
        env: { ...desktop.env, RINGSIDE_ELECTRON: electron },
      },
    );
  } finally {
    await desktop.stop();
  }
});
