import { myPhone, type MyPhone } from '@shared/calls/my-phone.ts';
import { isPresenceOf, splitAddress } from '@shared/domain/channel.ts';
import type { PbxPort } from '../pbx/port.ts';
import type { Monitor } from './monitor.ts';

/**
 * ms until the next look for a phone that is not found, which may register or get a call: twice as long
 * each time, for a list of registrations costs the PBX something, up to what a person would wait for.
 */
const FIRST_AGAIN_MS = 15_000;
const LONGEST_AGAIN_MS = 60_000;

/** What the search for a phone needs of the app. */
export interface PhoneSearch {
  readonly monitor: Monitor;
  /** The connection in force, and the domain that its login names, or ''. */
  port(): PbxPort | undefined;
  login(): string;
  found(phone: MyPhone): void;
}

/** Finds which phone a bare extension means, by the login, the registrations and its legs. */
export class PhoneFinder {
  readonly #search: PhoneSearch;
  #extension = '';
  #phone: MyPhone = { extension: '', several: [] };
  #timer: NodeJS.Timeout | undefined;
  #turn = 0;
  #againMs = FIRST_AGAIN_MS;

  constructor(search: PhoneSearch) {
    this.#search = search;
  }

  get phone(): MyPhone {
    return this.#phone;
  }

  /** @param extension as it was set */
  set(extension: string): void {
    this.#extension = extension;
    this.#tell({ extension, several: [] });
    void this.look();
  }

  /** Looks now: the PBX is there, or is another. */
  look(): Promise<void> {
    this.#againMs = FIRST_AGAIN_MS;
    return this.#look();
  }

  stop(): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    this.stop();
    const turn = this.#turn;
    const { user, domain } = splitAddress(this.#extension);
    const port = this.#search.port();
    if (user === '' || domain !== '' || !port) return;
    const registered = await port.domainsOf?.(user);
    if (turn !== this.#turn) return;
    const legs = [...this.#search.monitor.table.values()]
      .filter((leg) => isPresenceOf(leg.presence_id, user))
      .map((leg) => splitAddress(leg.presence_id).domain);
    const found = myPhone(this.#extension, {
      login: this.#search.login(),
      registered,
      legs: legs.filter((name) => name !== ''),
    });
    this.#tell(found);
    if (found.extension.includes('@')) return;
    this.#timer = setTimeout(() => void this.#look(), this.#againMs);
    this.#againMs = Math.min(2 * this.#againMs, LONGEST_AGAIN_MS);
  }

  #tell(phone: MyPhone): void {
    const before = this.#phone;
    this.#phone = phone;
    if (before.extension !== phone.extension || before.several.join() !== phone.several.join())
      this.#search.found(phone);
  }
}
