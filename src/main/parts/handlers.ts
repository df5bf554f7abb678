import { app } from 'electron';
import { splitSiteKey } from '@shared/domain/site.ts';
import { fail, type Result } from '@shared/domain/result.ts';
import type { AppInfo } from '@shared/ipc/contract.ts';
import type { Dialling } from '../desk/dialling.ts';
import type { Agreements } from '../consent/agreements.ts';
import { needOfAction } from '../consent/needs.ts';
import { contactHandlers } from '../contacts/ipc.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { DesktopShortcuts } from '../desktop/keys/desktop-shortcuts.ts';
import type { Hotkeys } from '../desktop/keys/hotkeys.ts';
import { hotkeyHandlers } from '../desktop/keys/ipc.ts';
import { registeredLinks, registerLinks } from '../desktop/links.ts';
import type { Popup } from '../desktop/popup.ts';
import type { Session } from '../desktop/session.ts';
import { diagnosticsHandlers } from '../diagnostics/ipc.ts';
import { historyHandlers } from '../history/ipc.ts';
import type { Journal } from '../history/journal.ts';
import type { Notices } from '../notices.ts';
import type { Numbers } from '../numbers/numbers.ts';
import { ruleHandlers } from '../rules/ipc.ts';
import type { RuleRunner } from '../rules/runner.ts';
import { changeSettings, type ChangeParts } from './changes.ts';
import type { SettingsInForce } from '../settings/in-force.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { SiteEditing } from '../sites/editing.ts';
import type { Sites } from '../sites/sites.ts';
import { tableHandlers } from '../table/ipc.ts';
import type { MainPage } from '../windows/main-page.ts';
import type { Handlers } from '../ipc/server.ts';

export interface HandlerParts extends ChangeParts {
  readonly page: MainPage;
  readonly notices: Notices;
  readonly sites: Sites;
  readonly editing: SiteEditing;
  readonly settings: SettingsInForce;
  readonly store: SettingsStore;
  readonly dialling: Dialling;
  readonly numbers: Numbers;
  readonly agreements: Agreements;
  readonly popup: Popup;
  readonly journal: Journal;
  readonly rules: RuleRunner;
  readonly contacts: Contacts;
  readonly shortcuts: DesktopShortcuts;
  readonly session: Session;
  readonly hotkeys: Hotkeys;
  info(): AppInfo;
  report(): Promise<string>;
  quit(): void;
}

const NO_BOARD = {
  seq: 0,
  changed: [],
  gone: [],
  figures: {},
  goneMs: {},
  lacks: {},
  isLive: false,
  pbxNowMs: 0,
};
const CALL_GONE = fail('bad-input', 'That call is gone.');

/** All that a window may ask, each by the part it is of. */
export function handlersOf(parts: HandlerParts): Handlers {
  const { page, settings, shortcuts, session, hotkeys, contacts, journal } = parts;
  return {
    ...appHandlers(parts),
    ...siteHandlers(parts),
    ...popupHandlers(parts),
    ...tableHandlers(() => page.window),
    ...historyHandlers(journal, () => page.window),
    ...ruleHandlersOf(parts),
    ...contactHandlers(
      contacts,
      () => page.window,
      (progress) => page.push('contacts.progress', progress),
    ),
    ...hotkeyHandlers(
      shortcuts,
      session,
      () => settings.get().hotkeys,
      () => {
        hotkeys.apply(settings.get().hotkeys);
        parts.changed();
      },
    ),
    ...diagnosticsHandlers(app.getPath('userData'), () => parts.report()),
  };
}

type Named<P extends string> = Pick<Handlers, Extract<keyof Handlers, P>>;

function appHandlers(
  parts: HandlerParts,
): Named<`app.${string}` | 'number.read' | `links.${string}` | 'settings.patch'> {
  const { notices, page, numbers } = parts;
  return {
    'app.info': () => {
      setImmediate(() => {
        notices.ready();
        page.ready();
      });
      return parts.info();
    },
    'app.quit': () => {
      setImmediate(() => parts.quit());
      return null;
    },
    'number.read': (text) =>
      numbers.read(text).then((reading) => ({ ...reading, choices: [...reading.choices] })),
    'settings.patch': (patch) => changeSettings(parts, patch),
    'links.registered': registeredLinks,
    'links.register': registerLinks,
  };
}

function siteHandlers({
  sites,
  editing,
  dialling,
}: HandlerParts): Named<
  | 'channels.snapshot'
  | `board.${string}`
  | `agent.${string}`
  | `command.${string}`
  | `site.${string}`
  | `sites.${string}`
> {
  return {
    'channels.snapshot': (id) => {
      const site = sites.find(id);
      return site?.monitor.snapshot() ?? { seq: 0, channels: [], pbxNowMs: Date.now() };
    },
    'board.watch': ({ site: id, on }) => {
      const site = sites.find(id);
      site?.watchBoard(on);
      return site?.board.snapshot() ?? NO_BOARD;
    },
    'agent.status': ({ site, status }) =>
      sites.find(site)?.setMyStatus(status) ??
      fail('bad-input', 'That PBX is not watched any more.'),
    'command.run': (asked) => dialling.run(asked),
    'command.cancel': ({ site, id }) => dialling.cancel(site, id),
    'site.test': (draft) => editing.test(draft),
    'site.save': (draft) => editing.save(draft),
    'site.remove': (id) => editing.remove(id),
    'site.retry': (id) => {
      sites.find(id)?.port?.retry();
      return null;
    },
    'sites.order': (ids) => editing.order(ids),
  };
}

function popupHandlers({
  popup,
  page,
  sites,
  journal,
  rules,
}: HandlerParts): Named<`popup.${string}`> {
  return {
    'popup.view': () => popup.view(),
    'popup.dismiss': (key) => {
      popup.dismiss(key);
      return null;
    },
    'popup.act': ({ kind, key }): Promise<Result<null>> | typeof CALL_GONE => {
      const card = popup.card(key);
      return card ? sites.run(splitSiteKey(key).site, { kind, uuid: card.uuid }) : CALL_GONE;
    },
    'popup.show': (key) => {
      const card = popup.card(key);
      if (card) page.showCall({ site: splitSiteKey(key).site, uuid: card.uuid });
      return null;
    },
    'popup.fire': ({ rule, key }) => {
      const offered = popup.card(key)?.buttons.some((button) => button.rule === rule);
      const { site, id } = splitSiteKey(key);
      const record = offered ? journal.inbound(site, id) : undefined;
      return record ? rules.fire(rule, record) : CALL_GONE;
    },
  };
}

function ruleHandlersOf(parts: HandlerParts): Named<`rules.${string}`> {
  const { rules, journal, agreements, store } = parts;
  return ruleHandlers(
    rules,
    (count) => journal.ask({ kind: 'latest', count }),
    (wanted) => agreements.require(wanted.map(({ action }) => needOfAction(action))),
    (kept) => {
      store.patch({ rules: kept });
      parts.changed();
    },
  );
}
