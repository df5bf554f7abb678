// npm run messages: makes the typed functions of the texts in messages/, after a change of them.
import { ROOT } from './lib/paths.mjs';
import { prepareModules } from './lib/prepare.mjs';
import { runScript } from './lib/say.mjs';

await runScript(async () => {
  await prepareModules(ROOT);
  return 0;
});
