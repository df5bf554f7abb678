import type { HotkeySettings } from '@shared/settings/settings.ts';
import { app, type SettingsSection } from '../../state/app.svelte.ts';
import { calls } from '../../state/calls.svelte.ts';
import { names } from '../../state/names.svelte.ts';
import { actionsFor } from '../calls/actions.ts';
import { runAction } from '../calls/run.ts';
import { SECTIONS } from '../settings/sections.ts';
import { PAGES } from '../shell/pages.ts';
import type { FindCommand } from './results.ts';

/** Global hotkeys that do what a button of a call does. */
const HOTKEY: Readonly<Record<string, keyof HotkeySettings>> = {
  hold: 'hold',
  resume: 'hold',
  mute: 'mute',
  unmute: 'mute',
  hangup: 'hangup',
  answer: 'answer',
};

const keysOf = (kind: string): string => {
  const hotkey = HOTKEY[kind];
  return hotkey ? app.settings.hotkeys[hotkey].replace('CommandOrControl', 'Ctrl') : '';
};

/** What can be done with my calls now, by name. */
const onMyCalls = (): FindCommand[] =>
  calls.mine.flatMap((row) => {
    const who = names.shown(row.other).name || row.other.number || 'Unknown';
    return actionsFor(row, app.phoneOf(row.site)).map((action) => ({
      id: `${action.kind} ${row.site} ${row.uuid}`,
      text: `${action.label}: ${who}`,
      keys: keysOf(action.kind),
      why: app.why(action.kind, row.site),
      run: () => void runAction(action),
    }));
  });

/** What is in a part of the settings, beside its title. */
const ALSO: Readonly<Record<SettingsSection, string>> = {
  connection: 'pbx host password extension',
  incoming: 'popup card sound volume corner',
  quiet: 'dnd schedule silent',
  calling: 'context country auto answer music',
  hotkeys: 'keys shortcuts',
  rules: 'webhook program url',
  contacts: 'import csv vcard lookup',
  look: 'theme language colours dark light',
  computer: 'login start tray links history',
  help: 'diagnostics log report about version',
};

const command = (text: string, run: () => void, keys = '', also = ''): FindCommand => ({
  id: text,
  text,
  also,
  keys,
  why: '',
  run,
});

/** Everything that can be done by typing its name, as it is now. */
export function commandsNow(): FindCommand[] {
  const { desk, theme } = app.settings;
  return [
    ...onMyCalls(),
    ...PAGES.map(({ page, name, key }) =>
      command(`Go to ${name.toLowerCase()}`, () => app.go(page), `Ctrl+${key}`, 'page'),
    ),
    ...SECTIONS.map(({ id, title }) =>
      command(`Settings: ${title.toLowerCase()}`, () => app.go('settings', id), '', ALSO[id]),
    ),
    command(
      desk.doNotDisturb ? 'Do not disturb: switch off' : 'Do not disturb: switch on',
      () => void app.patch({ desk: { ...desk, doNotDisturb: !desk.doNotDisturb } }),
      '',
      'dnd quiet silent',
    ),
    command(
      desk.onTop ? 'Window: no longer on top' : 'Window: keep on top',
      () => void app.patch({ desk: { ...desk, onTop: !desk.onTop } }),
      '',
      'always above',
    ),
    ...(['system', 'light', 'dark'] as const)
      .filter((other) => other !== theme)
      .map((other) =>
        command(
          `Theme: ${other}`,
          () => void app.patch({ theme: other }),
          '',
          'colours appearance',
        ),
      ),
  ];
}
