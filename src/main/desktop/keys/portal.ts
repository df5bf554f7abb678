import type { Bus, Signal } from '../bus/bus.ts';
import { cleanLine } from '@shared/domain/clean-line.ts';
import { PORTAL, PORTAL_PATH, PortalRequests, unwrapped } from './portal-request.ts';

const SHORTCUTS = 'org.freedesktop.portal.GlobalShortcuts';
const SESSION = 'org.freedesktop.portal.Session';
/** The desktop file of this app, by which a portal knows who asks. */
const APP_ID = 'ringside';

/** A shortcut as it is asked for. */
export interface WantedShortcut {
  readonly id: string;
  /** What it does, for the person. */
  readonly description: string;
  /** The keys that are proposed; the person may choose others. */
  readonly trigger: string;
}

export interface PortalEvents {
  /** The keys of a shortcut were pressed. */
  activated(id: string): void;
  /** The person changed keys in the desktop's settings: by the id, as the desktop calls them. */
  changed(triggers: ReadonlyMap<string, string>): void;
  /** What was bound is gone. `again`: a portal is there that can be asked again. */
  lost(again: boolean): void;
}

/** Global shortcuts by the desktop portal: the person allows them, and may choose other keys. */
export class ShortcutsPortal {
  readonly #bus: Bus;
  readonly #events: PortalEvents;
  readonly #requests: PortalRequests;
  #session = '';
  #sender = '';
  #listening = false;

  constructor(bus: Bus, events: PortalEvents) {
    this.#bus = bus;
    this.#events = events;
    this.#requests = new PortalRequests(bus);
    bus.onSignal((signal) => this.#hear(signal));
    // The bus is connected to again by whoever asks next.
    bus.onLost(() => this.#lose(true));
  }

  /**
   * Binds these instead of what was bound. May take as long as the person looks at a dialog.
   * @returns the keys of each that has a place in the desktop, by its id, in the desktop's words;
   *   '' for one without keys
   * @throws when there is no such portal, or it or the person refuses
   */
  async bind(shortcuts: readonly WantedShortcut[]): Promise<ReadonlyMap<string, string>> {
    await this.close();
    await this.#greet();
    const created = await this.#requests.ask(
      SHORTCUTS,
      'CreateSession',
      'a{sv}',
      (variant, token) => [
        {
          handle_token: variant('s', token),
          session_handle_token: variant('s', token),
        },
      ],
    );
    this.#session = String(created['session_handle'] ?? '');
    const session = this.#session;
    try {
      const bound = await this.#requests.ask(
        SHORTCUTS,
        'BindShortcuts',
        'oa(sa{sv})sa{sv}',
        (variant, token) => [
          session,
          shortcuts.map(({ id, description, trigger }) => [
            id,
            {
              description: variant('s', description),
              preferred_trigger: variant('s', trigger),
            },
          ]),
          '',
          { handle_token: variant('s', token) },
        ],
      );
      // It may have ended with the answer, while nobody could be told.
      if (this.#session !== session) throw new Error('the desktop ended the session');
      return triggersOf(bound['shortcuts']);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Gives up what is bound. */
  async close(): Promise<void> {
    const path = this.#session;
    this.#session = '';
    if (path === '') return;
    const call = { to: PORTAL, path, iface: SESSION, member: 'Close' };
    await this.#bus.askInTime(call).catch(() => undefined); // it is gone already
  }

  /** Finds the portal, which the bus may start now, and says who asks. */
  async #greet(): Promise<void> {
    if (!this.#listening) {
      const from = "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'";
      await this.#bus.listen(`${from},arg0='${PORTAL}'`);
      await this.#bus.listen(`type='signal',interface='${SHORTCUTS}'`);
      await this.#bus.listen(`type='signal',interface='${SESSION}',member='Closed'`);
      this.#listening = true;
    }
    const object = { to: PORTAL, path: PORTAL_PATH };
    const { sender } = await this.#bus.ask({
      ...object,
      iface: 'org.freedesktop.DBus.Properties',
      member: 'Get',
      signature: 'ss',
      body: [SHORTCUTS, 'version'],
    });
    this.#sender = sender;
    this.#requests.portal = sender;
    // From xdg-desktop-portal 1.20 on; before, it finds out by itself.
    await this.#bus
      .askInTime({
        ...object,
        iface: 'org.freedesktop.host.portal.Registry',
        member: 'Register',
        signature: 'sa{sv}',
        body: [APP_ID, {}],
      })
      .catch(() => undefined);
  }

  #hear({ sender, path, iface, member, body }: Signal): void {
    if (member === 'NameOwnerChanged' && body[0] === PORTAL) {
      if (body[1] === this.#sender) this.#lose(false);
      if (body[2] !== '' && body[2] !== this.#sender) this.#events.lost(true);
      return;
    }
    if (sender !== this.#sender || this.#session === '') return;
    if (iface === SESSION && member === 'Closed' && path === this.#session) this.#lose(false);
    if (iface !== SHORTCUTS || body[0] !== this.#session) return;
    if (member === 'Activated') this.#events.activated(String(body[1]));
    else if (member === 'ShortcutsChanged') this.#events.changed(triggersOf(body[1]));
  }

  #lose(again: boolean): void {
    const hadSession = this.#session !== '';
    this.#session = '';
    this.#sender = '';
    this.#requests.forget('the desktop’s portal is gone');
    if (hadSession) this.#events.lost(again);
  }
}

/** Reads an `a(sa{sv})` of shortcuts. */
function triggersOf(shortcuts: unknown): ReadonlyMap<string, string> {
  const entries = Array.isArray(shortcuts) ? (shortcuts as [unknown, unknown][]) : [];
  return new Map(
    entries.map(([id, about]) => {
      const trigger = unwrapped(about)['trigger_description'];
      return [String(id), typeof trigger === 'string' ? cleanLine(trigger, 60) : ''];
    }),
  );
}
