import type { Found } from '@shared/contacts/found.ts';
import { folded, wordsOf } from '@shared/domain/fold.ts';
import { partyAt } from '@shared/calls/parties.ts';
import type { Change } from '@shared/calls/table.ts';
import { splitAddress } from '@shared/domain/channel.ts';
import type { SiteId } from '@shared/domain/site.ts';

/** Names learnt from legs that are kept. */
const MAX_LEARNT = 5_000;

/** Names by user and domain, in lower case: a user is looked for in whichever domain has him. */
class Names {
  readonly #byUser = new Map<string, Map<string, string>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get users(): Iterable<string> {
    return this.#byUser.keys();
  }

  /** Names of a user, by domain. */
  of(user: string): ReadonlyMap<string, string> {
    return this.#byUser.get(user) ?? NOBODY;
  }

  set(user: string, domain: string, name: string): void {
    const domains = this.#byUser.get(user);
    if (!domains?.has(domain)) this.#size += 1;
    if (domains) domains.set(domain, name);
    else this.#byUser.set(user, new Map([[domain, name]]));
  }
}

const NOBODY: ReadonlyMap<string, string> = new Map();

/** What colleagues on one site are called: by the directory of the PBX, else by what their own legs say. */
export class Colleagues {
  #directory = new Names();
  #learnt = new Names();
  readonly #domain: () => string;
  readonly #changed: (user: string) => void;
  /** Everybody with a name, ready to be searched; made when first asked for after a change. */
  #searched: readonly (Found & { readonly text: string })[] | undefined;

  /**
   * @param domain mine, or ''
   * @param changed told the user whose name is known now, '' for many
   */
  constructor(domain: () => string, changed: (user: string) => void) {
    this.#domain = domain;
    this.#changed = (user) => {
      this.#searched = undefined;
      changed(user);
    };
  }

  /** What the PBX's directory says, by `user@domain`; it may be another PBX than before. */
  setDirectory(names: ReadonlyMap<string, string>): void {
    this.#directory = new Names();
    this.#learnt = new Names();
    for (const [address, name] of names) {
      const { user, domain } = splitAddress(address.toLowerCase());
      this.#directory.set(user, domain, name);
    }
    this.#changed('');
  }

  /** Learns from legs as they are answered: before that a phone may show somebody else's name. */
  learn(changes: readonly Change[]): void {
    for (const { before, after } of changes) {
      if (!after || after.presence_id === '' || after.answeredMs === 0) continue;
      if (before && before.answeredMs > 0 && before.callee_name === after.callee_name) continue;
      const { name, number } = partyAt(after);
      const { user, domain } = splitAddress(after.presence_id.toLowerCase());
      // A leg whose number is not its own user's was forwarded, or shows the company's number.
      const isOwn = after.direction === 'outbound' || after.cid_num === number;
      if (name === '' || !isOwn || this.#learnt.of(user).get(domain) === name) continue;
      if (this.#learnt.size >= MAX_LEARNT) this.#learnt = new Names();
      this.#learnt.set(user, domain, name);
      this.#changed(number);
    }
  }

  /** Colleagues who have every word of a text in their name or number, by name; at most so many. */
  find(text: string, most: number): Found[] {
    this.#searched ??= [...new Set([...this.#directory.users, ...this.#learnt.users])]
      .map((number) => ({ number, name: this.nameOf(number) }))
      .filter(({ name }) => name !== '')
      .map((one) => ({
        ...one,
        kind: 'colleague' as const,
        text: folded(`${one.name} ${one.number}`),
      }))
      .sort((a, b) => (a.text < b.text ? -1 : 1));
    const words = wordsOf(text);
    const found: Found[] = [];
    for (const { text: has, ...one } of this.#searched) {
      if (found.length >= most) break;
      if (words.every((word) => has.includes(word))) found.push(one);
    }
    return found;
  }

  /** The name of a user; '' where none is known, or where two domains have the user and neither is mine. */
  nameOf(user: string): string {
    const wanted = user.toLowerCase();
    const names = new Map([...this.#learnt.of(wanted), ...this.#directory.of(wanted)]);
    const domain = this.#domain().toLowerCase();
    if (domain !== '') return names.get(domain) ?? '';
    const different = new Set(names.values());
    return different.size === 1 ? ([...different][0] ?? '') : '';
  }
}

/** What colleagues are called, on all sites. */
export class ColleaguesOfSites {
  readonly #sites = new Map<SiteId, Colleagues>();
  readonly #changed: (user: string) => void;

  /** @param changed told the user whose name is known now, '' for many */
  constructor(changed: (user: string) => void) {
    this.#changed = changed;
  }

  /** A site is watched from now on. @param phone mine there, `201@domain`, or '' */
  join(site: SiteId, phone: () => string): void {
    this.#sites.set(site, new Colleagues(() => splitAddress(phone()).domain, this.#changed));
  }

  /** Those of a site that is watched. */
  of(site: SiteId): Colleagues | undefined {
    return this.#sites.get(site);
  }

  leave(site: SiteId): void {
    if (this.#sites.delete(site)) this.#changed('');
  }

  /** Colleagues on any site who have every word of a text, at most so many of each. */
  find(text: string, most: number): Found[] {
    return [...this.#sites.values()].flatMap((site) => site.find(text, most));
  }

  /** The name of a user; '' where none is known, or where two sites have the user by different names. */
  nameOf(user: string): string {
    const names = [...this.#sites.values()].map((site) => site.nameOf(user));
    const different = new Set(names.filter((name) => name !== ''));
    return different.size === 1 ? ([...different][0] ?? '') : '';
  }
}
