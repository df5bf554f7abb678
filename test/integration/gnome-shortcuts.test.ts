import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultSettings } from '../../src/shared/settings/settings.ts';
import {
  gnomeShortcuts,
  hasGnomeShortcuts,
  setGnomeShortcuts,
} from '../../src/main/desktop/keys/gnome.ts';

/** GNOME's own gsettings and schemas, with a file in place of the person's settings. */
const SCHEMA = 'org.gnome.settings-daemon.plugins.media-keys';
const get = (schema: string, key: string): string =>
  execFileSync('gsettings', ['get', schema, key], { encoding: 'utf8' }).trim();
const listed = (): string => get(SCHEMA, 'custom-keybindings');
const placeOf = (name: string): string =>
  `/org/gnome/settings-daemon/plugins/media-keys/custom-keybindings/${name}/`;
const ofPlace = (name: string, key: string): string =>
  get(`${SCHEMA}.custom-keybinding:${placeOf(name)}`, key);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-gsettings-'));
  vi.stubEnv('GSETTINGS_BACKEND', 'keyfile');
  vi.stubEnv('XDG_CONFIG_HOME', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const it = test.skipIf(process.platform !== 'linux');
const keys = { ...defaultSettings().hotkeys, mute: '', dial: '', show: '' };
const own = ["/opt/Ring side's/ringside"];

it('are set up beside those of others, followed, and taken back', async () => {
  const others = `['${placeOf('custom0')}']`;
  execFileSync('gsettings', ['set', SCHEMA, 'custom-keybindings', others]);
  expect(await hasGnomeShortcuts()).toBe(false);

  await setGnomeShortcuts(gnomeShortcuts(keys, own));
  expect(await hasGnomeShortcuts()).toBe(true);
  const ours = ['ringside-hold', 'ringside-hangup', 'ringside-answer'].map(placeOf);
  expect(listed()).toBe(`['${[placeOf('custom0'), ...ours].join("', '")}']`);
  expect(ofPlace('ringside-hold', 'binding')).toBe("'<Control><Alt><Shift>h'");
  expect(ofPlace('ringside-hold', 'name')).toBe("'Ringside: hold or resume'");
  // As GLib splits it: one word with the space and the quote, and the action.
  expect(ofPlace('ringside-hold', 'command')).toBe(
    String.raw`"'/opt/Ring side'\\''s/ringside' hold"`,
  );

  await setGnomeShortcuts(gnomeShortcuts({ ...keys, hold: 'F9', answer: '' }, own));
  expect(ofPlace('ringside-hold', 'binding')).toBe("'F9'");
  expect(listed()).toBe(
    `['${['custom0', 'ringside-hold', 'ringside-hangup'].map(placeOf).join("', '")}']`,
  );
  expect(ofPlace('ringside-answer', 'command')).toBe("''");

  await setGnomeShortcuts([]);
  expect(listed()).toBe(others);
  expect(ofPlace('ringside-hold', 'command')).toBe("''");
  expect(await hasGnomeShortcuts()).toBe(false);
});

it('are not written where the list cannot be read', async () => {
  vi.stubEnv('PATH', folder);
  expect(await hasGnomeShortcuts()).toBe(false);
  await expect(setGnomeShortcuts(gnomeShortcuts(keys, own))).rejects.toThrow();
});
