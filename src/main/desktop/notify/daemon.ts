import type { Bus, Call, MakeVariant, Signal } from '../bus/bus.ts';
import { DEADLINE_MS } from '../bus/bus.ts';
import { COMMANDS } from '@shared/commands/catalogue.ts';
import { cleanLine, escapeMarkup } from '@shared/domain/clean-line.ts';
import type { Notice, NoticeAction } from './notices.ts';

/** ms after which what failed is tried again, if there is still something to show. */
const RETRY_MS = 10_000;

const NAME = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
const labelOf = (action: NoticeAction): string =>
  action === 'default' ? 'Open' : COMMANDS[action].label();

export interface DaemonEvents {
  /** A button was pressed, or the notification itself. `token` raises a window on Wayland, or is ''. */
  acted(notice: Notice, action: NoticeAction, token: string): void;
  /** The person took it away. */
  dismissed(key: string): void;
  /** It does not answer, or there is none: told once until it works again. */
  failed(why: string): void;
}

/** Something that happened, of no use after a while. */
interface Told {
  readonly title: string;
  readonly body: string;
  /** ms since the epoch. */
  readonly untilMs: number;
}

interface Shown {
  readonly id: number;
  readonly notice: Notice;
}

/**
 * The desktop's notification daemon (Desktop Notifications Specification 1.2). What is to be shown
 * is a state, and one call at a time brings the daemon closer to it: a daemon that hangs has one
 * call to answer when it wakes, and what has passed meanwhile is never sent.
 */
export class NotificationDaemon {
  readonly #bus: Bus;
  readonly #events: DaemonEvents;
  #wanted: readonly Notice[] = [];
  /** Notifications that are on screen, by key. */
  readonly #shown = new Map<string, Shown>();
  #told: Told | undefined;
  #toldId = 0;
  #capabilities: ReadonlySet<string> | undefined;
  #sender = '';
  #token = '';
  #working = false;
  #listening = false;
  #complained = false;
  /** Another daemon came while the one before was asked something. */
  #restarted = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(bus: Bus, events: DaemonEvents) {
    this.#bus = bus;
    this.#events = events;
    bus.onSignal((signal) => this.#hear(signal));
    bus.onLost(() => this.#forget());
  }

  /** Keys of the calls that have a notification. */
  get shown(): ReadonlySet<string> {
    return new Set(this.#shown.keys());
  }

  /** Makes what is shown these. */
  show(notices: readonly Notice[]): void {
    this.#wanted = notices;
    void this.#work();
  }

  /** Says something that happened, in place of what was said last. */
  tell(title: string, body: string): void {
    this.#told = { title, body, untilMs: Date.now() + RETRY_MS };
    void this.#work();
  }

  /** Takes all away, one by one: dunst 1.9 on Wayland dies of several at once. */
  stop(): void {
    this.#told = undefined;
    this.show([]);
  }

  /** One call at a time until the daemon shows what it should. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    clearTimeout(this.#retry);
    try {
      for (let step = this.#next(); step; step = this.#next()) {
        await this.#watched(step());
        this.#complained = false;
      }
    } catch (error) {
      this.#complain(error instanceof Error ? error.message : String(error));
      this.#retry = setTimeout(() => void this.#work(), RETRY_MS);
    }
    this.#working = false;
    if (!this.#restarted) return;
    this.#restarted = false;
    void this.#work();
  }

  /** What is to be asked of the daemon next. */
  #next(): (() => Promise<void>) | undefined {
    const gone = [...this.#shown].find(([key]) => !this.#wanted.some((one) => one.key === key));
    if (gone) return () => this.#close(...gone);
    const changed = this.#wanted.find((notice) => {
      const shown = this.#shown.get(notice.key);
      return !shown || !isSame(shown.notice, notice);
    });
    if (this.#told && this.#told.untilMs < Date.now()) this.#told = undefined;
    const told = this.#told;
    if (!changed && !told) return undefined;
    if (!this.#capabilities) return () => this.#greet();
    if (changed) return () => this.#notify(changed);
    return told && (() => this.#say(told));
  }

  /** Asks what the daemon can do, and to hear what becomes of its notifications. */
  async #greet(): Promise<void> {
    if (!this.#listening) {
      await this.#bus.listen(`type='signal',interface='${NAME}'`);
      await this.#bus.listen(
        `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${NAME}'`,
      );
      this.#listening = true;
    }
    const { body, sender } = await this.#bus.ask(daemonCall('GetCapabilities'));
    this.#sender = sender;
    this.#capabilities = new Set(Array.isArray(body[0]) ? body[0].map(String) : []);
  }

  async #notify(notice: Notice): Promise<void> {
    const replaces = this.#shown.get(notice.key)?.id ?? 0;
    const id = await this.#send(notice, replaces, 2);
    if (id !== undefined) this.#shown.set(notice.key, { id, notice });
  }

  async #say(told: Told): Promise<void> {
    const notice = { key: '', leg: null, actions: [], title: told.title, body: told.body };
    this.#toldId = (await this.#send(notice, this.#toldId, 0)) ?? 0;
    if (this.#told === told) this.#told = undefined;
  }

  /** @param urgency 0 low, 2 critical: stays until it is taken away */
  async #send(notice: Notice, replaces: number, urgency: 0 | 2): Promise<number | undefined> {
    const can = this.#capabilities ?? new Set();
    const actions = can.has('actions')
      ? notice.actions.flatMap((action) => [action, labelOf(action)])
      : [];
    const body = cleanLine(notice.body, 400);
    const hints = (variant: MakeVariant) => ({
      urgency: variant('y', urgency),
      category: variant('s', 'call.incoming'),
      'desktop-entry': variant('s', 'ringside'),
      // The ringtone is ours.
      'suppress-sound': variant('b', true),
    });
    const reply = await this.#bus.ask(
      daemonCall('Notify', 'susssasa{sv}i', (variant) => [
        'Ringside',
        replaces,
        'ringside',
        cleanLine(notice.title),
        can.has('body-markup') ? escapeMarkup(body) : body,
        actions,
        hints(variant),
        urgency === 2 ? 0 : -1,
      ]),
    );
    this.#sender = reply.sender;
    return typeof reply.body[0] === 'number' ? reply.body[0] : undefined;
  }

  async #close(key: string, { id }: Shown): Promise<void> {
    this.#shown.delete(key);
    // One that the person took away meanwhile is gone already; some daemons call that an error.
    await this.#bus.ask(closeCall(id)).catch(() => undefined);
  }

  /** Waits for as long as it takes, and complains when that is long. */
  async #watched(step: Promise<void>): Promise<void> {
    const timer = setTimeout(() => this.#complain('it does not answer'), DEADLINE_MS);
    try {
      await step;
    } finally {
      clearTimeout(timer);
    }
  }

  #complain(why: string): void {
    if (this.#complained) return;
    this.#complained = true;
    this.#events.failed(why);
  }

  #hear({ sender, iface, member, body }: Signal): void {
    if (member === 'NameOwnerChanged' && body[0] === NAME) {
      this.#forget();
      if (body[2] === '') return;
      this.#restarted = true;
      void this.#work();
      return;
    }
    // Anybody on the bus can send a signal; only the daemon's own count.
    if (iface !== NAME || sender !== this.#sender) return;
    const entry = [...this.#shown].find(([, { id }]) => id === body[0]);
    if (member === 'ActivationToken') this.#token = String(body[1] ?? '');
    else if (member === 'ActionInvoked' && entry) this.#act(entry[1].notice, body[1]);
    else if (member === 'NotificationClosed' && entry) {
      this.#shown.delete(entry[0]);
      this.#wanted = this.#wanted.filter(({ key }) => key !== entry[0]);
      this.#events.dismissed(entry[0]);
    }
  }

  #act(notice: Notice, action: unknown): void {
    const known = notice.actions.find((one) => one === action);
    const token = this.#token;
    this.#token = '';
    if (known) this.#events.acted(notice, known, token);
  }

  /** Another daemon, or none: it shows nothing of ours, and may be able to do other things. */
  #forget(): void {
    this.#shown.clear();
    this.#toldId = 0;
    this.#capabilities = undefined;
    this.#sender = '';
  }
}

const isSame = (a: Notice, b: Notice): boolean =>
  a.title === b.title && a.body === b.body && String(a.actions) === String(b.actions);

const daemonCall = (member: string, signature = '', body: Call['body'] = []): Call => ({
  to: NAME,
  path: PATH,
  iface: NAME,
  member,
  signature,
  body,
});
const closeCall = (id: number): Call => daemonCall('CloseNotification', 'u', [id]);
