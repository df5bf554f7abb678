import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, stop } from '../children.mjs';
import { waitUntilThere } from '../wait.mjs';
import { startDisplay } from './display.mjs';
import { notificationConfig } from './notification-config.mjs';
import { privateFolder } from './private-folder.mjs';
import { startSessionBus } from './session-bus.mjs';

/**
 * Starts a whole desktop on a virtual screen: windows, notifications, a tray, and, if asked for,
 * an open keyring. Nothing of the person's own desktop or settings is touched or seen.
 * @param {NodeJS.ProcessEnv} base what the desktop adds to
 * @param {{ keyring: boolean }} options
 */
export async function startDesktop(base, { keyring }) {
  const folder = privateFolder();
  const env = { ...base, ...privateHome(folder) };
  delete env.WAYLAND_DISPLAY;
  // Electron chooses its keyring by the desktop's name; without one it uses none.
  delete env.XDG_CURRENT_DESKTOP;
  if (keyring) env.XDG_CURRENT_DESKTOP = 'GNOME';

  const display = await startDisplay(folder);
  Object.assign(env, display.env);
  const session = await startSessionBus(folder);
  Object.assign(env, session.env);

  const notifications = await startNotifications(env, folder);
  const forTests = {
    RINGSIDE_NOTIFICATIONS: String(notifications.pid),
    RINGSIDE_CHOICE: join(folder, 'choice'),
  };
  const parts = [
    await startWindowManager(env),
    notifications,
    await startTray(env),
    ...(keyring ? [await startKeyring(env)] : []),
  ];
  return {
    env: { ...env, ...forTests },
    async stop() {
      await Promise.all(parts.map(stop));
      await Promise.all([stop(session.bus), stop(display.server)]);
    },
  };
}

/** ms that a tray may take to show itself, and how many are tried. */
const TRAY_MS = 15_000;
const TRAYS = 4;

/** The cache stays the person's own: it holds the Electron runtime, and nothing of the app. */
function privateHome(folder) {
  const homes = {
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_RUNTIME_DIR: join(folder, 'runtime'),
  };
  for (const home of Object.values(homes)) mkdirSync(home, { mode: 0o700 });
  return homes;
}

async function startWindowManager(env) {
  const child = launch('openbox', ['--sm-disable'], { env, stdio: 'ignore' });
  await waitUntilThere('openbox', child, () =>
    says(env, 'xprop', ['-root', '_NET_SUPPORTING_WM_CHECK'], 'window id'),
  );
  return child;
}

async function startNotifications(env, folder) {
  const child = launch('dunst', ['-config', notificationConfig(folder)], { env, stdio: 'ignore' });
  await waitUntilThere('dunst', child, () => isOnBus(env, 'org.freedesktop.Notifications'));
  return child;
}

/** trayer now and then takes the tray's selection and never shows its window: then another is started. */
async function startTray(env) {
  for (let attempt = 1; ; attempt += 1) {
    const child = launch(
      'trayer',
      ['--edge', 'bottom', '--align', 'right', '--width', '20', '--height', '24'],
      { env, stdio: 'ignore' },
    );
    try {
      // It takes the tray's selection before it shows its window.
      const isShown = () =>
        says(env, 'xdotool', ['search', '--onlyvisible', '--class', 'trayer'], '');
      await waitUntilThere('trayer', child, isShown, TRAY_MS);
      return child;
    } catch (error) {
      await stop(child);
      if (attempt === TRAYS) throw error;
    }
  }
}

/** Unlocked with an empty password, which is also how it is created. */
async function startKeyring(env) {
  const child = launch(
    'gnome-keyring-daemon',
    ['--unlock', '--foreground', '--components=secrets'],
    { env, stdio: ['pipe', 'ignore', 'ignore'] },
  );
  child.stdin.end('\n');
  await waitUntilThere('gnome-keyring', child, () => isOnBus(env, 'org.freedesktop.secrets'));
  return child;
}

function isOnBus(env, name) {
  const call = [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
  ];
  return says(
    env,
    'dbus-send',
    [...call, 'org.freedesktop.DBus.NameHasOwner', `string:${name}`],
    'true',
  );
}

function says(env, command, args, word) {
  const { status, stdout } = spawnSync(command, args, { env, encoding: 'utf8' });
  return status === 0 && stdout.includes(word);
}
