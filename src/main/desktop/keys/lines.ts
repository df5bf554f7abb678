import {
  HOTKEY_ACTIONS,
  type HotkeyAction,
  type HotkeySettings,
} from '@shared/settings/settings.ts';
import type { DesktopName } from '../session.ts';
import { forHyprland, forSway, shortcutOf, type Shortcut } from './accelerator.ts';
import { commandOf, shellLine } from './command.ts';

/** Writes the line of a desktop's configuration that runs a command by a shortcut. */
type WriteLine = (shortcut: Shortcut, command: readonly string[]) => string;

const WRITERS: Partial<Record<DesktopName, WriteLine>> = {
  sway: (shortcut, command) => `bindsym ${forSway(shortcut)} exec ${shellLine(command)}`,
  i3: (shortcut, command) =>
    `bindsym ${forSway(shortcut)} exec --no-startup-id ${quoteI3(shellLine(command))}`,
  // A # begins a comment there; two are one.
  hyprland: (shortcut, command) =>
    `bind = ${forHyprland(shortcut)}, exec, ${shellLine(command).replaceAll('#', '##')}`,
};

/** i3 ends a command at `,` and `;`, unless it is in double quotes (i3 User's Guide, "exec"). */
const quoteI3 = (line: string): string =>
  /[,;'"\\]/.test(line) ? `"${line.replace(/["\\]/g, (char) => `\\${char}`)}"` : line;

/**
 * Lines to copy into the configuration of a desktop that no program sets up; '' on others.
 * @param own the command that starts this app
 */
export function linesFor(
  desktop: DesktopName,
  keys: HotkeySettings,
  own: readonly string[],
): string {
  const write = WRITERS[desktop];
  if (!write) return '';
  const line = (action: HotkeyAction): string[] => {
    const shortcut = shortcutOf(keys[action]);
    return shortcut ? [write(shortcut, commandOf(own, action))] : [];
  };
  return HOTKEY_ACTIONS.flatMap(line).join('\n');
}
