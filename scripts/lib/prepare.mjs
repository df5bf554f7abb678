import { ensureBuild } from './build.mjs';
import { ensureElectron } from './electron/index.mjs';
import { oneAtATime } from './lock.mjs';
import { ensureMessages } from './messages/compile.mjs';
import { ensureModules } from './modules.mjs';
import {
  ensureDesktopPrograms,
  ensureDisplayPrograms,
  ensureLibraries,
  ensureServicePrograms,
} from './system.mjs';

/** Everything that must be there before one of the project's command-line programs runs. */
export function prepareModules(root) {
  return oneAtATime(() => ensureSources(root));
}

/** The libraries, and the sources that are made of others. */
async function ensureSources(root) {
  await ensureModules(root);
  await ensureMessages(root);
}

/** The same, before tests that need no screen. */
export async function prepareServices(root) {
  await prepareModules(root);
  if (process.platform === 'linux') await oneAtATime(ensureServicePrograms);
}

/**
 * Everything that must be there before the app runs.
 * @param {string} root the project folder
 * @param {'own display' | 'virtual display' | 'virtual desktop'} screen
 * @returns {Promise<string>} the path of Electron's executable
 */
export function prepareApp(root, screen) {
  return oneAtATime(async () => {
    await ensureSources(root);
    const electron = await ensureElectron(root);
    await ensureLibraries(electron);
    if (screen === 'virtual display') await ensureDisplayPrograms();
    if (screen === 'virtual desktop') await ensureDesktopPrograms();
    await ensureBuild(root);
    return electron;
  });
}
