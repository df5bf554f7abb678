import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { findProgram, runStep } from './run.mjs';
import { say, SetupError } from './say.mjs';

/** What Electron's executable is linked with, and what it loads when a feature is first used. */
const ELECTRON_PACKAGES = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libnotify4',
  'libsecret-1-0',
  'xdg-utils',
];

/** Programs, and files by their path, by the Debian package they come in. */
const DISPLAY_PROGRAMS = { Xvfb: 'xvfb' };
/** What the tests without a screen talk to: a message bus, GNOME's settings and their schema. */
const SERVICE_PROGRAMS = {
  'dbus-daemon': 'dbus',
  gsettings: 'libglib2.0-bin',
  '/usr/share/glib-2.0/schemas/org.gnome.settings-daemon.plugins.media-keys.gschema.xml':
    'gnome-settings-daemon-common',
};
const DESKTOP_PROGRAMS = {
  ...DISPLAY_PROGRAMS,
  ...SERVICE_PROGRAMS,
  'dbus-send': 'dbus',
  openbox: 'openbox',
  dunst: 'dunst',
  trayer: 'trayer',
  xdotool: 'xdotool',
  xprop: 'x11-utils',
  import: 'imagemagick',
  'notify-send': 'libnotify-bin',
  'gnome-keyring-daemon': 'gnome-keyring',
  'xdg-open': 'xdg-utils',
  'update-desktop-database': 'desktop-file-utils',
  'desktop-file-validate': 'desktop-file-utils',
  fakeroot: 'fakeroot',
  xterm: 'xterm',
  sway: 'sway',
  swaymsg: 'sway',
  wtype: 'wtype',
  grim: 'grim',
  foot: 'foot',
  'wl-copy': 'wl-clipboard',
};

/** A mirror may fail once, and another apt-get (a machine that has just started) may hold the lock (s). */
const APT_PATIENCE = ['-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=300'];

/** The libraries Electron's executable needs. */
export async function ensureLibraries(electron) {
  await ensure(
    () => lackingLibraries(electron),
    () => ELECTRON_PACKAGES,
  );
}

/** What a virtual display needs. */
export const ensureDisplayPrograms = () => ensurePrograms(DISPLAY_PROGRAMS);

/** What the tests without a screen need. */
export const ensureServicePrograms = () => ensurePrograms(SERVICE_PROGRAMS);

/** What the tests' virtual desktop needs, and the tests themselves. */
export const ensureDesktopPrograms = () => ensurePrograms(DESKTOP_PROGRAMS);

async function ensurePrograms(programs) {
  const isThere = (name) => (isAbsolute(name) ? existsSync(name) : findProgram(name));
  const lacking = () => Object.keys(programs).filter((name) => !isThere(name));
  await ensure(lacking, (names) => [...new Set(names.map((name) => programs[name]))]);
}

/**
 * Installs what is lacking, if that is in this process's power; otherwise says how to.
 * @param {() => string[]} findLacking
 * @param {(lacking: string[]) => string[]} packagesFor
 */
async function ensure(findLacking, packagesFor) {
  const lacking = findLacking();
  if (lacking.length === 0) return;
  const packages = packagesFor(lacking);
  if (!isDebian() || !isRoot()) throw new SetupError(howTo(lacking, packages));
  await install(packages);
  const still = findLacking();
  if (still.length > 0) throw new SetupError(`Still missing: ${still.join(', ')}.`);
}

function lackingLibraries(electron) {
  if (process.platform !== 'linux') return [];
  const { stdout } = spawnSync('ldd', [electron], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name);
}

async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  say(`Installing system packages: ${packages.join(' ')} (apt-get, a minute or so)`);
  await runStep('apt-get', [...APT_PATIENCE, 'update', '-qq'], { env });
  await runStep(
    'apt-get',
    [
      ...APT_PATIENCE,
      'install',
      '-y',
      '-qq',
      '--no-install-recommends',
      ...packages.map(currentName),
    ],
    { env },
  );
}

/** Debian 13 and Ubuntu 24.04 renamed some libraries, and apt-get does not follow all of them. */
function currentName(name) {
  const renamed = `${name}t64`;
  const { stdout } = spawnSync('apt-cache', ['pkgnames', renamed], { encoding: 'utf8' });
  return stdout.split('\n').includes(renamed) ? renamed : name;
}

function howTo(lacking, packages) {
  const names = packages.join(' ');
  return isDebian()
    ? `Missing: ${lacking.join(', ')}. Install it with:\n` +
        `  sudo apt-get update && sudo apt-get install -y ${names}`
    : `Missing: ${lacking.join(', ')}. Install what your system calls these Debian packages:\n` +
        `  ${names}`;
}

const isDebian = () => existsSync('/etc/debian_version');
const isRoot = () => process.getuid?.() === 0;
