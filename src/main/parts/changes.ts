import { nativeTheme } from 'electron';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { SettingsPatch } from '@shared/settings/settings.ts';
import type { Agreements } from '../consent/agreements.ts';
import { needOfLookup } from '../consent/needs.ts';
import type { Contacts } from '../contacts/contacts.ts';
import { startAtLogin } from '../desktop/autostart.ts';
import { zoomTo } from '../desktop/zoom.ts';
import type { Hotkeys } from '../desktop/keys/hotkeys.ts';
import type { Journal } from '../history/journal.ts';
import { speakChosen } from '../language.ts';
import type { Sites } from '../sites/sites.ts';
import type { Secrets } from '../settings/secrets.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { MainPage } from '../windows/main-page.ts';

export interface ChangeParts {
  readonly store: SettingsStore;
  readonly secrets: Secrets;
  readonly agreements: Agreements;
  readonly hotkeys: Hotkeys;
  readonly contacts: Contacts;
  readonly journal: Journal;
  readonly sites: Sites;
  readonly page: MainPage;
  /** What is in force has changed. */
  changed(): void;
}

/** Changes settings as a window asks, once whatever that sends out was agreed to. */
export async function changeSettings(
  parts: ChangeParts,
  patch: SettingsPatch,
): Promise<Result<null>> {
  const needed = patch.names && needOfLookup(patch.names);
  const allowed = await parts.agreements.require(needed ? [needed] : []);
  return allowed.ok ? putInForce(parts, patch) : allowed;
}

/** Keeps settings, and has each part of the app follow what of them is its own. */
export function putInForce(parts: ChangeParts, patch: SettingsPatch): Result<null> {
  const { store, secrets, hotkeys, contacts, journal, sites } = parts;
  const clean = Object.fromEntries(
    Object.entries(patch).filter(([, value]) => value !== undefined),
  );
  const before = store.get();
  store.patch(clean);
  if (patch.theme) nativeTheme.themeSource = patch.theme;
  if (patch.language) speakChosen(patch.language);
  if (patch.zoom) zoomTo(patch.zoom);
  if (patch.hotkeys) hotkeys.apply(patch.hotkeys);
  if (patch.keepSecretsWeakly !== undefined) secrets.keepWeakly(patch.keepSecretsWeakly);
  if (patch.names) contacts.names.changed();
  if (patch.dial) {
    if (patch.dial.country !== before.dial.country) void contacts.matchByPlans();
    sites.follow(patch.dial);
  }
  if (patch.history) journal.keep(patch.history.keepDays);
  if (patch.desk) parts.page.window.setAlwaysOnTop(patch.desk.onTop);
  if (patch.desk && patch.desk.startAtLogin !== before.desk.startAtLogin) {
    const failed = setStartAtLogin(patch.desk.startAtLogin);
    if (!failed.ok) return failed;
  }
  parts.changed();
  return ok(null);
}

function setStartAtLogin(on: boolean): Result<null> {
  try {
    startAtLogin(on);
    return ok(null);
  } catch (error) {
    return fail('internal', 'Starting at login could not be set up.', String(error));
  }
}
