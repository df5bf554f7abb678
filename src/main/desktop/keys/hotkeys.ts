import { globalShortcut } from 'electron';
import {
  HOTKEY_ACTIONS,
  type HotkeyAction,
  type HotkeySettings,
} from '@shared/settings/settings.ts';
import type { Bus } from '../bus/bus.ts';
import type { Session } from '../session.ts';
import { forPortal, shortcutOf } from './accelerator.ts';
import type { DesktopShortcuts } from './desktop-shortcuts.ts';
import { ShortcutsPortal } from './portal.ts';
import { conflictsIn, NAMES, NO_WAY, NOT_CHANGED, WAYS, type HotkeyTexts } from './words.ts';

export interface HotkeyEvents {
  pressed(action: HotkeyAction): void;
  /** Another way was found, or lost: `ways` and `problems` are new. */
  changed(): void;
}

export interface HotkeyPlaces {
  readonly session: Session;
  readonly shortcuts: DesktopShortcuts;
  /** The session bus, on Linux. */
  readonly bus: Bus | undefined;
}

/**
 * The keys that work from inside any other program, by the best way that the session has: what the
 * person set up with the desktop; on Wayland the portal; a grab. On plain X11 a grab sees every key
 * and asks nothing, so the portal and its dialog are left alone there.
 */
export class Hotkeys {
  readonly #events: HotkeyEvents;
  readonly #session: Session;
  readonly #shortcuts: DesktopShortcuts;
  readonly #portal: ShortcutsPortal | undefined;
  #keys: HotkeySettings | undefined;
  #ways: HotkeyTexts = {};
  #problems: HotkeyTexts = {};
  /** Only the last round of looking for a way counts. */
  #round = 0;
  #binding: Promise<void> = Promise.resolve();
  #isBinding = false;

  constructor(events: HotkeyEvents, { session, shortcuts, bus }: HotkeyPlaces) {
    this.#events = events;
    this.#session = session;
    this.#shortcuts = shortcuts;
    const isWayland = session.kind === 'wayland' || session.xwayland;
    if (bus && isWayland)
      this.#portal = new ShortcutsPortal(bus, {
        activated: (id) => this.#onPortal(id),
        changed: (triggers) => this.#takePortal(triggers),
        lost: (again) => this.#onPortalLost(again),
      });
  }

  /** By which way each key works, for the person; none for one that is off or does not work. */
  get ways(): HotkeyTexts {
    return this.#ways;
  }

  /** Why a key does not work, for each that does not. */
  get problems(): HotkeyTexts {
    return this.#problems;
  }

  /** Registers these instead of what was. At once where a grab is the way, else soon. */
  apply(keys: HotkeySettings): void {
    this.#keys = keys;
    const round = this.#begin();
    if (!this.#portal && !this.#shortcuts.canSetUp) return this.#grab();
    // One after the other: two sessions of the portal would both hear the keys.
    this.#binding = this.#binding.then(() => this.#find(round, keys));
  }

  stop(): void {
    this.#begin();
    void this.#portal?.close().catch(() => undefined);
  }

  #begin(): number {
    globalShortcut.unregisterAll();
    this.#ways = {};
    this.#problems = this.#keys ? conflictsIn(this.#keys) : {};
    this.#round += 1;
    return this.#round;
  }

  /** The actions that have a key of their own. */
  #wanted(): HotkeyAction[] {
    const keys = this.#keys;
    return HOTKEY_ACTIONS.filter((action) => keys?.[action] && !this.#problems[action]);
  }

  async #find(round: number, keys: HotkeySettings): Promise<void> {
    const isCurrent = (): boolean => round === this.#round;
    if (!isCurrent()) return;
    if (await this.#shortcuts.isSetUp()) {
      await this.#portal?.close();
      const failed = await this.#shortcuts.setUp(keys).then(
        () => false,
        () => true,
      );
      if (!isCurrent()) return;
      if (failed) this.#fail(NOT_CHANGED);
      else this.#say(WAYS.desktop);
      return;
    }
    const why = await this.#bind();
    if (why === '' || !isCurrent()) return;
    this.#doWithoutPortal();
  }

  /** @returns '' when the portal has the keys, else why not */
  async #bind(): Promise<string> {
    const portal = this.#portal;
    if (!portal) return 'there is none';
    const round = this.#round;
    const shortcuts = this.#wanted().flatMap((id) => {
      const shortcut = shortcutOf(this.#keys?.[id] ?? '');
      return shortcut ? [{ id, description: NAMES[id], trigger: forPortal(shortcut) }] : [];
    });
    if (shortcuts.length === 0) return portal.close().then(() => '');
    this.#isBinding = true;
    try {
      this.#say(WAYS.asking);
      const triggers = await portal.bind(shortcuts);
      if (round === this.#round) this.#takePortal(triggers);
      return '';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      this.#isBinding = false;
    }
  }

  /** Keys by the portal: what the person chose there is what is shown. */
  #takePortal(triggers: ReadonlyMap<string, string>): void {
    this.#ways = {};
    for (const action of this.#wanted()) {
      const trigger = triggers.get(action) ?? '';
      if (trigger === '') this.#problems = { ...this.#problems, [action]: WAYS.noTrigger };
      else this.#ways = { ...this.#ways, [action]: WAYS.portal(trigger) };
    }
    this.#events.changed();
  }

  #onPortal(id: string): void {
    const action = HOTKEY_ACTIONS.find((one) => one === id);
    if (action) this.#events.pressed(action);
  }

  #onPortalLost(again: boolean): void {
    if (this.#isBinding || !this.#keys) return;
    if (again) return this.apply(this.#keys);
    this.#begin();
    this.#doWithoutPortal();
  }

  #doWithoutPortal(): void {
    if (this.#session.kind === 'wayland') return this.#fail(NO_WAY);
    this.#grab();
    this.#events.changed();
  }

  #grab(): void {
    const problems: Record<string, string> = { ...this.#problems };
    const ways: Record<string, string> = {};
    for (const action of this.#wanted()) {
      const key = this.#keys?.[action] ?? '';
      if (register(key, () => this.#events.pressed(action)))
        ways[action] = this.#session.xwayland ? WAYS.grabXwayland : WAYS.grab;
      else problems[action] = WAYS.taken(key);
    }
    this.#problems = problems;
    this.#ways = ways;
  }

  #say(way: string): void {
    this.#ways = Object.fromEntries(this.#wanted().map((action) => [action, way]));
    this.#events.changed();
  }

  #fail(problem: string): void {
    const failed = this.#wanted().map((action) => [action, problem]);
    this.#ways = {};
    this.#problems = { ...this.#problems, ...Object.fromEntries(failed) };
    this.#events.changed();
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
