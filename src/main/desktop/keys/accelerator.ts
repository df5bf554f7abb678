/** The modifiers of a shortcut, in the order that they are written here. */
const MODIFIERS = ['ctrl', 'alt', 'shift', 'super'] as const;
type Modifier = (typeof MODIFIERS)[number];

/** A shortcut, apart from how any desktop writes it. */
export interface Shortcut {
  readonly modifiers: readonly Modifier[];
  /** The X11 keysym name of its key: `h`, `F5`, `Prior`. */
  readonly keysym: string;
}

/** Electron's names of modifiers, on Linux (lower case). */
const MODIFIER_OF = new Map<string, Modifier>(
  Object.entries({
    commandorcontrol: 'ctrl',
    cmdorctrl: 'ctrl',
    control: 'ctrl',
    ctrl: 'ctrl',
    alt: 'alt',
    option: 'alt',
    shift: 'shift',
    super: 'super',
    meta: 'super',
  } as const),
);

/** Keysyms of the keys that Settings records (xkbcommon-keysyms.h); letters, digits, F keys are their own. */
const KEYSYM_OF = new Map(
  Object.entries({
    up: 'Up',
    down: 'Down',
    left: 'Left',
    right: 'Right',
    space: 'space',
    return: 'Return',
    enter: 'Return',
    tab: 'Tab',
    backspace: 'BackSpace',
    delete: 'Delete',
    insert: 'Insert',
    home: 'Home',
    end: 'End',
    pageup: 'Prior',
    pagedown: 'Next',
    mediaplaypause: 'XF86AudioPlay',
  }),
);

/** Reads an Electron accelerator; undefined for one with a part that is not known here. */
export function shortcutOf(accelerator: string): Shortcut | undefined {
  const parts = accelerator.toLowerCase().split('+');
  const key = parts.pop() ?? '';
  const modifiers = parts.map((part) => MODIFIER_OF.get(part));
  const plain = /^(?:[a-z0-9]|f(?:[1-9]|1\d|2[0-4]))$/.test(key) ? key : undefined;
  const keysym = plain?.replace(/^f(?=\d)/, 'F') ?? KEYSYM_OF.get(key);
  if (keysym === undefined || modifiers.includes(undefined)) return undefined;
  return { modifiers: MODIFIERS.filter((name) => modifiers.includes(name)), keysym };
}

type Names = Readonly<Record<Modifier, string>>;
const GTK: Names = { ctrl: '<Control>', alt: '<Alt>', shift: '<Shift>', super: '<Super>' };
const PORTAL: Names = { ctrl: 'CTRL', alt: 'ALT', shift: 'SHIFT', super: 'LOGO' };
const SWAY: Names = { ctrl: 'Control', alt: 'Mod1', shift: 'Shift', super: 'Mod4' };
const HYPRLAND: Names = { ctrl: 'CTRL', alt: 'ALT', shift: 'SHIFT', super: 'SUPER' };

const named = ({ modifiers }: Shortcut, names: Names): string[] =>
  modifiers.map((modifier) => names[modifier]);

/** As GTK and GNOME's settings write it: `<Control><Alt>h`. */
export const forGnome = (shortcut: Shortcut): string =>
  [...named(shortcut, GTK), shortcut.keysym].join('');

/** As the portal takes it (XDG "shortcuts" specification): `CTRL+ALT+h`. */
export const forPortal = (shortcut: Shortcut): string =>
  [...named(shortcut, PORTAL), shortcut.keysym].join('+');

/** As sway and i3 write it: `Control+Mod1+h`. */
export const forSway = (shortcut: Shortcut): string =>
  [...named(shortcut, SWAY), shortcut.keysym].join('+');

/** As Hyprland writes it: `CTRL ALT, h`. */
export const forHyprland = (shortcut: Shortcut): string =>
  `${named(shortcut, HYPRLAND).join(' ')}, ${shortcut.keysym}`;
