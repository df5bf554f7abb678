import { myPhone, type MyPhone } from '@shared/calls/my-phone.ts';
import { isPresenceOf, splitAddress } from '@shared/domain/channel.ts';
import type { PbxPort } from '../pbx/port.ts';
import type { Monitor } from './monitor.ts';

/** ms between looks for the domain of a phone that is not found: it may register, or get a call. */
const AGAIN_MS = 15_000;

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
  async look(): Promise<void> {
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
    if (!found.extension.includes('@')) this.#timer = setTimeout(() => void this.look(), AGAIN_MS);
  }

  stop(): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
  }

  #tell(phone: MyPhone): void {
    const before = this.#phone;
    this.#phone = phone;
    if (before.extension !== phone.extension || before.several.join() !== phone.several.join())
      this.#search.found(phone);
  }
}
