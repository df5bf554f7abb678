import { newSiteId, type SiteId } from '@shared/domain/site.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { SiteDraft } from '@shared/ipc/contract.ts';
import { MAX_SITES, type SiteSettings } from '@shared/settings/settings.ts';
import type { Agreements } from '../consent/agreements.ts';
import { needsOfSite } from '../consent/needs.ts';
import type { SettingsInForce } from '../settings/in-force.ts';
import type { SecretName, Secrets } from '../settings/secrets.ts';
import { Connection, scopeOf } from './connection.ts';
import type { Sites } from './sites.ts';

const SECRETS: readonly SecretName[] = ['password', 'token', 'key'];

export interface EditingParts {
  readonly sites: Sites;
  readonly settings: SettingsInForce;
  readonly secrets: Secrets;
  readonly agreements: Agreements;
  changed(): void;
}

/** What a person does with the list of PBXes: trying, adding, changing, ordering and removing. */
export class SiteEditing {
  readonly #parts: EditingParts;

  constructor(parts: EditingParts) {
    this.#parts = parts;
  }

  /** Tries a site out without keeping it. Resolves with what was found, in words. */
  async test(draft: SiteDraft): Promise<Result<string>> {
    const { agreements, secrets } = this.#parts;
    const allowed = await agreements.require(needsOfSite(draft.site));
    if (!allowed.ok) return allowed;
    const nobody = { events: () => undefined, status: () => undefined, trace: () => undefined };
    const trial = new Connection(
      nobody,
      (scope, name) => secrets.get(scope, name),
      () => secrets.obstacle,
    );
    return trial.test(draft);
  }

  /** Keeps a site, a new one where its id is '', and connects it. Resolves with its id. */
  async save(draft: SiteDraft): Promise<Result<SiteId>> {
    const { agreements, secrets, settings } = this.#parts;
    const kept = settings.get().sites;
    const ids = kept.map(({ id }) => id);
    const isNew = !ids.includes(draft.site.id);
    if (isNew && kept.length >= MAX_SITES)
      return fail('bad-input', `Ringside watches ${MAX_SITES} PBXes at most: remove one first.`);
    const allowed = await agreements.require(needsOfSite(draft.site));
    if (!allowed.ok) return allowed;
    const id = isNew ? newSiteId(draft.site.name, ids) : draft.site.id;
    for (const name of SECRETS) {
      const value = draft[name];
      if (value !== undefined) secrets.set(scopeOf(draft.site.connection), name, value);
    }
    const site = { ...draft.site, id };
    const next = isNew ? [...kept, site] : kept.map((other) => (other.id === id ? site : other));
    await this.#keep(next, id);
    return ok(id);
  }

  /** Removes a site; what its password was stays known to nobody. */
  async remove(id: SiteId): Promise<Result<null>> {
    const kept = this.#parts.settings.get().sites;
    await this.#keep(kept.filter((site) => site.id !== id));
    return ok(null);
  }

  /** Puts the sites in this order; those that are not named stay at the end. */
  async order(ids: readonly SiteId[]): Promise<Result<null>> {
    const kept = this.#parts.settings.get().sites;
    const place = (id: SiteId): number => (ids.includes(id) ? ids.indexOf(id) : ids.length);
    await this.#keep([...kept].sort((a, b) => place(a.id) - place(b.id)));
    return ok(null);
  }

  async #keep(sites: SiteSettings[], anew?: SiteId): Promise<void> {
    this.#parts.settings.setSites(sites);
    await this.#parts.sites.set(this.#parts.settings.get().sites, anew);
    this.#parts.changed();
  }
}
