import { app } from 'electron';
import { isQuiet } from '@shared/desk/quiet.ts';
import type { AppInfo, SiteInfo } from '@shared/ipc/contract.ts';
import type { TrayHost } from '../desktop/tray/host.ts';
import type { Hotkeys } from '../desktop/keys/hotkeys.ts';
import type { Journal } from '../history/journal.ts';
import type { Authority } from '../rights/authority.ts';
import type { SettingsInForce } from '../settings/in-force.ts';
import type { SecretName, Secrets } from '../settings/secrets.ts';
import { scopeOf } from '../sites/connection.ts';
import type { Site } from '../sites/site.ts';
import type { Sites } from '../sites/sites.ts';

export interface InfoParts {
  readonly settings: SettingsInForce;
  readonly secrets: Secrets;
  readonly sites: Sites;
  readonly authority: Authority;
  readonly hotkeys: Hotkeys;
  readonly journal: Journal;
  readonly trayHost: TrayHost;
}

/** What the window knows of the app beside the calls. */
export function appInfo({
  settings,
  secrets,
  sites,
  authority,
  hotkeys,
  journal,
  trayHost,
}: InfoParts): AppInfo {
  const inForce = settings.get();
  return {
    version: app.getVersion(),
    platform: process.platform,
    settings: inForce,
    sites: sites.all.map((site) => siteInfo(site, secrets, authority)),
    secrets: secrets.mode,
    hotkeyProblems: { ...hotkeys.problems },
    hotkeyWays: { ...hotkeys.ways },
    pending: sites.pending,
    unseen: journal.unseen,
    quiet: isQuiet(inForce.desk, new Date()),
    hasTray: trayHost.isThere,
  };
}

function siteInfo(site: Site, secrets: Secrets, authority: Authority): SiteInfo {
  const scope = scopeOf(site.settings.connection);
  const has = (name: SecretName): boolean => secrets.get(scope, name) !== undefined;
  return {
    id: site.id,
    name: site.name,
    extension: site.settings.extension,
    phone: site.desk.extension,
    status: site.status,
    rights: authority.rights(site.settings.connection.kind === 'demo'),
    has: { password: has('password'), token: has('token'), key: has('key') },
  };
}
