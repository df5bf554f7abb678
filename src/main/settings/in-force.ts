import * as v from 'valibot';
import { FIRST_SITE } from '@shared/domain/site.ts';
import { ConnectionSettings, type Settings, type SiteSettings } from '@shared/settings/settings.ts';
import type { GivenSite, StartOptions } from '../args.ts';
import type { SettingsStore } from './store.ts';

/** The agent of the demo PBX that gets calls first. */
const DEMO_EXTENSION = '201';

/** What the command line says of the settings for this run. */
export type Given = Pick<StartOptions, 'sites' | 'extension' | 'demoIfUnset'>;

/** The kept settings, under what the command line says for this run. */
export class SettingsInForce {
  readonly #store: SettingsStore;
  readonly #login: (site: GivenSite) => 'password' | 'token';
  #given: Given;

  /** @param login how a scripted start signs in to a Webitel: with what it brought */
  constructor(
    store: SettingsStore,
    given: Given,
    login: (site: GivenSite) => 'password' | 'token',
  ) {
    this.#store = store;
    this.#given = given;
    this.#login = login;
  }

  get(): Settings {
    const kept = this.#store.get();
    const { sites, extension, demoIfUnset } = this.#given;
    if (sites.length > 0)
      return { ...kept, sites: sites.map((site) => givenSite(site, kept, this.#login(site))) };
    const watched = kept.sites.length === 0 && demoIfUnset ? [demoSite()] : kept.sites;
    return { ...kept, sites: watched.map((site, at) => withPhone(site, at, extension)) };
  }

  /** Keeps the list as a person has just made it: from now on that is in force, whatever the line said. */
  setSites(sites: SiteSettings[]): void {
    this.#given = { sites: [], demoIfUnset: false };
    this.#store.patch({ sites });
  }
}

/** An extension on the command line is that of the first site; an agent of the demo PBX has one anyway. */
function withPhone(site: SiteSettings, at: number, given: string | undefined): SiteSettings {
  if (at === 0 && given !== undefined) return { ...site, extension: given };
  const isUnset = site.connection.kind === 'demo' && site.extension === '';
  return isUnset ? { ...site, extension: DEMO_EXTENSION } : site;
}

const demoSite = (): SiteSettings => ({
  id: FIRST_SITE,
  name: '',
  connection: v.parse(ConnectionSettings, { kind: 'demo' }),
  extension: '',
});

/** What the line does not say is as for a kept PBX of that kind. */
function givenSite(
  { id, name, esl, eslUser, webitel, extension }: GivenSite,
  { sites }: Settings,
  login: 'password' | 'token',
): SiteSettings {
  const kind = webitel === undefined ? 'esl' : 'webitel';
  const like = sites.find(({ connection }) => connection.kind === kind) ?? sites[0];
  const connection = like?.connection ?? v.parse(ConnectionSettings, {});
  const mine = extension ?? like?.extension ?? '';
  if (webitel === undefined)
    return {
      id,
      name,
      connection: { ...connection, kind, esl: { ...connection.esl, ...esl, user: eslUser ?? '' } },
      extension: mine,
    };
  // It signs in with a token and key where it has them, else with RINGSIDE_PASSWORD as the user that
  // --extension names.
  const username = extension ?? connection.webitel.username;
  return {
    id,
    name,
    connection: {
      ...connection,
      kind,
      webitel: { ...connection.webitel, url: webitel, login, username },
    },
    extension: mine,
  };
}
