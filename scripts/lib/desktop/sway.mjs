import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, stop } from '../children.mjs';
import { waitUntilThere } from '../wait.mjs';
import { notificationConfig } from './notification-config.mjs';
import { ordinaryUser, readableApp, wrapper } from './ordinary-user.mjs';
import { privateFolder } from './private-folder.mjs';
import { startSessionBus } from './session-bus.mjs';

/**
 * Starts sway, a Wayland desktop, on a screen that is not there, as an ordinary user, with a session
 * bus and a notification daemon.
 * @param {NodeJS.ProcessEnv} base what the desktop adds to
 * @param {{ root: string, electron: string }} app the project folder, Electron's executable
 */
export async function startSway(base, { root, electron }) {
  const folder = privateFolder();
  const user = ordinaryUser(folder);
  const env = { ...base, ...homes(folder, user), ...VIRTUAL };
  for (const name of ['DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY', 'ELECTRON_DISABLE_SANDBOX'])
    delete env[name];
  const start = (program, args, options = {}) => {
    const [command, all] = user.command(program, args);
    return launch(command, all, { env, stdio: 'ignore', ...options });
  };
  const session = await startSessionBus(folder, start);
  Object.assign(env, session.env);

  const config = join(folder, 'sway.conf');
  writeFileSync(config, SWAY_CONFIG, { mode: 0o644 });
  const sway = start('sway', ['--config', config]);
  const runtime = env.XDG_RUNTIME_DIR;
  const named = (pattern) => readdirSync(runtime).find((name) => pattern.test(name));
  await waitUntilThere('sway', sway, () => named(/^sway-ipc\./) && named(/^wayland-\d+$/));
  env.WAYLAND_DISPLAY = named(/^wayland-\d+$/);
  env.SWAYSOCK = join(runtime, named(/^sway-ipc\./));

  const dunst = start('dunst', ['-config', notificationConfig(folder)]);
  const [ask, words] = user.command('dunstctl', ['is-paused']);
  await waitUntilThere('dunst', dunst, () => spawnSync(ask, words, { env }).status === 0);
  const staged = readableApp(folder, root, electron);
  const forTests = {
    RINGSIDE_ELECTRON: wrapper(join(folder, 'electron'), user, staged.electron),
    RINGSIDE_APP: staged.app,
    RINGSIDE_AS_USER: wrapper(join(folder, 'as-user'), user, ''),
    RINGSIDE_USER_FOLDER: env.XDG_DATA_HOME,
    RINGSIDE_SWITCHES: '--ozone-platform=wayland --disable-gpu',
    RINGSIDE_NOTIFICATIONS: String(dunst.pid),
    RINGSIDE_CHOICE: join(folder, 'choice'),
  };
  return {
    env: { ...env, ...forTests },
    async stop() {
      await stop(dunst);
      await stop(sway);
      await stop(session.bus);
    },
  };
}

function homes(folder, user) {
  const paths = {
    HOME: join(folder, 'home'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_RUNTIME_DIR: join(folder, 'run'),
  };
  for (const path of Object.values(paths)) {
    mkdirSync(path, { mode: 0o700 });
    user.own(path);
  }
  return paths;
}

/** No screen, no input device, no graphics card. */
const VIRTUAL = {
  WLR_BACKENDS: 'headless',
  WLR_LIBINPUT_NO_DEVICES: '1',
  WLR_RENDERER: 'pixman',
  XDG_SESSION_TYPE: 'wayland',
  XDG_CURRENT_DESKTOP: 'sway',
};

/** Windows float, as on most desktops; a window that asks for the focus is marked urgent only. */
const SWAY_CONFIG = `xwayland disable
output HEADLESS-1 resolution 1280x800 position 0 0
for_window [app_id=".*"] floating enable
focus_follows_mouse no
focus_on_window_activation urgent
`;
