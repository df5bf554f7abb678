import { powerMonitor } from 'electron';
import { Bus, systemAddress, type Signal } from './bus/bus.ts';

/** What screen lockers say on the session bus: most desktops, and GNOME. */
const LOCKERS = ['org.freedesktop.ScreenSaver', 'org.gnome.ScreenSaver'];
const LOGIN = 'org.freedesktop.login1';
const SESSION = `${LOGIN}.Session`;
const PROPERTIES = 'org.freedesktop.DBus.Properties';

/** Whether the screen is locked, as far as the desktop tells. */
export class ScreenLock {
  #locked = false;
  #following = false;
  readonly #changed: () => void;
  readonly #session: Bus | undefined;
  #system: Bus | undefined;

  /** @param session the session bus on Linux */
  constructor(session: Bus | undefined, changed: () => void) {
    this.#session = session;
    this.#changed = changed;
  }

  get locked(): boolean {
    return this.#locked;
  }

  /** Follows it from now on; nothing is asked of the desktop before. */
  follow(): void {
    if (this.#following) return;
    this.#following = true;
    if (!this.#session) {
      powerMonitor.on('lock-screen', () => this.#set(true));
      powerMonitor.on('unlock-screen', () => this.#set(false));
      return;
    }
    void this.#followLockers(this.#session).catch(() => undefined);
    void this.#followLogin().catch(() => undefined); // a machine without systemd's logind
  }

  stop(): void {
    this.#system?.stop();
  }

  async #followLockers(bus: Bus): Promise<void> {
    bus.onSignal(({ iface, member, body }) => {
      if (LOCKERS.includes(iface) && member === 'ActiveChanged') this.#set(body[0] === true);
    });
    for (const iface of LOCKERS)
      await bus.listen(`type='signal',interface='${iface}',member='ActiveChanged'`);
  }

  /** logind's hint, for lockers that say nothing on the session bus. */
  async #followLogin(): Promise<void> {
    const id = process.env['XDG_SESSION_ID'];
    if (!id) return;
    this.#system = new Bus(systemAddress);
    const path = '/org/freedesktop/login1';
    const found = await this.#system.askInTime({
      to: LOGIN,
      path,
      iface: `${LOGIN}.Manager`,
      member: 'GetSession',
      signature: 's',
      body: [id],
    });
    this.#system.onSignal((signal) => this.#hearLogin(signal));
    const at = String(found.body[0]);
    await this.#system.listen(
      `type='signal',sender='${LOGIN}',interface='${PROPERTIES}',path='${at}'`,
    );
  }

  #hearLogin({ member, body }: Signal): void {
    if (member !== 'PropertiesChanged' || body[0] !== SESSION) return;
    const hint = (body[1] as Record<string, { value?: unknown }>)['LockedHint'];
    if (hint) this.#set(hint.value === true);
  }

  #set(locked: boolean): void {
    if (locked === this.#locked) return;
    this.#locked = locked;
    this.#changed();
  }
}
