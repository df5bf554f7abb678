import type { Call } from '../desktop/bus/bus.ts';

/** Whether the desktop's keyring can be asked: not known yet, yes, or it does not answer. */
export type KeyringState = 'asking' | 'open' | 'hangs';

/** ms the keyring has to show that it lives. */
const ALIVE_MS = 2_000;
/** ms until one that hangs is asked again, doubled each time up to the second. */
const FIRST_AGAIN_MS = 5_000;
const LAST_AGAIN_MS = 60_000;

const PING: Omit<Call, 'to'> = {
  path: '/',
  iface: 'org.freedesktop.DBus.Peer',
  member: 'Ping',
};
/** Keyrings that Chromium may ask, by desktop; those that nobody has answer at once with an error. */
const KEYRINGS = ['org.freedesktop.secrets', 'org.kde.kwalletd5', 'org.kde.kwalletd6'];

/** What of the bus is needed: a call that may never be answered. */
export interface AsksBus {
  ask(call: Call): Promise<unknown>;
}

/**
 * Finds out whether the keyring answers before Electron asks it: `safeStorage` waits for it on main's
 * thread, 25 s for each call. Until it has answered once nothing of it is touched; after that Chromium
 * has the key.
 */
export class Keyring {
  readonly #changed: (state: KeyringState) => void;
  readonly #answered: Promise<void>;
  #onAnswered: () => void = () => undefined;
  #state: KeyringState = 'asking';
  #againMs = FIRST_AGAIN_MS;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param bus the session's bus; undefined where no keyring is asked over one
   * @param changed told of each new state
   */
  constructor(bus: AsksBus | undefined, changed: (state: KeyringState) => void) {
    this.#changed = changed;
    this.#answered = new Promise((resolve) => (this.#onAnswered = resolve));
    if (bus) void this.#ask(bus);
    else this.#become('open');
  }

  get state(): KeyringState {
    return this.#state;
  }

  /** Until it is known whether it answers; 2 s at most. */
  get known(): Promise<void> {
    return this.#answered;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #ask(bus: AsksBus): Promise<void> {
    const live = KEYRINGS.map((to) =>
      bus.ask({ ...PING, to }).then(
        () => true,
        // That there is none is an answer, too.
        () => true,
      ),
    );
    const late = new Promise<false>((resolve) => {
      this.#timer = setTimeout(() => resolve(false), ALIVE_MS);
    });
    const answers = await Promise.race([Promise.all(live), late]);
    clearTimeout(this.#timer);
    this.#become(answers === false ? 'hangs' : 'open');
    if (answers !== false) return;
    this.#timer = setTimeout(() => void this.#ask(bus), this.#againMs);
    this.#againMs = Math.min(2 * this.#againMs, LAST_AGAIN_MS);
  }

  #become(state: KeyringState): void {
    const before = this.#state;
    this.#state = state;
    this.#onAnswered();
    if (before !== state) this.#changed(state);
  }
}

/**
 * Whether Electron asks a keyring over the session's bus: on Linux, and there by the desktop's name
 * (without one it takes `basic_text`).
 */
export const asksKeyringByBus = (env: NodeJS.ProcessEnv = process.env): boolean =>
  process.platform === 'linux' && (env['XDG_CURRENT_DESKTOP'] ?? '') !== '';
