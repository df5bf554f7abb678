import { Message, sessionBus, Variant, type MessageBus } from '@jellybrick/dbus-next';

const NAME = 'org.freedesktop.portal.Desktop';
const PATH = '/org/freedesktop/portal/desktop';
const SHORTCUTS = 'org.freedesktop.portal.GlobalShortcuts';

interface Asked {
  readonly id: string;
  readonly description: string;
  readonly trigger: string;
}

/**
 * The GlobalShortcuts portal as its documentation has it (version 1), on a real message bus, with a
 * person who says at once what this is told to say.
 */
export class FakePortal {
  readonly #bus: MessageBus;
  /** What was asked for, by the path of the session. */
  readonly sessions = new Map<string, readonly Asked[]>();
  /** The app that registered. */
  appId = '';
  /** Response code to BindShortcuts: 0 allowed, 1 declined, 2 otherwise ended. */
  code = 0;
  /** The desktop ends each session right after its shortcuts were bound. */
  closesAtOnce = false;
  /** The person leaves the dialog open. */
  silent = false;
  /** What the person makes of the keys that are proposed. */
  chooses = (trigger: string): string => `Press ${trigger}`;

  private constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  /** @param address where the message bus listens */
  static async start(address: string): Promise<FakePortal> {
    const bus = sessionBus({ busAddress: address });
    const portal = new FakePortal(bus);
    bus.addMethodHandler((message) => portal.#serve(message));
    await bus.requestName(NAME, 0);
    return portal;
  }

  stop(): void {
    this.#bus.disconnect();
  }

  /** The keys of a shortcut are pressed. */
  press(id: string, session = this.session): void {
    this.#signal(PATH, SHORTCUTS, 'Activated', 'osta{sv}', [session, id, 0n, {}]);
  }

  /** The person chooses other keys in the desktop's settings. */
  rebind(id: string, trigger: string): void {
    const about = { trigger_description: new Variant('s', trigger) };
    const changed = [[id, about]];
    this.#signal(PATH, SHORTCUTS, 'ShortcutsChanged', 'oa(sa{sv})', [this.session, changed]);
  }

  /** The desktop ends the session. */
  closeSession(): void {
    const { session } = this;
    this.sessions.delete(session);
    this.#signal(session, 'org.freedesktop.portal.Session', 'Closed', '', []);
  }

  /** The session that is open; there must be one. */
  get session(): string {
    const [session, ...more] = this.sessions.keys();
    if (session === undefined || more.length > 0)
      throw new Error(`${this.sessions.size} sessions are open`);
    return session;
  }

  #signal(path: string, iface: string, name: string, signature: string, body: unknown[]): void {
    this.#bus.send(Message.newSignal(path, iface, name, signature, body));
  }

  #serve(message: Message): boolean {
    const { member, path, body } = message;
    const answer = (signature: string, values: unknown[]): true => {
      this.#bus.send(Message.newMethodReturn(message, signature, values));
      return true;
    };
    const request = (options: Record<string, Variant>, code: number, results: object): true => {
      const sender = String(message.sender).slice(1).replaceAll('.', '_');
      const handle = `${PATH}/request/${sender}/${options['handle_token']?.value}`;
      // Before the answer, as a portal may: who waits for the answer first never hears it.
      const response = [code, results];
      if (this.silent && member === 'BindShortcuts') return answer('o', [handle]);
      this.#signal(handle, 'org.freedesktop.portal.Request', 'Response', 'ua{sv}', response);
      return answer('o', [handle]);
    };
    switch (member) {
      case 'Get':
        return answer('v', [new Variant('u', 1)]);
      case 'Register':
        this.appId = String(body[0]);
        return answer('', []);
      case 'CreateSession': {
        const options = body[0] as Record<string, Variant>;
        const sender = String(message.sender).slice(1).replaceAll('.', '_');
        const session = `${PATH}/session/${sender}/${options['session_handle_token']?.value}`;
        this.sessions.set(session, []);
        return request(options, 0, { session_handle: new Variant('s', session) });
      }
      case 'BindShortcuts': {
        const [session, shortcuts, , options] = body as [
          string,
          [string, Record<string, Variant>][],
          string,
          Record<string, Variant>,
        ];
        const asked = shortcuts.map(([id, about]) => ({
          id,
          description: String(about['description']?.value),
          trigger: String(about['preferred_trigger']?.value),
        }));
        this.sessions.set(session, asked);
        const bound = asked.map(({ id, description, trigger }) => [
          id,
          {
            description: new Variant('s', description),
            trigger_description: new Variant('s', this.chooses(trigger)),
          },
        ]);
        const results = this.code === 0 ? { shortcuts: new Variant('a(sa{sv})', bound) } : {};
        const answered = request(options, this.code, results);
        if (this.closesAtOnce) this.closeSession();
        return answered;
      }
      case 'Close':
        this.sessions.delete(String(path));
        return answer('', []);
      default:
        return false;
    }
  }

  /** A signal that says it is of this session, from somebody else on the bus. */
  static async forge(address: string, session: string, id: string): Promise<void> {
    const stranger = sessionBus({ busAddress: address });
    await new Promise<void>((done) => stranger.once('connect', () => done()));
    stranger.send(
      Message.newSignal(PATH, SHORTCUTS, 'Activated', 'osta{sv}', [session, id, 0n, {}]),
    );
    // A call that is answered: the signal before it has been sent on.
    await stranger.requestName('org.example.Stranger', 0);
    stranger.disconnect();
  }
}
