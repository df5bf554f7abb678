import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../src/shared/settings/settings.ts';
import {
  forGnome,
  forHyprland,
  forPortal,
  forSway,
  shortcutOf,
  type Shortcut,
} from '../../src/main/desktop/keys/accelerator.ts';
import { commandOf, shellLine } from '../../src/main/desktop/keys/command.ts';
import {
  readVariantStrings,
  variantString,
  variantStrings,
} from '../../src/main/desktop/keys/gvariant.ts';
import { linesFor } from '../../src/main/desktop/keys/lines.ts';

const keys = { ...defaultSettings().hotkeys, hangup: '', mute: '', dial: '', show: '' };
const PACKAGED = ['/opt/Ringside/ringside'];

describe('a shortcut', () => {
  const written = (accelerator: string) => {
    const shortcut = shortcutOf(accelerator) as Shortcut;
    return [forGnome, forPortal, forSway, forHyprland].map((write) => write(shortcut));
  };
  it('is written as each desktop does', () => {
    expect(written('CommandOrControl+Alt+Shift+H')).toEqual([
      '<Control><Alt><Shift>h',
      'CTRL+ALT+SHIFT+h',
      'Control+Mod1+Shift+h',
      'CTRL ALT SHIFT, h',
    ]);
    expect(written('Super+PageUp')).toEqual([
      '<Super>Prior',
      'LOGO+Prior',
      'Mod4+Prior',
      'SUPER, Prior',
    ]);
    expect(written('F12')).toEqual(['F12', 'F12', 'F12', ', F12']);
  });
  it('is none where a part of it is not known', () => {
    for (const accelerator of ['', 'Hyper+H', 'Alt+F25', 'Alt+Plus+', 'Alt+constructor'])
      expect(shortcutOf(accelerator)).toBeUndefined();
  });
});

describe('the command of a shortcut', () => {
  it('is the app’s own, with the action before the switches', () => {
    expect(commandOf(PACKAGED, 'hold')).toEqual(['/opt/Ringside/ringside', 'hold']);
    expect(commandOf(['/e/electron', '/src', '--user-data-dir', '/d'], 'hangup')).toEqual([
      '/e/electron',
      '/src',
      'hangup',
      '--user-data-dir',
      '/d',
    ]);
  });
  it('reaches the program word for word by a shell', () => {
    const words = ['a b', "it's", '$(touch x)', '`id`', '"', '\\', ';&|', '#', '*', 'ä'];
    const line = shellLine(['printf', '%s\\n', ...words]);
    const { stdout } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
    expect(stdout.trimEnd().split('\n')).toEqual(words);
  });
});

describe('lines to copy', () => {
  it('are of the desktop’s own language, one for each key that is set', () => {
    expect(linesFor('sway', keys, PACKAGED)).toBe(
      'bindsym Control+Mod1+Shift+h exec /opt/Ringside/ringside hold\n' +
        'bindsym Control+Mod1+Shift+a exec /opt/Ringside/ringside answer',
    );
    expect(linesFor('hyprland', keys, PACKAGED).split('\n')[0]).toBe(
      'bind = CTRL ALT SHIFT, h, exec, /opt/Ringside/ringside hold',
    );
    expect(linesFor('i3', keys, PACKAGED).split('\n')[0]).toBe(
      'bindsym Control+Mod1+Shift+h exec --no-startup-id /opt/Ringside/ringside hold',
    );
  });
  it('are none where a program sets them up, or nobody knows how', () => {
    expect(linesFor('gnome', keys, PACKAGED)).toBe('');
    expect(linesFor('other', keys, PACKAGED)).toBe('');
  });
  it('quote what i3 would end a command at, and what Hyprland takes for a comment', () => {
    const own = ['/a; b/#"x'];
    expect(linesFor('i3', keys, own)).toContain(String.raw`"'/a; b/#\"x' hold"`);
    expect(linesFor('hyprland', keys, own)).toContain(`'/a; b/##"x' hold`);
  });
});

describe('GVariant’s text form', () => {
  it('is read as it was written', () => {
    for (const texts of [[], ['/a/'], ["it's", 'a\\b', 'a, b', '[', '"']])
      expect(readVariantStrings(variantStrings(texts))).toEqual(texts);
    expect(variantString("a'b\\")).toBe(String.raw`'a\'b\\'`);
  });
  it('is read as gsettings prints it', () => {
    expect(readVariantStrings('@as []\n')).toEqual([]);
    expect(readVariantStrings(`['/a/custom0/', "it's"]\n`)).toEqual(['/a/custom0/', "it's"]);
  });
  it('is never taken for empty where it cannot be read', () => {
    for (const text of ['', 'No such schema', "['a'", '[a]', "['a' 1]"])
      expect(() => readVariantStrings(text)).toThrow();
  });
});
