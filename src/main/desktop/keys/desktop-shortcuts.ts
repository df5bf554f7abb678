import { HOTKEY_ACTIONS, type HotkeySettings } from '@shared/settings/settings.ts';
import type { DesktopName } from '../session.ts';
import { commandOf, shellLine } from './command.ts';
import { gnomeShortcuts, hasGnomeShortcuts, setGnomeShortcuts } from './gnome.ts';
import { linesFor } from './lines.ts';

/** Where a person sets up what no program does. */
const WHERE: Readonly<Record<DesktopName, string>> = {
  gnome: '',
  sway: '~/.config/sway/config',
  i3: '~/.config/i3/config',
  hyprland: '~/.config/hypr/hyprland.conf',
  kde: 'System Settings, Shortcuts, Add New, Command',
  other: 'the keyboard shortcuts of your desktop, as commands',
};

/** The desktop's own shortcuts, which run this app's command line. */
export class DesktopShortcuts {
  readonly #desktop: DesktopName;
  readonly #own: () => readonly string[];

  /** @param own the command that starts this app */
  constructor(desktop: DesktopName, own: () => readonly string[]) {
    this.#desktop = desktop;
    this.#own = own;
  }

  /** Whether this desktop lets a program set them up. */
  get canSetUp(): boolean {
    return this.#desktop === 'gnome';
  }

  /** Whether they are set up; this desktop is then the one that hears the keys. */
  isSetUp(): Promise<boolean> {
    return this.canSetUp ? hasGnomeShortcuts() : Promise.resolve(false);
  }

  /** @throws when the desktop does not take them */
  setUp(keys: HotkeySettings): Promise<void> {
    return setGnomeShortcuts(gnomeShortcuts(keys, this.#own()));
  }

  /** @throws when the desktop does not give them up */
  remove(): Promise<void> {
    return setGnomeShortcuts([]);
  }

  /** What to copy where; '' where a program sets it up. */
  toCopy(keys: HotkeySettings): { readonly lines: string; readonly where: string } {
    const where = WHERE[this.#desktop];
    const own = this.#own();
    const lines =
      linesFor(this.#desktop, keys, own) ||
      HOTKEY_ACTIONS.map((action) => shellLine(commandOf(own, action))).join('\n');
    return where === '' ? { lines: '', where } : { lines, where };
  }
}
