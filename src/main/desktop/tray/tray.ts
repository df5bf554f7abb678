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
import type { Command, ConnectionStatus } from '@shared/domain/pbx.ts';
import { assertNever } from '@shared/domain/result.ts';
import { countOf } from '@shared/domain/words.ts';

export interface TrayActions {
  show(): void;
  dial(): void;
  run(command: Command): void;
  history(): void;
  doNotDisturb(on: boolean): void;
  settings(): void;
  quit(): void;
}

/** Calls of mine in the menu; more are counted. */
const MAX_CALLS = 10;

const STATE_WORDS: Readonly<Record<MyCall['state'], string>> = {
  ringing: 'ringing',
  placing: 'calling',
  talking: 'talking',
  held: 'on hold',
  listening: 'listening',
};

/** The connection in a few words, for the tray's tooltip and menu. */
function connectionWords(status: ConnectionStatus | null): string {
  if (!status) return 'Not set up';
  switch (status.phase) {
    case 'online':
      return `Connected to ${status.where}`;
    case 'connecting':
    case 'syncing':
      return `Connecting to ${status.where}…`;
    case 'stopped':
      return status.error?.message ?? 'Not connected';
    case 'idle':
    case 'offline':
      return `Offline: ${status.where}`;
    default:
      return assertNever(status.phase);
  }
}

/** What the tray shows, without Electron: easy to test. */
function trayView(status: ConnectionStatus | null, desk: DeskState, marks: TrayMarks) {
  const parts = [
    connectionWords(status),
    countOf(desk.channels, 'channel'),
    `${countOf(desk.mine.length, 'call')} of mine`,
    ...(marks.unseen > 0 ? [`${marks.unseen.toLocaleString()} missed`] : []),
    ...(marks.quiet ? ['do not disturb'] : []),
  ];
  return { icon: trayIcon(status, desk, marks), tooltip: `Ringside – ${parts.join(', ')}` };
}

function callMenu(
  call: MyCall,
  status: ConnectionStatus,
  run: TrayActions['run'],
): MenuItemConstructorOptions {
  const { uuid } = call;
  const item = (label: string, kind: 'hold' | 'resume' | 'hangup' | 'answer' | 'reject') => ({
    label,
    enabled: status.capabilities[kind] === '',
    toolTip: status.capabilities[kind],
    click: () => run({ kind, uuid }),
  });
  const submenu =
    call.state === 'ringing'
      ? [item('Answer', 'answer'), item('Reject', 'reject')]
      : [
          ...(call.state === 'talking' ? [item('Hold', 'hold')] : []),
          ...(call.state === 'held' ? [item('Resume', 'resume')] : []),
          item('Hang up', 'hangup'),
        ];
  return {
    label: `${cleanLine(nameOf(call.party))} – ${STATE_WORDS[call.state]}${call.muted ? ', muted' : ''}`,
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

  update(status: ConnectionStatus | null, desk: DeskState, marks: TrayMarks): void {
    const view = trayView(status, desk, marks);
    this.#tray.setToolTip(view.tooltip);
    const mine = desk.mine.slice(0, MAX_CALLS);
    const more = desk.mine.length - mine.length;
    const key = JSON.stringify([
      view.icon,
      connectionWords(status),
      mine,
      more,
      marks,
      status?.capabilities,
    ]);
    if (key === this.#shown) return; // a menu that is made anew closes under the pointer
    this.#shown = key;
    this.#tray.setImage(iconOf(view.icon));
    const calls = status ? mine.map((call) => callMenu(call, status, this.#actions.run)) : [];
    if (more > 0) calls.push({ label: `And ${countOf(more, 'more call')}`, enabled: false });
    this.#tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: connectionWords(status), enabled: false },
        { type: 'separator' },
        ...(calls.length > 0 ? calls : [{ label: 'No calls of mine', enabled: false }]),
        { type: 'separator' },
        { label: 'Call a number…', click: () => this.#actions.dial() },
        {
          label: marks.unseen > 0 ? `Missed calls (${marks.unseen.toLocaleString()})…` : 'History…',
          click: () => this.#actions.history(),
        },
        {
          label: marks.scheduled ? 'Do not disturb (by schedule)' : 'Do not disturb',
          type: 'checkbox',
          checked: marks.quiet,
          enabled: !marks.scheduled,
          click: ({ checked }) => this.#actions.doNotDisturb(checked),
        },
        { type: 'separator' },
        { label: 'Show Ringside', click: () => this.#actions.show() },
        { label: 'Settings…', click: () => this.#actions.settings() },
        { type: 'separator' },
        { label: 'Quit', click: () => this.#actions.quit() },
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
