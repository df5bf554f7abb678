import type { HotkeySettings } from '@shared/settings/settings.ts';
import { app, type SettingsSection } from '../../state/app.svelte.ts';
import { calls } from '../../state/calls.svelte.ts';
import { names } from '../../state/names.svelte.ts';
import { actionsFor } from '../calls/actions.ts';
import { runAction } from '../calls/run.ts';
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

const command = (text: string, run: () => void, keys = '', also = ''): FindCommand => ({
  id: text,
  text,
  also,
  keys,
  why: '',
  run,
});

const settings = (section?: SettingsSection) => () => app.go('settings', section);

/** Everything that can be done by typing its name, as it is now. */
export function commandsNow(): FindCommand[] {
  const { desk, theme } = app.settings;
  return [
    ...onMyCalls(),
    command('Go to the floor', () => app.go('floor'), 'Ctrl+1', 'page people'),
    command('Go to calls', () => app.go('calls'), 'Ctrl+2', 'page table channels'),
    command('Go to queues', () => app.go('queues'), 'Ctrl+3', 'page waiting'),
    command('Go to history', () => app.go('history'), 'Ctrl+4', 'page missed past'),
    command('Settings', settings(), 'Ctrl+,', 'preferences options hotkeys sound'),
    command('Settings: rules', settings('rules')),
    command('Settings: language', settings('look'), '', 'german deutsch english locale'),
    command('Settings: contacts', settings('contacts'), '', 'import csv vcard'),
    command('Diagnostics', () => void (app.dialog = { name: 'diagnostics' }), '', 'log report'),
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
