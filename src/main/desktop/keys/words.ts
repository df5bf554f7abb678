import { intentNames } from '@shared/commands/intents.ts';
import {
  HOTKEY_ACTIONS,
  type HotkeyAction,
  type HotkeySettings,
} from '@shared/settings/settings.ts';

/** A text for each hotkey that has one. */
export type HotkeyTexts = Readonly<Partial<Record<HotkeyAction, string>>>;

/** What the desktop calls each shortcut, in its dialog and its settings. */
export const NAMES: Readonly<Record<HotkeyAction, string>> = {
  ...intentNames(),
  dial: 'Dial what is selected',
  show: 'Show Ringside',
};

/** By which way a key works. */
export const WAYS = {
  grab: 'Works in every program.',
  grabXwayland:
    'Works only while a program that uses X11 has the focus: this desktop shows keys to no other.',
  portal: (trigger: string): string => `Set up with the desktop: ${trigger}.`,
  noTrigger: 'The desktop has given it no keys. Choose some in the desktop’s keyboard settings.',
  desktop: 'One of the desktop’s own shortcuts.',
  asking: 'Asking the desktop…',
  taken: (key: string): string =>
    `${key} is taken by another program or the system. Choose another.`,
} as const;

export const NO_WAY = 'This desktop lets no program have keys. Use its own shortcuts, see below.';

export const NOT_CHANGED =
  'The desktop’s shortcuts could not be changed: set them in its keyboard settings.';

/** Two actions on one key: neither could be told from the other. */
export function conflictsIn(keys: HotkeySettings): HotkeyTexts {
  const isTwin = (action: HotkeyAction, other: HotkeyAction): boolean =>
    other !== action &&
    keys[other] !== '' &&
    keys[other].toLowerCase() === keys[action].toLowerCase();
  const conflicts = HOTKEY_ACTIONS.flatMap((action) => {
    const twin = HOTKEY_ACTIONS.find((other) => isTwin(action, other));
    return twin ? [[action, `${keys[action]} is set twice: for this and for “${twin}”.`]] : [];
  });
  return Object.fromEntries(conflicts) as HotkeyTexts;
}
