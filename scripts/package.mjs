// npm run package: makes the packaged program in dist/, and on Debian a .deb of it.
import { join } from 'node:path';
import { packDebian } from './lib/package/debian.mjs';
import { checkFuses } from './lib/package/fuses.mjs';
import { packProgram } from './lib/package/program.mjs';
import { ROOT } from './lib/paths.mjs';
import { prepareApp } from './lib/prepare.mjs';
import { runScript, say } from './lib/say.mjs';

await runScript(async () => {
  const electron = await prepareApp(ROOT, 'own display');
  await packProgram(ROOT, electron);
  if (process.platform !== 'linux') return 0;
  const folder = join(ROOT, 'dist/linux-unpacked');
  await checkFuses(join(folder, 'ringside'));
  say(`The program: ${folder}/ringside`);
  const file = await packDebian(ROOT, folder);
  if (file) say(`The Debian package: ${file}`);
  return 0;
});
