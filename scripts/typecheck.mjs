// npm run typecheck: each layer with the types it may use, then everything together with tests and components.
import { runForeground } from './lib/children.mjs';
import { ROOT } from './lib/paths.mjs';
import { prepareModules } from './lib/prepare.mjs';
import { toolOf } from './lib/run.mjs';
import { runScript, say } from './lib/say.mjs';

const LAYERS = ['shared', 'demo-pbx', 'preload', 'cli', 'main', 'gateway'];
/** Those with components. The last is what tests and configuration are read by. */
const WITH_COMPONENTS = ['src/renderer/tsconfig.json', 'tsconfig.json'];

await runScript(async () => {
  await prepareModules(ROOT);
  const checks = [
    ...LAYERS.map((layer) => ['tsc', 'typescript', '--project', `src/${layer}`]),
    ...WITH_COMPONENTS.map((config) => ['svelte-check', 'svelte-check', '--tsconfig', config]),
  ];
  let failed = 0;
  for (const [tool, folder, ...args] of checks) {
    say(`── ${tool} ${args.join(' ')}`);
    const code = await runForeground(process.execPath, [toolOf(ROOT, tool, folder), ...args], {
      cwd: ROOT,
    });
    if (code !== 0) failed += 1;
  }
  return failed === 0 ? 0 : 1;
});
