import type { Bus } from '../bus/bus.ts';
import type { Session } from '../session.ts';
import { hasSelectionOwner } from './x11.ts';

/** Who shows the icons of programs on today's desktops (StatusNotifierItem). */
const WATCHER = 'org.kde.StatusNotifierWatcher';
/** The tray of older panels on X11 (System Tray Protocol), of the first screen. */
const XEMBED = '_NET_SYSTEM_TRAY_S0';

/** Whether the desktop has a tray: stock GNOME and a bare window manager have none. */
export class TrayHost {
  readonly #bus: Bus | undefined;
  readonly #isX11: boolean;
  readonly #changed: () => void;
  /** Until it is known there is one, as on Windows and macOS. */
  #isThere = true;

  /**
   * @param bus the session bus on Linux
   * @param changed told when it came or went
   */
  constructor(bus: Bus | undefined, session: Session, changed: () => void) {
    this.#bus = bus;
    this.#isX11 = session.kind === 'x11';
    this.#changed = changed;
  }

  get isThere(): boolean {
    return this.#isThere;
  }

  /** Follows it from now on. A tray of the older kind tells nothing: `look` asks. */
  async follow(): Promise<void> {
    const bus = this.#bus;
    if (!bus) return;
    bus.onSignal(({ sender, member, body }) => {
      if (sender === 'org.freedesktop.DBus' && member === 'NameOwnerChanged' && body[0] === WATCHER)
        void this.look();
    });
    const from = "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'";
    await bus.listen(`${from},arg0='${WATCHER}'`).catch(() => undefined); // a session without a bus
    await this.look();
  }

  /** Asks the desktop now. */
  async look(): Promise<boolean> {
    if (this.#bus) {
      const isThere = await this.#ask(this.#bus);
      if (isThere !== this.#isThere) {
        this.#isThere = isThere;
        this.#changed();
      }
    }
    return this.#isThere;
  }

  async #ask(bus: Bus): Promise<boolean> {
    const hasWatcher = bus.hasOwner(WATCHER).catch(() => false);
    const hasXembed = this.#isX11 && hasSelectionOwner(XEMBED).catch(() => false);
    return (await hasWatcher) || hasXembed;
  }
}
