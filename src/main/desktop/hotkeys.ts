import { globalShortcut } from 'electron';
import { HOTKEY_ACTIONS, type HotkeyAction, type HotkeySettings } from '@shared/domain/settings.ts';

/** Why a hotkey could not be had, for each that could not. */
export type HotkeyProblems = Partial<Record<HotkeyAction, string>>;

/** Two actions on one key: neither could be told from the other. */
export function conflictsIn(keys: HotkeySettings): HotkeyProblems {
  const problems: HotkeyProblems = {};
  for (const action of HOTKEY_ACTIONS) {
    const twin = HOTKEY_ACTIONS.find(
      (other) =>
        other !== action &&
        keys[other] !== '' &&
        keys[other].toLowerCase() === keys[action].toLowerCase(),
    );
    if (twin) problems[action] = `${keys[action]} is set twice: for this and for “${twin}”.`;
  }
  return problems;
}

/** The keys that work from inside any other program. */
export class Hotkeys {
  readonly #act: (action: HotkeyAction) => void;

  constructor(act: (action: HotkeyAction) => void) {
    this.#act = act;
  }

  /** Registers these instead of what was; returns what could not be had. */
  apply(keys: HotkeySettings): HotkeyProblems {
    globalShortcut.unregisterAll();
    const problems = conflictsIn(keys);
    for (const action of HOTKEY_ACTIONS) {
      const key = keys[action];
      if (key === '' || problems[action]) continue;
      if (!register(key, () => this.#act(action))) {
        problems[action] = `${key} is taken by another program or the system. Choose another.`;
      }
    }
    return problems;
  }

  stop(): void {
    globalShortcut.unregisterAll();
  }
}

/** Registers one key; an accelerator that Electron cannot parse throws, and is as good as taken. */
function register(key: string, act: () => void): boolean {
  try {
    return globalShortcut.register(key, act);
  } catch {
    return false;
  }
}
