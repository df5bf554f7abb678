import type { Bus, Call, MakeVariant, Signal } from '../bus/bus.ts';

export const PORTAL = 'org.freedesktop.portal.Desktop';
export const PORTAL_PATH = '/org/freedesktop/portal/desktop';
const REQUEST = 'org.freedesktop.portal.Request';

/** What a request came to: the results of a `Response` with code 0, each unwrapped. */
export type Results = Readonly<Record<string, unknown>>;

interface Waiting {
  readonly done: (results: Results) => void;
  readonly failed: (why: Error) => void;
}

/**
 * Requests of the desktop portal (xdg-desktop-portal, "org.freedesktop.portal.Request"): a method
 * answers with an object, and that object's `Response` signal says what came of it, which takes as
 * long as a person needs for a dialog.
 */
export class PortalRequests {
  readonly #bus: Bus;
  readonly #waiting = new Map<string, Waiting>();
  #count = 0;
  #listening = false;
  /** The portal's unique name: a stranger's `Response` answers nothing. */
  #portal = '';

  constructor(bus: Bus) {
    this.#bus = bus;
    bus.onSignal((signal) => this.#hear(signal));
  }

  /** The portal is asked no more: another came, or none. */
  forget(why: string): void {
    for (const { failed } of this.#waiting.values()) failed(new Error(why));
    this.#waiting.clear();
  }

  /** Who answers, from now on. */
  set portal(uniqueName: string) {
    this.#portal = uniqueName;
  }

  /** A token that no other request or session of this app has. */
  token(): string {
    this.#count += 1;
    return `ringside_${this.#count}`;
  }

  /**
   * Makes a request and waits for its response.
   * @param body the values of the call, with the token for its `handle_token`
   * @throws when the portal refuses, or the person does
   */
  async ask(
    iface: string,
    member: string,
    signature: string,
    body: (variant: MakeVariant, token: string) => readonly unknown[],
  ): Promise<Results> {
    if (!this.#listening) {
      await this.#bus.listen(`type='signal',interface='${REQUEST}',member='Response'`);
      this.#listening = true;
    }
    const token = this.token();
    // Known before the call: the response may overtake the answer.
    const sender = (await this.#bus.ownName()).slice(1).replaceAll('.', '_');
    const path = `${PORTAL_PATH}/request/${sender}/${token}`;
    const response = new Promise<Results>((done, failed) =>
      this.#waiting.set(path, { done, failed }),
    );
    response.catch(() => undefined); // the call itself may have failed before
    try {
      const call: Call = {
        to: PORTAL,
        path: PORTAL_PATH,
        iface,
        member,
        signature,
        body: (variant) => body(variant, token),
      };
      await this.#bus.askInTime(call);
      return await response;
    } finally {
      this.#waiting.delete(path);
    }
  }

  #hear({ sender, path, iface, member, body }: Signal): void {
    if (iface !== REQUEST || member !== 'Response' || sender !== this.#portal) return;
    const waiting = this.#waiting.get(path);
    const [code, results] = body;
    if (code === 0) waiting?.done(unwrapped(results));
    else
      waiting?.failed(new Error(code === 1 ? 'it was declined' : 'the desktop ended the request'));
  }
}

/** The values of an `a{sv}`, without their types. */
export function unwrapped(dictionary: unknown): Results {
  if (typeof dictionary !== 'object' || dictionary === null) return {};
  return Object.fromEntries(
    Object.entries(dictionary as Record<string, { value?: unknown }>).map(([key, variant]) => [
      key,
      variant.value,
    ]),
  );
}
