import { runForeground, stop } from './children.mjs';
import { startDisplay } from './desktop/display.mjs';
import { privateFolder } from './desktop/private-folder.mjs';
import { startSessionBus } from './desktop/session-bus.mjs';
import { prepareApp } from './prepare.mjs';
import { findProgram } from './run.mjs';
import { electronEnv } from './electron/env.mjs';
import { say } from './say.mjs';

/**
 * Starts the app in a project folder and waits for its end.
 * @param {string} root the project folder
 * @param {readonly string[]} args for the app
 * @returns {Promise<number>} Electron's exit code
 */
export async function startApp(root, args) {
  const virtual =
    process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  const electron = await prepareApp(root, virtual ? 'virtual display' : 'own display');
  const env = electronEnv();
  if (!virtual) return runForeground(electron, [root, ...args], { env });

  say('No display: running under a virtual one');
  const folder = privateFolder();
  const display = await startDisplay(folder);
  const session = await sessionFor(env, folder);
  try {
    return await runForeground(electron, [root, ...args], {
      env: { ...env, ...display.env, ...session?.env },
    });
  } finally {
    if (session) await stop(session.bus);
    await stop(display.server);
  }
}

/** Without a bus the app runs too, only without notifications. */
async function sessionFor(env, folder) {
  if (env.DBUS_SESSION_BUS_ADDRESS || !findProgram('dbus-daemon')) return undefined;
  return startSessionBus(folder);
}
