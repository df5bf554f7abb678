import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  HOTKEY_ACTIONS,
  type HotkeyAction,
  type HotkeySettings,
} from '@shared/settings/settings.ts';
import { forGnome, shortcutOf } from './accelerator.ts';
import { commandOf, shellLine } from './command.ts';
import { readVariantStrings, variantString, variantStrings } from './gvariant.ts';

const exec = promisify(execFile);

const SCHEMA = 'org.gnome.settings-daemon.plugins.media-keys';
const LIST = 'custom-keybindings';
/** Each shortcut has a place of its own; these names are ours alone. */
const OURS = `/org/gnome/settings-daemon/plugins/media-keys/${LIST}/ringside-`;
const placeOf = (action: HotkeyAction): string => `${OURS}${action}/`;
/** ms that gsettings may take. */
const GSETTINGS_MS = 5_000;

/** What the shortcuts are called in GNOME's own settings. */
const NAMES: Readonly<Record<HotkeyAction, string>> = {
  hold: 'Ringside: hold or resume',
  hangup: 'Ringside: hang up',
  answer: 'Ringside: answer',
  mute: 'Ringside: mute or unmute',
  dial: 'Ringside: dial what is selected',
  show: 'Ringside: show the window',
};

/** One shortcut as GNOME keeps it. */
export interface GnomeShortcut {
  readonly place: string;
  readonly name: string;
  readonly command: string;
  readonly binding: string;
}

/** @param own the command that starts this app */
export function gnomeShortcuts(keys: HotkeySettings, own: readonly string[]): GnomeShortcut[] {
  return HOTKEY_ACTIONS.flatMap((action) => {
    const shortcut = shortcutOf(keys[action]);
    if (!shortcut) return [];
    return [
      {
        place: placeOf(action),
        name: NAMES[action],
        command: shellLine(commandOf(own, action)),
        binding: forGnome(shortcut),
      },
    ];
  });
}

const gsettings = async (...args: string[]): Promise<string> =>
  (await exec('gsettings', args, { timeout: GSETTINGS_MS })).stdout;

const listed = async (): Promise<string[]> =>
  readVariantStrings(await gsettings('get', SCHEMA, LIST));

/** Whether shortcuts of ours are set up; false too where there are no such settings. */
export const hasGnomeShortcuts = (): Promise<boolean> =>
  listed().then(
    (places) => places.some((place) => place.startsWith(OURS)),
    () => false,
  );

/**
 * Makes these the shortcuts of ours, and leaves those of others, in their order.
 * @throws when GNOME's settings cannot be read or written
 */
export async function setGnomeShortcuts(shortcuts: readonly GnomeShortcut[]): Promise<void> {
  const before = await listed();
  for (const { place, ...entry } of shortcuts)
    for (const [key, value] of Object.entries(entry))
      await gsettings('set', `${SCHEMA}.custom-keybinding:${place}`, key, variantString(value));
  const others = before.filter((place) => !place.startsWith(OURS));
  const places = [...others, ...shortcuts.map(({ place }) => place)];
  await gsettings('set', SCHEMA, LIST, variantStrings(places));
  // Last, so that no listed shortcut is ever half there.
  for (const place of HOTKEY_ACTIONS.map(placeOf))
    if (!places.includes(place))
      await gsettings('reset-recursively', `${SCHEMA}.custom-keybinding:${place}`);
}
