import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';

/**
 * Makes dist/linux-unpacked or its like: the program with the runtime it runs on.
 * @param {string} root the project folder, built
 * @param {string} electron the executable of the runtime to pack
 */
export async function packProgram(root, electron) {
  const runtime = dirname(electron);
  const version = readFileSync(join(runtime, 'version'), 'utf8').trim().replace(/^v/, '');
  await build({
    projectDir: root,
    publish: 'never',
    targets: Platform.current().createTarget('dir', Arch[process.arch]),
    config: {
      extends: join(root, 'electron-builder.yml'),
      electronVersion: version,
      electronDist: runtime,
      afterExtract: ({ appOutDir }) => {
        // The app that a plain Electron starts with has no place in a packaged one.
        for (const name of ['app', 'default_app.asar']) {
          rmSync(join(appOutDir, 'resources', name), { recursive: true, force: true });
        }
      },
    },
  });
}
