import { join } from 'node:path';
import { Menu, nativeImage, nativeTheme, Tray, type MenuItemConstructorOptions } from 'electron';
import {
  nameOf,
  trayIcon,
  type DeskState,
  type MyCall,
  type TrayMarks,
} from '@shared/calls/desk.ts';
import { cleanLine } from '@shared/domain/clean-line.ts';
import { entryOf, NO_CAPABILITIES, type OnLeg } from '@shared/commands/command.ts';
import { offersAt, situationOf } from '@shared/commands/offers.ts';
import type { ConnectionStatus } from '@shared/pbx/status.ts';
import type { SiteId } from '@shared/domain/site.ts';
import { assertNever } from '@shared/domain/result.ts';
import { formatNumber } from '@shared/messages/format.ts';
import { language } from '@shared/messages/language.ts';
import { m } from '@shared/messages/m.ts';

export interface TrayActions {
  show(): void;
  dial(): void;
  run(site: SiteId, command: OnLeg): void;
  history(): void;
  doNotDisturb(on: boolean): void;
  settings(): void;
  quit(): void;
}

/** A site as the tray shows it. */
export interface TraySite {
  readonly id: SiteId;
  readonly name: string;
  readonly status: ConnectionStatus | null;
}

/** Calls of mine in the menu; more are counted. */
const MAX_CALLS = 10;

const STATE_WORDS: Readonly<Record<MyCall['state'], () => string>> = {
  ringing: m.desk_state_ringing,
  placing: m.desk_state_calling,
  talking: m.desk_state_talking,
  held: m.desk_state_held,
  listening: m.desk_state_listening,
};

/** The connection in a few words, for the tray's tooltip and menu. */
function connectionWords(status: ConnectionStatus | null): string {
  if (!status) return m.desk_not_set_up();
  switch (status.phase) {
    case 'online':
      return m.desk_connected({ where: status.where });
    case 'connecting':
    case 'syncing':
      return m.desk_connecting({ where: status.where });
    case 'stopped':
      return status.error?.message ?? m.desk_not_connected();
    case 'idle':
    case 'offline':
      return m.desk_offline({ where: status.where });
    default:
      return assertNever(status.phase);
  }
}

/** The connections, a line each; a site is named where there are several. */
function connectionLines(sites: readonly TraySite[]): string[] {
  const [only] = sites;
  if (sites.length <= 1) return [connectionWords(only?.status ?? null)];
  return sites.map(({ name, status }) => `${cleanLine(name)}: ${connectionWords(status)}`);
}

/** What the tray shows, without Electron: easy to test. */
function trayView(sites: readonly TraySite[], desk: DeskState, marks: TrayMarks) {
  const online = sites.filter(({ status }) => status?.phase === 'online').length;
  const parts = [
    sites.length > 1
      ? m.desk_connected_of({ online: formatNumber(online), count: sites.length })
      : connectionWords(sites[0]?.status ?? null),
    m.desk_channels({ count: desk.channels }),
    m.desk_calls_of_mine({ count: desk.mine.length }),
    ...(marks.unseen > 0 ? [m.desk_missed({ count: marks.unseen })] : []),
    ...(marks.quiet ? [m.desk_quiet()] : []),
  ];
  return { icon: trayIcon(online > 0, desk, marks), tooltip: `Ringside – ${parts.join(', ')}` };
}

function callMenu(
  call: MyCall,
  sites: readonly TraySite[],
  run: TrayActions['run'],
): MenuItemConstructorOptions {
  const { site } = call;
  const on = sites.find(({ id }) => id === site);
  const capabilities = on?.status?.capabilities ?? NO_CAPABILITIES;
  const submenu = offersAt(situationOf(call))
    .filter(({ kind }) => entryOf(kind).inTray)
    .map(({ kind, uuid, label }) => ({
      label,
      enabled: capabilities[kind] === '',
      toolTip: capabilities[kind],
      click: () => run(site, { kind, uuid } as OnLeg),
    }));
  const where = sites.length > 1 && on ? `, ${cleanLine(on.name)}` : '';
  const words = STATE_WORDS[call.state]();
  const state = call.muted ? m.desk_muted({ state: words }) : words;
  return {
    label: `${cleanLine(nameOf(call.party))} – ${state}${where}`,
    submenu,
  };
}

/** The tray icon: connection and calls at a glance, my calls in its menu. */
export class DeskTray {
  readonly #tray: Tray;
  readonly #actions: TrayActions;
  #shown = '';

  constructor(actions: TrayActions) {
    this.#actions = actions;
    this.#tray = new Tray(iconOf('offline'));
    this.#tray.on('click', () => actions.show());
    nativeTheme.on('updated', () => (this.#shown = ''));
  }

  update(sites: readonly TraySite[], desk: DeskState, marks: TrayMarks): void {
    const view = trayView(sites, desk, marks);
    const lines = connectionLines(sites);
    this.#tray.setToolTip(view.tooltip);
    const mine = desk.mine.slice(0, MAX_CALLS);
    const more = desk.mine.length - mine.length;
    const key = JSON.stringify([
      language().locale,
      view.icon,
      lines,
      mine,
      more,
      marks,
      sites.map(({ status }) => status?.capabilities),
    ]);
    if (key === this.#shown) return; // a menu that is made anew closes under the pointer
    this.#shown = key;
    this.#tray.setImage(iconOf(view.icon));
    const calls = mine.map((call) => callMenu(call, sites, this.#actions.run));
    if (more > 0) calls.push({ label: m.desk_more_calls({ count: more }), enabled: false });
    this.#tray.setContextMenu(
      Menu.buildFromTemplate([
        ...lines.map((label) => ({ label, enabled: false })),
        { type: 'separator' },
        ...(calls.length > 0 ? calls : [{ label: m.desk_no_calls(), enabled: false }]),
        { type: 'separator' },
        { label: m.desk_call(), click: () => this.#actions.dial() },
        {
          label: marks.unseen > 0 ? m.desk_missed_calls({ count: marks.unseen }) : m.desk_history(),
          click: () => this.#actions.history(),
        },
        {
          label: marks.scheduled ? m.desk_dnd_scheduled() : m.desk_dnd(),
          type: 'checkbox',
          checked: marks.quiet,
          enabled: !marks.scheduled,
          click: ({ checked }) => this.#actions.doNotDisturb(checked),
        },
        { type: 'separator' },
        { label: m.desk_show(), click: () => this.#actions.show() },
        { label: m.desk_settings(), click: () => this.#actions.settings() },
        { type: 'separator' },
        { label: m.desk_quit(), click: () => this.#actions.quit() },
      ]),
    );
  }

  destroy(): void {
    this.#tray.destroy();
  }
}

/** Light strokes for dark panels and the other way round. */
function iconOf(name: string) {
  const tone = nativeTheme.shouldUseDarkColors ? 'dark' : 'light';
  return nativeImage.createFromPath(
    join(import.meta.dirname, `../../resources/tray/${name}-${tone}.png`),
  );
}
